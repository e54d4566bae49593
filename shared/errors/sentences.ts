import { type ErrorCode, isErrorCode } from './errors.ts'
import { reasonText } from './reason-sentences.ts'
import type { LossReason, Reason } from './reasons.ts'

/** One sentence or two for each failure, in English: what happened, what it means for the money, what to do. For the window and for terminals. */
export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  'wrong-password': 'This password does not open the keyfile. Nothing was changed; try again.',
  'password-needed': 'This wallet opens with its password alone. Nothing was changed; unlock it with the password.',
  'keyfile-damaged': 'The keyfile is damaged: it does not hold what its own check sum says. No key was read; use a copy that is whole.',
  'not-a-keyfile': 'This file is not a keyfile (Web3 Secret Storage v3). Nothing was changed; choose the file that geth made.',
  'kdf-unsupported':
    'This keyfile is sealed in a way that the console does not read. Nothing was changed; export it again with scrypt or pbkdf2.',
  'keychain-refused':
    'The keychain refused. The password was not remembered and no NCT moved; unlock by hand, or allow the console in the keychain.',
  'wallet-locked': 'The wallet is locked. Nothing was signed; unlock it first.',
  'wallet-missing': 'There is no such wallet here. Nothing was signed; import or create it first.',
  'wallet-exists': 'This wallet is here already. Nothing was changed; unlock it instead.',
  'password-weak': 'This password is too easy to guess. No wallet was made; take a longer one.',
  'test-wallet-refused':
    'This is a publicly known test wallet. Anyone could take its NCT, so it is only allowed in the sandbox; take another wallet.',
  'address-mismatch':
    'The keyfile holds another key than the address it names. Nothing was changed; use a keyfile that agrees with itself.',
  'signer-unavailable': 'The signer does not answer. Nothing was signed; it is being restarted, try again in a moment.',
  unreachable: 'The address cannot be reached. No NCT moved; check the network and the address, the console tries again by itself.',
  timeout: 'No answer came in time. What was already sent is looked for on the chain; try again.',
  'tls-failed':
    'The encrypted connection could not be made, or its certificate is not trusted. Nothing was sent; ask the Community about its certificate.',
  unauthorized: 'The Community refuses the API key. Nothing was sent; enter the key again or get a new one in the Portal.',
  'rate-limited': 'The Community asks for fewer requests. Nothing is lost; the console goes on more slowly.',
  'insecure-api-key': 'An API key is never sent over a connection without encryption. Nothing was sent; use https, or leave the key out.',
  'bad-answer':
    'The daemon gave an answer that the console does not understand. Nothing was signed because of it; try again or tell the Community.',
  'refused-by-daemon': 'The daemon refused the request. No NCT moved by it; its reason stands beside this.',
  'not-polyswarmd': 'What answers at this address is not polyswarmd. Nothing was sent; check host, port and path.',
  'address-invalid': 'This is not an address of the form host, port and path. Nothing was sent; correct it.',
  'contracts-unknown': 'The Community uses contracts that the console does not know. It was not joined and nothing is signed for them.',
  'contracts-changed': 'The Community shows other contracts than before. Nothing is signed for them; compare the addresses and decide.',
  'community-exists': 'This Community is joined already. Nothing was changed.',
  'community-missing': 'This Community is not joined any more. Nothing was changed.',
  'community-busy': 'NCT is still at stake or in flight here. Nothing was changed; wait until it is settled and has arrived.',
  'chains-out-of-step': 'The Community’s two chains are out of step. Nothing was signed; try again in a moment.',
  'balance-too-low': 'The balance does not cover this. Nothing was signed; take a smaller amount or deposit first.',
  'gas-too-low': 'There is not enough ETH for gas. Nothing was signed; send a little ETH to the wallet’s address.',
  'gas-above-ceiling': 'The gas price is above your ceiling. Nothing was signed; wait, or raise the ceiling.',
  'amount-invalid': 'This is not an amount. Nothing was signed; write it like 1,250.50.',
  'withdrawal-below-fee': 'The relay would keep all of this amount. Nothing was signed; withdraw more than the fee.',
  'transfer-in-flight':
    'A transfer of this direction is in flight. Nothing was signed; the next one can start when it has arrived or is written off.',
  'limit-reached': 'One of your limits is reached. No new stake is placed; raise the limit or wait.',
  'relay-fee-unknown': 'The relay’s fee is not known now. Nothing was signed; try again when the Community answers.',
  'plan-changed': 'Fee, gas or balance changed since you looked. Nothing was signed; look at the new figures and confirm again.',
  'scanner-unavailable': 'The scanner does not answer. No new bounty is answered; restart it or choose another one.',
  'engine-running': 'The engine is running already. Nothing was changed.',
  'engine-stopped': 'The engine is stopped. No new stake is placed; start it first.',
  'still-expected':
    'Not written off: the Community may still know this assertion, so its NCT may still come back. Nothing was changed; it is possible once it counts as missing.',
  'bounty-missing': 'This bounty is not known here any more. Nothing was changed.',
  'nonce-too-low':
    'The account was used by another program in the meantime. Nothing was sent twice; the console counts anew and tries again.',
  'nonce-conflict': 'Another program uses this wallet at the same time. Transactions may collide; use the wallet in one place alone.',
  'transaction-failed': 'The chain refused the transaction. Its effect did not happen; the reason stands beside this.',
  'outcome-unknown':
    'It is not known whether the transaction was taken. It is kept on disk and looked for on the chain; do not send it again.',
  'invalid-request': 'The console did not understand the window. Nothing was changed; restart it, and report this if it happens again.',
  'not-trusted': 'The console refused a request that did not come from its own window. Nothing was changed.',
  'journal-failed': 'The journal could not be written. Nothing is signed or sent that is not on disk; free space or check its permissions.',
  'journal-in-use':
    'Another console runs on this data folder. Nothing was changed; end that one, or start this one with a folder of its own (--data-dir).',
  'journal-newer': 'The journal was written by a newer version of the console. Nothing was changed; start the newer version.',
  'sandbox-failed': 'The sandbox could not be started. It holds test money only; try again.',
  cancelled: 'Cancelled. Nothing was changed.',
  internal: 'Something in the console failed. What was sent is kept on disk and looked for on the chain; restart it if this stays.',
}

/** How the parts of a loss are said where it is read: a reason, a failure, a moment (ms since the epoch). */
export interface LossWords {
  readonly reason: (reason: Reason) => string
  readonly error: (code: ErrorCode) => string
  readonly moment: (at: number) => string
}

/** Why a stake was lost, in these words. */
export function lossIn(words: LossWords, { code, values }: LossReason): string {
  if (code === 'written-off-no-answer') return words.reason({ code, values: { since: words.moment(Number(values.since)) } })
  if (code !== 'reveal-refused') return words.reason({ code, values })
  const { problem = '', text = '' } = values
  const sentence = isErrorCode(problem) ? words.error(problem) : problem
  return words.reason({ code, values: { problem: text === '' ? sentence : `${sentence} (${text})` } })
}

/** Why a stake was lost, in English, for files, and with the terminal's word for a moment for terminals. */
export const lossText = (reason: LossReason, moment: LossWords['moment'] = (at) => new Date(at).toISOString()): string =>
  lossIn({ reason: reasonText, error: (code) => errorSentences[code], moment }, reason)
