import { describe, expect, it } from 'vitest'
import { type Transfer, transferStage } from '../../shared/domain/transfer.ts'
import { sampleCommunity, sampleTransfer } from '../../shared/state/samples.ts'
import { beginBounty } from '../engine/decide.ts'
import { factsUntil } from '../engine/play.fixture.ts'
import { recordOf } from '../engine/record.ts'
import { rowOf } from '../engine/row.ts'
import { at } from '../engine/world.fixture.ts'
import type { StoredBounty } from '../journal/port.ts'
import { assertIdle } from './idle.ts'

const { stake } = sampleCommunity('lima', 'Lima')
const transfer = sampleTransfer()

const busy = { code: 'community-busy' }
const OTHER = '0x0000000000000000000000000000000000000002'
const { bounty } = beginBounty({ ...factsUntil(1_020), author: OTHER }, at(1_001))
const kept = { row: rowOf(bounty, at(1_001)), record: recordOf(bounty) }
const journal = (accounts: readonly string[] = [], transfers: readonly Transfer[] = []) => ({
  openBounties: async (): Promise<StoredBounty[]> => accounts.map((account) => ({ account, ...kept, secret: null, sealed: true })),
  transfers: async () => transfers.map((each) => ({ transfer: each, record: '{}' })),
})

describe('a Community that may be left, or given another wallet or other contracts', () => {
  it('has no open assertion', async () => {
    await expect(assertIdle('lima', () => ({ stake, transfers: [] }), journal())).resolves.toBeUndefined()
    await expect(assertIdle('lima', () => ({ stake: { ...stake, open: 1 }, transfers: [] }), journal())).rejects.toMatchObject(busy)
  })

  it('has no transfer that left and has neither arrived nor failed nor been written off', async () => {
    for (const stage of transferStage.options) {
      const [inMemory, inJournal] = await Promise.allSettled([
        assertIdle('lima', () => ({ stake, transfers: [{ ...transfer, stage }] }), journal()),
        assertIdle('lima', () => null, journal([], [{ ...transfer, stage }])),
      ])
      const expected = ['signed', 'sent', 'mined', 'confirmed'].includes(stage) ? 'rejected' : 'fulfilled'
      expect([stage, inMemory.status, inJournal.status]).toEqual([stage, expected, expected])
    }
  })

  it('has none in the journal either, whether it could be opened or not', async () => {
    await expect(assertIdle('lima', () => null, journal([OTHER]))).rejects.toMatchObject(busy)
    await expect(assertIdle('lima', () => ({ stake, transfers: [] }), journal([OTHER]))).rejects.toMatchObject(busy)
    await expect(assertIdle('lima', () => null, { ...journal(), openBounties: () => Promise.reject(new Error('gone')) })).rejects.toThrow(
      'gone',
    )
  })

  it('has no record of an open assertion that cannot be read, which is said as what it is', async () => {
    const readable = { account: OTHER, ...kept, secret: null, sealed: true }
    const unreadable = { ...readable, record: '{"version":2}' }
    const leave = (stored: readonly StoredBounty[]) => assertIdle('lima', () => null, { ...journal(), openBounties: async () => stored })
    const expected = { ...busy, message: expect.stringMatching(/records of 1 open assertions cannot be read .* newer version/) }
    await expect(leave([unreadable])).rejects.toMatchObject(expected)
    await expect(leave([readable, unreadable])).rejects.toMatchObject({
      ...busy,
      message: expect.stringContaining('1 assertions are open'),
    })
  })

  it('may get the wallet back that its open assertions wait for, and no other', async () => {
    await expect(assertIdle('lima', () => null, journal([OTHER]), OTHER)).resolves.toBeUndefined()
    await expect(assertIdle('lima', () => null, journal([OTHER]), transfer.account)).rejects.toMatchObject(busy)
    await expect(assertIdle('lima', () => null, journal([], [transfer]), OTHER)).rejects.toMatchObject(busy)
  })
})
