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
  /** name, lostNct; guid is set */
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
  /** differenceNct or differenceEth */
  'ledger-unexplained',
] as const
export type NeedCode = (typeof needCodes)[number]

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

/** Why the keychain refused. In brackets: the names of its `values`. */
export const keychainReasons = [
  /** Linux: no backend that protects anything */
  'no-keyring',
  'system-refused',
  'no-keychain-service',
  'keychain-silent',
  'keychain-wordless',
  /** text: the operating system's own words */
  'keychain-said',
  /** path */
  'keychain-file-unreadable',
  'keychain-file-unwritable',
  'keychain-file-damaged',
  'keychain-secret-damaged',
  'passphrase-wrong',
  'passphrase-weak',
  /** path */
  'passphrase-file-unreadable',
] as const

/** Why a Community is not reached, short, to stand behind its name. In brackets: the names of its `values`. */
export const connectionReasons = [
  'host-not-found',
  'name-server-silent',
  'connection-refused',
  'connection-reset',
  'no-route',
  'network-unreachable',
  'network-down',
  'too-many-files',
  'no-answer',
  /** seconds */
  'no-answer-within',
  'certificate-expired',
  'certificate-early',
  'certificate-self-signed',
  'certificate-unknown',
  'certificate-revoked',
  'certificate-other-name',
  'nothing-encrypted',
  'no-agreement',
  'no-http',
  'cut',
  /** text: the code of the operating system or of Node */
  'connection-failed',
  /** text: an HTTP status, with its own words where it has some */
  'answers-status',
  'key-not-accepted',
  'access-forbidden',
  'too-many-requests',
  /** status */
  'redirects',
  'answers-page',
  'no-event-socket',
  'odd-event-socket',
  /** close: the code of the WebSocket */
  'closed-there',
  /** seconds */
  'no-sign-of-life',
  /** seconds: without an event while blocks went on */
  'no-events',
] as const

/** Why a stake was lost by something other than a wrong verdict. In brackets: the names of its `values`. */
export const lossReasons = [
  'secret-missing',
  'wallet-locked',
  'not-running',
  'not-mined',
  'reveal-too-late',
  /** text: the contract's own words */
  'reveal-failed',
  /** problem: an `ErrorCode`; text: the daemon's own words, or empty */
  'reveal-refused',
  /** Written off by the operator: what was missing, and how. */
  'written-off-not-found',
  'written-off-not-in-it',
  'written-off-chain-anew',
  /** since: milliseconds since the epoch */
  'written-off-no-answer',
  /** text: the English sentence that an earlier version kept */
  'told-before',
] as const
export type LossCode = (typeof lossReasons)[number]

/** Why money is not moved or staked. In brackets: the names of its `values`; amounts are decimal text. */
export const moneyReasons = [
  'nothing-moved',
  'nothing-there',
  /** balance, amount: NCT */
  'balance-short',
  /** fee, amount: NCT */
  'relay-keeps-all',
  /** fee: NCT */
  'relay-fee-now',
  'relay-fee-not-told',
  /** cost: ETH */
  'gas-cost-now',
  /** cost, balance: ETH */
  'gas-short',
  /** price, mostPrice: wei; limit, mostLimit */
  'gas-terms',
  /** cost, limit: NCT */
  'allowance-short',
  'deposit-on-its-way',
  'withdrawal-on-its-way',
  'not-signed-in-time',
  'contracts-not-compared',
  'contracts-not-back',
  'signed-in-part',
  'signed-by-other',
] as const

/** What is wrong with a keyfile or its key. In brackets: the names of its `values`. */
export const keyfileReasons = [
  'keyfile-too-long',
  'keyfile-no-crypto',
  'keyfile-not-json',
  'keyfile-cut',
  'keyfile-gone',
  /** version */
  'keyfile-version',
  /** field */
  'keyfile-field',
  /** cipher */
  'keyfile-cipher',
  /** prf */
  'keyfile-prf',
  /** kdf */
  'keyfile-kdf',
  /** rounds */
  'keyfile-rounds',
  'keyfile-odd-n',
  /** n, r, p */
  'keyfile-cost',
  'keyfile-no-key',
  'keyfile-other-key',
  'key-not-proven',
  /** address */
  'key-of',
  'not-remembered',
] as const

/** How the contracts that a Community shows are none that we know. In brackets: the names of its `values`; `contract` and `call` are their own names. */
export const contractReasons = [
  'contract-odd-calls',
  /** contract, call, count, wanted */
  'contract-count',
  /** contract, call, to */
  'contract-target',
  /** contract, call, selector */
  'contract-selector',
  /** contract, call */
  'contract-data',
  /** contract, call */
  'contract-sends-eth',
  'contract-no-approval',
  /** contract */
  'contract-zero',
  /** contract */
  'contract-is-account',
  'contract-relay-is-token',
  'contract-side-not-three',
  'contract-many-chains',
  'contract-same-chain',
  /** contract, now */
  'contract-moved',
  /** contract, before, now */
  'contract-other-than',
  /** contract, before, now; others: their names */
  'contracts-other-than',
  'contract-deposit-other',
  'contract-withdrawal-other',
] as const

/** What became of a helper process: signer, scanner, sandbox, journal. In brackets: the names of its `values`. */
export const helperReasons = [
  /** code */
  'helper-exit-code',
  /** signal */
  'helper-signal',
  /** text: the system's own words */
  'helper-not-started',
  /** text: the program's own words */
  'helper-failed',
  'helper-not-running',
  'helper-out-of-reach',
  /** call */
  'helper-slow',
  'helper-silent',
  /** scanner, text */
  'self-test-failed',
] as const

/** `Reason.code`. */
export const reasonCodes = [
  ...keychainReasons,
  ...connectionReasons,
  ...lossReasons,
  ...moneyReasons,
  ...keyfileReasons,
  ...contractReasons,
  ...helperReasons,
] as const
export type ReasonCode = (typeof reasonCodes)[number]
