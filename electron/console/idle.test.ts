import { describe, expect, it } from 'vitest'
import { type Transfer, transferStage } from '../../shared/domain/transfer.ts'
import { sampleCommunity } from '../../shared/state/samples.ts'
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

describe('a Community that may be left, or given another wallet or other contracts', () => {
  it('has no open assertion', () => {
    expect(() => assertIdle({ stake, transfers: [] })).not.toThrow()
    expect(() => assertIdle({ stake: { ...stake, open: 1 }, transfers: [] })).toThrow(expect.objectContaining({ code: 'community-busy' }))
  })

  it('has no transfer that left and has neither arrived nor failed nor been written off', () => {
    const refused = transferStage.options.filter((stage) => {
      try {
        assertIdle({ stake, transfers: [{ ...transfer, stage }] })
        return false
      } catch {
        return true
      }
    })
    expect(refused).toEqual(['signed', 'sent', 'mined', 'confirmed'])
  })
})
