import type { Parameters } from '../../../shared/domain/community.ts'

/** What a Community asks of everybody, and how fast its blocks come. */
export interface Terms {
  readonly name: string
  readonly parameters: Parameters
  readonly blockTimeMs: number | null
  readonly relayFeeHome: bigint | null
}

/** A consequence for the operator, for the catalogue to say. */
export type Meaning =
  | {
      readonly is: 'reveal'
      readonly blocks: number
      readonly blockTimeMs: number
      readonly against: { readonly name: string; readonly ms: number } | null
    }
  | { readonly is: 'revealBlocks'; readonly blocks: number }
  | { readonly is: 'bidsHigher'; readonly tenths: number; readonly limit: bigint }
  | { readonly is: 'bidsLimit'; readonly maximum: bigint; readonly limit: bigint }
  | { readonly is: 'feeHigher'; readonly fee: bigint; readonly tenths: number; readonly name: string }
  | { readonly is: 'relay'; readonly fee: bigint }

/** `a` as a multiple of `b`, in tenths, rounded down; null when `b` is nothing. */
// biome-ignore lint/plugin: a ratio of two amounts.
const tenthsOf = (a: bigint, b: bigint): number | null => (b === 0n ? null : Number((a * 10n) / b))

/**
 * What the parameters of a Community mean for the operator, against another one they know.
 * @param limit what the operator lets the engine bid on one bounty, base units; null = no limit
 */
export function meaningsOf(terms: Terms, other: Terms | null, limit: bigint | null): readonly Meaning[] {
  return [revealMeaning(terms, other), ...bidMeaning(terms, other, limit), ...feeMeaning(terms, other), ...relayMeaning(terms, other)]
}

function revealMeaning({ parameters, blockTimeMs }: Terms, other: Terms | null): Meaning {
  const blocks = parameters.revealWindow
  if (blockTimeMs === null) return { is: 'revealBlocks', blocks }
  const against =
    other === null || other.blockTimeMs === null ? null : { name: other.name, ms: other.parameters.revealWindow * other.blockTimeMs }
  return { is: 'reveal', blocks, blockTimeMs, against: against !== null && sameSecond(against.ms, blocks * blockTimeMs) ? null : against }
}

const sameSecond = (a: number, b: number): boolean => Math.round(a / 1000) === Math.round(b / 1000)

function bidMeaning({ parameters }: Terms, other: Terms | null, limit: bigint | null): readonly Meaning[] {
  if (limit === null) return []
  const tenths = other === null ? null : tenthsOf(parameters.bidMaximum, other.parameters.bidMaximum)
  if (tenths !== null && tenths > 10) return [{ is: 'bidsHigher', tenths, limit }]
  return other === null ? [{ is: 'bidsLimit', maximum: parameters.bidMaximum, limit }] : []
}

function feeMeaning({ parameters }: Terms, other: Terms | null): readonly Meaning[] {
  const tenths = other === null ? null : tenthsOf(parameters.assertionFee, other.parameters.assertionFee)
  return other !== null && tenths !== null && tenths > 20
    ? [{ is: 'feeHigher', fee: parameters.assertionFee, tenths, name: other.name }]
    : []
}

const relayMeaning = ({ relayFeeHome }: Terms, other: Terms | null): readonly Meaning[] =>
  relayFeeHome !== null && relayFeeHome > 0n && other === null ? [{ is: 'relay', fee: relayFeeHome }] : []
