/** Once for each page: there is something to see now. Carries nothing. */
export const PAINTED_CHANNEL = 'polyswarm:painted'
/** The two channels between page and main process; calls and notifications are named by the contract, inside. */
export const CALL_CHANNEL = 'polyswarm:call'
export const NOTIFICATION_CHANNEL = 'polyswarm:notification'
