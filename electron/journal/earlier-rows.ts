import { because } from '../../shared/errors/because.ts'
import type { LossCode } from '../../shared/errors/reason-codes.ts'
import type { LossReason } from '../../shared/errors/reasons.ts'

/** The sentences that version 2 of the journal kept where a code stands now. */
const sentences: Readonly<Record<string, LossCode>> = {
  'This account asserted, but the secret of that assertion is not in the journal: it was lost, or another program asserted.':
    'secret-missing',
  'Not revealed in time: the wallet was locked through the reveal window.': 'wallet-locked',
  'Not revealed in time: the console was not running or had no connection through the reveal window.': 'not-running',
  'Not revealed in time: the reveal was sent, but not mined within the reveal window.': 'not-mined',
  'Not revealed in time: the block to send it in had passed': 'reveal-too-late',
  'Written off by the operator: the Community did not know this bounty any more.': 'written-off-not-found',
  'Written off by the operator: the Community knew this bounty without this assertion.': 'written-off-not-in-it',
  'Written off by the operator: the side chain had begun anew, and the Community did not know this bounty any more.':
    'written-off-chain-anew',
}
const NO_ANSWER = /^Written off by the operator: the Community has not answered since (\S+Z)\.$/

/** A reason as it is kept now; a sentence of version 2 becomes its code, one that nobody knows is quoted. Anything else is left to the schema. */
export function lossFromText(kept: unknown): unknown {
  return typeof kept === 'string' ? toReason(kept) : kept
}

function toReason(text: string): LossReason {
  const code = Object.hasOwn(sentences, text) ? sentences[text] : undefined
  if (code) return because(code)
  const since = Date.parse(NO_ANSWER.exec(text)?.[1] ?? '')
  return Number.isNaN(since) ? because('told-before', { text }) : because('written-off-no-answer', { since: String(since) })
}

/** A row as JSON in the journal, of any version, in the shape of today. */
export function parseRow(json: string): unknown {
  const row: unknown = JSON.parse(json)
  return typeof row === 'object' && row !== null && 'lossReason' in row ? { ...row, lossReason: lossFromText(row.lossReason) } : row
}
