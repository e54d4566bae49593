import type { Tuning } from './queue-parts.ts'

/** What a queue decides by whether it signs anything now. */
export interface SigningFacts {
  /** Signatures are being made, or cannot be: no gas terms, the owner's hold, no signer, no journal. */
  readonly barred: boolean
  /** 'failing': the last try failed and nothing got through since. */
  readonly connection: 'well' | 'failing' | 'held'
  /** The next free nonce is known. */
  readonly synced: boolean
  /** Signed and not handed over, and of these on the wire. */
  readonly outbox: number
  readonly posting: number
}

/** While nothing leaves, so many reveals are still signed ahead; everything else gets its nonce when it can go. */
const SIGNED_AHEAD = 50

/** What may be signed now: nothing, only what comes before everything else, or all of it. Pure. */
export function scopeOf({ barred, connection, synced, outbox, posting }: SigningFacts, { batch }: Pick<Tuning, 'batch'>) {
  if (barred) return 'nothing'
  // Until something got through again, what was signed is probe enough.
  const probing = connection === 'failing' && outbox + posting > 0
  const cut = probing || connection === 'held'
  if (cut && !synced) return 'nothing'
  if (outbox >= (cut ? SIGNED_AHEAD : 2 * batch)) return 'nothing'
  return cut ? 'most-urgent' : 'all'
}

/**
 * Milliseconds until what waits is signed, 0 for now: when a whole batch is there, or the first of it has waited long enough. Pure.
 * @param oldest since when the one waits that waits longest, ms
 */
export function untilSigned(oldest: number, count: number, now: number, { batch, gatherMs }: Pick<Tuning, 'batch' | 'gatherMs'>): number {
  return count >= batch ? 0 : Math.max(0, oldest + gatherMs - now)
}
