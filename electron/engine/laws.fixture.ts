import { expect } from 'vitest'
import { commitmentOf } from '../transactions/commitment.ts'
import type { World } from './life.fixture.ts'
import { guidOf, ME, parameters } from './world.fixture.ts'

const notRevealed: readonly unknown[] = ['wallet-locked', 'not-running', 'not-mined', 'reveal-too-late', 'reveal-failed', 'reveal-refused']

export const mineOf = (world: World, i: number) => world.chain.bounties.get(guidOf(i))?.assertions.find(({ author }) => author === ME)
export const rowOf = (world: World, i: number) => world.journal.bounties.get(guidOf(i))?.row

/** Everything that must be true of a world in which all windows are over and nothing is in the way any more. */
export function expectLawsKept(world: World): void {
  for (const bounty of world.chain.everPosted.values()) {
    if (!world.chain.bounties.has(bounty.guid)) {
      expectDefinite(world, bounty.guid)
      continue
    }
    const mine = bounty.assertions.find(({ author }) => author === ME)
    const kept = world.journal.bounties.get(bounty.guid)
    const told = `${bounty.guid} ${kept?.row.state}`
    // Never two different commitments for one bounty.
    expect(world.journal.secrets.get(bounty.guid)?.size ?? 0, told).toBeLessThanOrEqual(1)
    if (!mine) {
      expect(kept?.row.bid ?? null, told).toBeNull()
      continue
    }
    // Nothing is sent that is not on disk.
    const secret = kept?.secret
    expect(secret && commitmentOf(ME, secret.nonce, secret.verdicts), told).toBe(mine.commitment)
    // Nothing owed is forgotten: settled, or lost with a reason.
    expect(kept?.open, told).toBe(false)
    const settled = bounty.settled.get(ME)
    if (settled === undefined) {
      expect(kept?.row.state, told).toBe('forfeited')
      expect(notRevealed, told).toContain(kept?.row.lossReason?.code)
      // Blocks are the clock: a reveal that could have been in time was.
      expect(world.healthyRevealBlocks.get(bounty.guid) ?? 0, told).toBeLessThan(5)
    } else {
      expect(['won', 'won-part', 'lost', 'returned'], told).toContain(kept?.row.state)
      expect(kept?.row.payout, told).toBe(settled)
    }
  }
}

/** Of a bounty that nobody knows any more: what was seen of it ended, whatever it was. */
function expectDefinite(world: World, guid: string): void {
  const kept = world.journal.bounties.get(guid)
  if (!kept) return
  const told = `${guid} ${kept.row.state}`
  expect(kept.open, told).toBe(false)
  if (kept.row.bid === null) expect(['skipped', 'not-answered'], told).toContain(kept.row.state)
  else expect(['won', 'won-part', 'lost', 'returned', 'forfeited', 'written-off'], told).toContain(kept.row.state)
  if (kept.row.state === 'written-off') expect(kept.row.lossReason?.code, told).toMatch(/^written-off-/)
  if (kept.row.state === 'forfeited') expect(notRevealed, told).toContain(kept.row.lossReason?.code)
}

/** What the engine counted is what the chain paid, as far as there is a chain that knows. */
export function expectTotalsKept(world: World): void {
  const mine = [...world.chain.everPosted.values()].flatMap((bounty) => {
    const assertion = bounty.assertions.find(({ author }) => author === ME)
    if (!assertion) return []
    const bids = assertion.bids.reduce((a, b) => a + b, 0n)
    if (world.chain.bounties.has(bounty.guid)) return [{ bids, payout: bounty.settled.get(ME) ?? 0n }]
    // Of what is gone nobody can tell but the journal.
    const row = world.journal.bounties.get(bounty.guid)?.row
    return row && row.bid !== null ? [{ bids: row.bid, payout: row.payout ?? 0n }] : []
  })
  const sum = (of: (one: (typeof mine)[number]) => bigint): bigint => mine.reduce((total, one) => total + of(one), 0n)
  const view = world.engine?.view
  if (!view) throw new Error('the engine runs when its totals are compared')
  const { total } = view
  expect(total.asserted).toBe(mine.length)
  expect(total.bids).toBe(sum(({ bids }) => bids))
  expect(total.fees).toBe(parameters.assertionFee * BigInt(mine.length))
  expect(total.payouts).toBe(sum(({ payout }) => payout))
  expect(total.net).toBe(total.payouts - total.bids - total.fees)
  expect(view.stake).toMatchObject({ atRisk: 0n, open: 0, owedReveals: 0, owedSettles: 0 })
  const ledger = [...world.journal.ledger.values()].reduce((net, { amount }) => net + amount, 0n)
  expect(ledger).toBe(total.net)
}

export function expectAllKept(world: World): void {
  expectLawsKept(world)
  expectTotalsKept(world)
}
