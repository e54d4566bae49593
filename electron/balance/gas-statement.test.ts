import { describe, expect, it } from 'vitest'
import { type GasSpender, GasStatement } from './gas-statement.ts'
import type { Reading } from './statement.ts'

const GWEI = 10n ** 9n
const start = 10n ** 18n
const at = (value: bigint, seconds: number): Reading => ({
  value,
  askedAt: seconds * 1_000,
  at: seconds * 1_000 + 100,
  lo: seconds,
  hi: seconds + 5,
})
const deposit = (over: Partial<GasSpender> = {}): GasSpender => ({ id: 'd', limit: 90_000n, price: 3n * GWEI, doneAt: 5_000, ...over })

function opened(): GasStatement {
  const statement = new GasStatement(null, false)
  expect(statement.read(at(start, 1), [])).toMatchObject([{ is: 'opening', amount: start }])
  return statement
}

describe('what a transaction burnt', () => {
  const cost = 51_234n * 3n * GWEI

  it('is what is missing after it, once two readings agree', () => {
    const statement = opened()
    expect(statement.read(at(start - cost, 6), [deposit()])).toEqual([])
    expect(statement.read(at(start - cost, 10), [deposit()])).toMatchObject([{ is: 'gas', ids: ['d'], cost }])
    expect(statement.read(at(start - cost, 14), [])).toEqual([])
    expect(statement.balance).toBe(start - cost)
  })

  it('is waited for while the transaction is on its way or was just over', () => {
    const statement = opened()
    for (const second of [2, 3, 4]) expect(statement.read(at(start - cost, second), [deposit({ doneAt: null })])).toEqual([])
    expect(statement.read(at(start - cost, 5), [deposit({ doneAt: 5_500 })])).toEqual([])
    expect(statement.read(at(start - cost, 6), [deposit({ doneAt: 5_500 })])).toMatchObject([{ is: 'gas', cost }])
  })

  it.each([
    ['more than its limit allows', 90_001n * 3n * GWEI],
    ['less than any transaction takes', 20_999n * 3n * GWEI],
    ['no multiple of its price', cost + 1n],
  ])('is not %s: that is unexplained', (_, missing) => {
    const statement = opened()
    const found = [6, 10, 14, 18].flatMap((second) => statement.read(at(start - missing, second), [deposit()]))
    expect(found).toMatchObject([{ is: 'unexplained', amount: -missing }])
  })

  it('comes after ETH that somebody sent, which is unexplained and changes nothing else', () => {
    const statement = opened()
    const found = [2, 6, 10, 14].flatMap((second) => statement.read(at(start + 5n, second), []))
    expect(found).toMatchObject([{ is: 'unexplained', amount: 5n }])
    const later = [16, 20].flatMap((second) => statement.read(at(start + 5n - cost, second), [deposit({ doneAt: 15_000 })]))
    expect(later).toMatchObject([{ is: 'gas', cost }])
  })

  it('is told together for two that were over between two readings', () => {
    const statement = opened()
    const two = [deposit(), deposit({ id: 'e' })]
    const found = [6, 10].flatMap((second) => statement.read(at(start - 2n * cost, second), two))
    expect(found).toMatchObject([{ is: 'gas', ids: ['d', 'e'], cost: 2n * cost }])
  })
})
