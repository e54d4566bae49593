import { describe, expect, it } from 'vitest'
import { benchMaintain } from '../bench/maintain.ts'

describe('a maintain rule under an engine that is always wrong', () => {
  it('fills the balance on real chains, one deposit at a time, and the ledger explains all of it', async () => {
    const kept = await benchMaintain({ blocks: 100, blockMs: 150, bountyEvery: 3, voteWindow: 20 }, () => undefined)
    expect(kept).toMatchObject({ violations: 0, unexplained: 0, totalsEqualChains: true })
    expect(kept.lost).toBeGreaterThan(kept.won)
    expect(kept.deposits).toBeGreaterThan(0)
    expect(kept.arrivals).toBe(kept.deposits)
  })
})
