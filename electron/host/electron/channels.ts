/** The two channels between page and main process; calls and notifications are named by the contract, inside. */
export const CALL_CHANNEL = 'polyswarm:call'
export const NOTIFICATION_CHANNEL = 'polyswarm:notification'
