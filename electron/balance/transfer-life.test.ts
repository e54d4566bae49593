import { describe, expect, it } from 'vitest'
import { countedTransfer, minedTransfer, signedTransfer } from './transfer-life.ts'

const signed = signedTransfer({
  id: 'one',
  community: 'lima',
  account: `0x${'a1'.repeat(20)}`,
  direction: 'deposit',
  amount: 5n,
  fee: 0n,
  by: 'operator',
  hash: `0x${'b2'.repeat(32)}`,
  confirmationsNeeded: 3,
  at: 1_000,
  gas: { limit: 1n, price: 1n },
  signedBlock: 10,
})

describe('a transfer that is known to be mined before any block was seen', () => {
  it('is counted from the first block that is seen, never sooner, and is confirmed like any other', () => {
    const mined = minedTransfer(signed, null, 2_000)
    expect(countedTransfer(mined, null, 3_000)).toBe(mined)
    const placed = countedTransfer(mined, 500, 4_000)
    expect(placed.transfer).toMatchObject({ stage: 'mined', minedBlock: 500, confirmations: 0, overdue: false })
    expect(countedTransfer(placed, 502, 5_000).transfer).toMatchObject({ stage: 'mined', confirmations: 2 })
    expect(countedTransfer(placed, 503, 6_000).transfer).toMatchObject({ stage: 'confirmed', confirmedAt: 6_000, overdue: false })
    expect(countedTransfer(placed, 560, 7_000).transfer).toMatchObject({ stage: 'confirmed', overdue: true })
  })
})
