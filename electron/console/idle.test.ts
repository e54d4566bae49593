import { describe, expect, it } from 'vitest'
import { type Transfer, transferStage } from '../../shared/domain/transfer.ts'
import { sampleCommunity } from '../../shared/state/samples.ts'
import type { StoredBounty } from '../journal/port.ts'
import { assertIdle } from './idle.ts'

const { stake } = sampleCommunity('lima', 'Lima')
const transfer: Transfer = {
  id: 'one',
  community: 'lima',
  account: '0x0000000000000000000000000000000000000001',
  direction: 'deposit',
  amount: 10n,
  fee: 1n,
  by: 'operator',
  stage: 'signed',
  hash: `0x${'1'.repeat(64)}`,
  signedAt: 0,
  sentAt: null,
  minedBlock: null,
  minedAt: null,
  confirmations: 0,
  confirmationsNeeded: 20,
  confirmedAt: null,
  arrivedAt: null,
  overdue: false,
  reason: null,
}

const busy = { code: 'community-busy' }
const OTHER = '0x0000000000000000000000000000000000000002'
const journal = (accounts: readonly string[] = [], transfers: readonly Transfer[] = []) => ({
  openBounties: async () => accounts.map((account) => ({ account }) as StoredBounty),
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

  it('may get the wallet back that its open assertions wait for, and no other', async () => {
    await expect(assertIdle('lima', () => null, journal([OTHER]), OTHER)).resolves.toBeUndefined()
    await expect(assertIdle('lima', () => null, journal([OTHER]), transfer.account)).rejects.toMatchObject(busy)
    await expect(assertIdle('lima', () => null, journal([], [transfer]), OTHER)).rejects.toMatchObject(busy)
  })
})
