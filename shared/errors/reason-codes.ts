/* Every code of a `Reason`. The window's catalogues have a text for each in its own language; the terminal's are in `reason-sentences.ts`. */

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

/** Why the journal cannot be written or read. In brackets: the names of its `values`. */
export const journalReasons = [
  'journal-disk-full',
  'journal-disk-error',
  'journal-no-memory',
  'journal-read-only',
  'journal-cannot-open',
  'journal-busy',
  'journal-damaged',
  /** path */
  'journal-kept-aside',
  /** path */
  'journal-left',
  /** text: SQLite's own words */
  'journal-said',
  /** text: the system's own code */
  'journal-unusable',
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
  ...journalReasons,
] as const
export type ReasonCode = (typeof reasonCodes)[number]
