import type { z } from 'zod'
import type { Hash } from '../../shared/domain/identifiers.ts'
import type { ReceiptEvents, ReceiptOutcome, Receipts, SendOutcome } from './records.ts'
import { cleanText, failureText } from './text.ts'
import { type receiptEvents, sent } from './wire.ts'

/* What polyswarmd says about transactions, read: texts of its own, of the web framework, of geth (Python's repr of it) and of the contracts. */

const MAX_TEXT = 300

/** geth's words, new and old; the rest is a refusal. Python wraps them: `… tx HASH: {'code': -32000, 'message': 'nonce too low'}`. */
const REFUSALS: readonly (readonly [RegExp, Exclude<SendOutcome['kind'], 'sent' | 'refused' | 'unknown'>])[] = [
  [/already known|known transaction/i, 'already-known'],
  [/nonce too low/i, 'nonce-too-low'],
  [/underpriced/i, 'underpriced'],
  [/insufficient funds/i, 'insufficient-funds'],
]
/** The daemon refused before its node was asked, or geth did (its code for that). Anything else may hide a transaction that went out. */
const CERTAIN = /^Invalid transaction (sender|recipient)|while parsing transaction|'code': -32000\b/

/**
 * One outcome for each transaction of a POST. A list that does not have one entry for each says nothing certain about any of them.
 * @param listed the `result` or the `errors` of the answer
 */
export function toSendOutcomes(listed: unknown, count: number): readonly SendOutcome[] {
  const parsed = sent.safeParse(listed)
  if (!parsed.success || parsed.data.length !== count) return allUnknown(count, failureText(listed, MAX_TEXT))
  return parsed.data.map(toSendOutcome)
}

export const allUnknown = (count: number, text: string): readonly SendOutcome[] =>
  Array.from({ length: count }, () => ({ kind: 'unknown', text }))

function toSendOutcome({ is_error: isError, message }: z.output<typeof sent>[number]): SendOutcome {
  const text = cleanText(message, MAX_TEXT)
  if (!isError) return /^(0x)?[0-9a-fA-F]{64}$/.test(message) ? { kind: 'sent', hash: normalHash(message) } : { kind: 'unknown', text }
  const known = REFUSALS.find(([pattern]) => pattern.test(message))
  if (known) return { kind: known[1] }
  return CERTAIN.test(message) ? { kind: 'refused', text: reason(text) } : { kind: 'unknown', text }
}

/** geth's own words out of Python's wrapping. */
const reason = (text: string): string => /'message': ["'](.+?)["']\}?$/.exec(text)?.[1] ?? text

/**
 * What became of each hash. A hash that no error names has a good receipt; an error that names none of them leaves the others unknown.
 * @param value the `result`, or the `errors` object of a 400
 */
export function toReceipts(value: z.output<typeof receiptEvents>, hashes: readonly Hash[]): Receipts {
  const named = new Map<string, ReceiptOutcome>()
  let unattributed: string | null = null
  for (const error of value.errors) {
    const match = /^transaction (?:0x)?([0-9a-fA-F]{64}): ([\s\S]*)$/.exec(error)
    if (match?.[1] && match[2] !== undefined) named.set(normalHash(match[1]), toReceiptOutcome(match[2]))
    else unattributed = cleanText(error, MAX_TEXT)
  }
  const rest: ReceiptOutcome = unattributed === null ? { kind: 'mined' } : { kind: 'unknown', text: unattributed }
  const { errors: _, ...events } = value
  return {
    outcomes: hashes.map((hash) => ({ hash, outcome: named.get(normalHash(hash)) ?? rest })),
    events: toReceiptEvents(events),
  }
}

function toReceiptOutcome(text: string): ReceiptOutcome {
  if (/^timeout during wait for receipt/.test(text)) return { kind: 'timeout' }
  const failed = /^transaction failed at block (\d{1,15}), error: ([\s\S]*)$/.exec(text)
  if (failed) return { kind: 'failed', block: Number(failed[1]), text: cleanText(failed[2] ?? '', MAX_TEXT) }
  return { kind: 'unknown', text: cleanText(text, MAX_TEXT) }
}

function toReceiptEvents(events: Omit<z.output<typeof receiptEvents>, 'errors'>): ReceiptEvents {
  return {
    transfers: events.transfers,
    bounties: events.bounties,
    assertions: events.assertions.map(({ bounty_guid: bountyGuid, bid: bids, ...rest }) => ({ bountyGuid, bids, ...rest })),
    reveals: events.reveals.map(({ bounty_guid: bountyGuid, ...rest }) => ({ bountyGuid, ...rest })),
    votes: events.votes.map(({ bounty_guid: bountyGuid, ...rest }) => ({ bountyGuid, ...rest })),
  }
}

const normalHash = (text: string): Hash => (text.startsWith('0x') ? text : `0x${text}`).toLowerCase()
