/**
 * Codes that the core puts into the state and the window's catalogue turns into words. The state's schemas take any text, so that an older
 * window can show a newer journal; what is not listed here is shown by its code. Names of `values`: those that end in `Nct` or `Eth` are
 * amounts as decimal strings of base units, all others are plain text or counts in digits.
 */

/** `EventLine.code`. `subject` is the artifact's name unless said otherwise; `amount` is a result (signed) or what was moved. */
export const eventCodes = [
  'console-started',
  /** subject: why, in plain words ("after restart") or null */
  'wallet-unlocked',
  'wallet-locked',
  /** subject: name of the Community */
  'community-joined',
  'community-left',
  /** subject: "5 of 5" */
  'contracts-pinned',
  'contracts-changed',
  /** subject: name of the Community */
  'connected',
  'connection-lost',
  /** subject: "2: no route to host" */
  'connection-try-failed',
  /** subject: block */
  'listening',
  /** Left open by an earlier run; counts: reveals, settles, transactions */
  'taken-up',
  /** The same, and that run was not ended in order. */
  'taken-up-after-crash',
  'engine-started',
  'engine-paused',
  'engine-stopped',
  /** subject: name of the scanner */
  'scanner-ready',
  'scanner-down',
  'bounty-posted',
  'skipped',
  'not-answered',
  'assert-sent',
  'committed',
  'reveal-sent',
  'revealed',
  /** subject: "6: 502 Bad Gateway" */
  'reveal-try-failed',
  'voted',
  'quorum',
  'settle-sent',
  /** All verdicts right; amount: net */
  'won',
  'won-part',
  'lost',
  'forfeited',
  'returned',
  /** The Community does not know an assertion any more; amount: bid and fee. */
  'assertion-missing',
  /** It knows it again, written off or not. */
  'assertion-back',
  /** amount: bid and fee, or null when it was never seen on chain */
  'assertion-written-off',
  'allowance-raised',
  'deposit-sent',
  'withdrawal-sent',
  'deposit-arrived',
  'withdrawal-arrived',
  'transfer-failed',
  'transfer-overdue',
  'transfer-written-off',
  /** A maintain rule; subject: its bounds in NCT, "< 500 NCT: +400 NCT; > 2000 NCT: 1000 NCT" */
  'maintain-on',
  'maintain-changed',
  'maintain-off',
  /** What decides how an engine stakes was set otherwise; subject: the strategy, the scanner, "2400 NCT → 700 NCT", "35 gwei → 40 gwei", "file, url" */
  'strategy-changed',
  'scanner-changed',
  'limit-day-changed',
  'limit-bounty-changed',
  'limit-open-changed',
  'limit-allowance-changed',
  'limit-gas-price-changed',
  'kinds-changed',
  'auto-start-on',
  'auto-start-off',
  'parameters-changed',
  'registry-deprecated',
  'journal-failed',
] as const
export type EventCode = (typeof eventCodes)[number]

/** `Need.code`, with the names of its `values`. */
export const needCodes = [
  /** reveals, settles */
  'wallet-locked',
  /** No wallet is chosen for the Community. */
  'wallet-missing',
  /** reveals, unrevealedNct */
  'reveals-held',
  /** name, lostNct, and the reason with its `why`; guid is set. Losses before the newest are one without guid: `losses` counts them, name is the last's. */
  'stake-lost',
  /** count, stakedNct (bids and fees together), bidNct, feeNct; guid is set when it is one */
  'assertions-missing',
  /** unanswered, since (HH:MM:SS), perDayNct */
  'day-limit',
  /** atOnceNct */
  'at-once-limit',
  /** sideNct */
  'balance-low',
  /** homeEth, deposits, neededEth */
  'home-eth-low',
  /** homeNct, neededNct: a rule wants to deposit more than the home balance holds. */
  'home-nct-low',
  /** name (of the Community), detail */
  'connection-lost',
  'api-key-refused',
  /** direction, arrivesNct */
  'transfer-overdue',
  /** direction, arrivesNct, detail */
  'transfer-failed',
  'contracts-changed',
  'registry-deprecated',
  /** detail */
  'scanner-down',
  'signer-down',
  /** refused, where, compiled */
  'rules-refused',
  'journal-failed',
  'sandbox-failed',
  /** detail */
  'sandbox-not-kept',
  /** differenceNct or differenceEth */
  'ledger-unexplained',
] as const
export type NeedCode = (typeof needCodes)[number]

/** Whether a need tells of a lost stake, or of several. */
export const isLoss = ({ code }: { readonly code: string }): boolean => code === ('stake-lost' satisfies NeedCode)

/** `CommunityState.maintainNext.code`; `amount` is what would be moved, or the balance that is waited for. */
export const maintainCodes = [
  'off',
  'enough',
  'deposit-next',
  'withdraw-next',
  'transfer-in-flight',
  'home-nct-low',
  'home-eth-low',
  'fee-too-high',
  'day-limit',
  'wallet-locked',
  'no-connection',
  'contracts-changed',
  'contracts-not-compared',
] as const
export type MaintainCode = (typeof maintainCodes)[number]

/** `TestStep.code` where nothing failed; a step that failed carries an `ErrorCode`. In brackets: the names of its `values`. */
export const testStepCodes = [
  /** host, port */
  'address-resolved',
  /** protocol, issuer, validTo: a day, YYYY-MM-DD */
  'tls-valid',
  'not-encrypted',
  'api-key-accepted',
  'api-key-not-needed',
  'api-key-missing',
  /** community, ms */
  'daemon-answers',
  /** home, side: chain ids; block: of the side chain */
  'chains-in-step',
  /** matching, total, new */
  'contracts-match',
  'not-reached',
] as const
export type TestStepCode = (typeof testStepCodes)[number]
