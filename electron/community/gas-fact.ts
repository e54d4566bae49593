import { z } from 'zod'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { GasTerms } from '../transactions/index.ts'

const NAME = 'side-gas'
const digits = z.string().regex(/^\d{1,30}$/)
const stored = z.object({ limit: digits, price: digits })

/** The side chain's gas terms, kept so that a reveal after a restart need not wait for the daemon to show its contracts again. */
export const gasFact = (community: CommunityId, { limit, price }: GasTerms): JournalOp => ({
  is: 'put-fact',
  community,
  name: NAME,
  value: JSON.stringify({ limit: limit.toString(), price: price.toString() }),
})

/** null when there is none, or not ours: then the terms are learned at the next connection. */
export function readGasFact(facts: Readonly<Record<string, string>>): GasTerms | null {
  try {
    const { limit, price } = stored.parse(JSON.parse(facts[NAME] ?? 'null'))
    return { limit: BigInt(limit), price: BigInt(price) }
  } catch {
    return null
  }
}
