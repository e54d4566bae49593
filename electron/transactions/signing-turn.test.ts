import { describe, expect, it } from 'vitest'
import { type SigningFacts, scopeOf, untilSigned } from './signing-turn.ts'

const well: SigningFacts = { barred: false, connection: 'well', synced: true, outbox: 0, posting: 0 }
const tuning = { batch: 10, gatherMs: 100 }

describe('what may be signed', () => {
  it.each<[string, Partial<SigningFacts>, ReturnType<typeof scopeOf>]>([
    ['everything while all is well', {}, 'all'],
    ['everything before the nonce is known: it is asked for then', { synced: false }, 'all'],
    ['nothing while it is barred', { barred: true }, 'nothing'],
    ['everything until two batches wait to leave', { outbox: 19 }, 'all'],
    ['nothing beyond two batches', { outbox: 20 }, 'nothing'],
    ['what is most urgent without a connection', { connection: 'held', outbox: 20 }, 'most-urgent'],
    ['nothing without a connection when the nonce is not known', { connection: 'held', synced: false }, 'nothing'],
    ['nothing ahead of a connection beyond what is worth it', { connection: 'held', outbox: 50 }, 'nothing'],
    ['what is most urgent while something signed tries the connection', { connection: 'failing', posting: 1 }, 'most-urgent'],
    ['everything when nothing is there to try the connection with', { connection: 'failing' }, 'all'],
  ])('is %s', (_, over, scope) => {
    expect(scopeOf({ ...well, ...over }, tuning)).toBe(scope)
  })

  it('is signed when a batch is whole or its first has waited long enough', () => {
    expect(untilSigned(1_000, 10, 1_001, tuning)).toBe(0)
    expect(untilSigned(1_000, 9, 1_001, tuning)).toBe(99)
    expect(untilSigned(1_000, 1, 1_100, tuning)).toBe(0)
    expect(untilSigned(1_000, 1, 5_000, tuning)).toBe(0)
  })
})
