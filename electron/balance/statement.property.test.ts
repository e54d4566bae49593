import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StatementModel, type World } from './statement-model.fixture.ts'

const worlds = (over: Partial<Record<keyof World, fc.Arbitrary<number>>> = {}): fc.Arbitrary<World> =>
  fc
    .record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      rate: over.rate ?? fc.constantFrom(0, 0.05, 0.3, 1, 5),
      blocks: fc.integer({ min: 60, max: 300 }),
      latestEvent: fc.constantFrom(1, 4, 20, 60),
      unknownBlock: over.unknownBlock ?? fc.constantFrom(0, 0.02, 0.2),
      transfers: fc.integer({ min: 0, max: 3 }),
      net: fc.constantFrom(1, 1, 100),
      foreign: over.foreign ?? fc.constantFrom(0, 0, 1, 3),
    })
    .map((world) => ({ ...world, unit: 10n ** 18n }))

const RUNS = { numRuns: 120 }

describe('readings of a balance that bids, payouts, a relay and strangers move', () => {
  it('never tell an arrival before it came, nor twice, nor with another amount; the ledger ends equal to the chain', () => {
    fc.assert(
      fc.property(worlds(), (world) => {
        const outcome = new StatementModel(world).run()
        expect(outcome.wrong).toEqual([])
        expect(outcome.ledger).toBe(outcome.chain)
      }),
      RUNS,
    )
  })

  it('tell every arrival, at the latest when all is quiet, and call nothing unexplained', () => {
    fc.assert(
      fc.property(worlds({ foreign: fc.constant(0) }), (world) => {
        const outcome = new StatementModel(world).run()
        expect(outcome.arrived).toBe(outcome.started)
        expect(outcome.unexplained).toBe(0n)
      }),
      RUNS,
    )
  })

  it('call exactly that unexplained which strangers moved, and still tell every arrival', () => {
    // Under a busy engine whose blocks are not known, minutes may pass without one clear reading: what comes together then, is told together.
    const clear = { rate: fc.constantFrom(0, 0.05, 0.3), unknownBlock: fc.constant(0), foreign: fc.constantFrom(1, 2, 4) }
    fc.assert(
      fc.property(worlds(clear), (world) => {
        const outcome = new StatementModel(world).run()
        expect(outcome.unexplained).toBe(outcome.foreignSum)
        expect(outcome.arrived).toBe(outcome.started)
      }),
      RUNS,
    )
  })

  it('find an arrival under a busy engine soon after its last event is known', () => {
    const delays: number[] = []
    for (let seed = 1; seed <= 10; seed++) {
      const world: World = {
        seed,
        rate: 3,
        blocks: 200,
        latestEvent: 20,
        unknownBlock: 0,
        transfers: 2,
        net: 100,
        foreign: 0,
        unit: 10n ** 18n,
      }
      delays.push(...new StatementModel(world).run().delays)
    }
    expect(delays.length).toBe(20)
    // Two readings of 4 s, one of them just missed, and events up to 20 blocks late.
    expect(delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]).toBeLessThanOrEqual(45)
  })
})
