import { describe, expect, it } from 'vitest'
import { shownBalances } from './view.ts'

const NCT = 10n ** 18n
const read = { homeNct: { value: 9n * NCT, at: 7 }, homeEth: { value: 1n, at: 7 }, sideNct: { value: 100n * NCT, at: 7 } }

describe('the balances of a Community', () => {
  it.each([
    ['the ledger, which may be a block ahead of the reading', { home: 8n * NCT, side: 97n * NCT }, 0n, 8n, 97n],
    ['the ledger less what is signed and not seen', { home: 9n * NCT, side: 100n * NCT }, 3n * NCT, 9n, 97n],
    ['the reading until there is a ledger, less what is signed', { home: null, side: null }, 3n * NCT, 9n, 97n],
    ['nothing less than nothing', { home: null, side: NCT }, 3n * NCT, 9n, 0n],
  ])('are those of %s', (_, held, reserved, home, side) => {
    expect(shownBalances(read, held, reserved)).toEqual({
      homeNct: { value: home * NCT, at: 7 },
      homeEth: { value: 1n, at: 7 },
      sideNct: { value: side * NCT, at: 7 },
    })
  })
  it('are unknown until they were read', () => {
    const unread = { homeNct: null, homeEth: null, sideNct: null }
    expect(shownBalances(unread, { home: NCT, side: NCT }, 0n)).toEqual(unread)
  })
})
