import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { decideMaintain, type MaintainFacts } from './decide.ts'

const NCT = 10n ** 18n
const rule: MaintainRule = {
  on: true,
  minimum: 100n * NCT,
  refill: 50n * NCT,
  maximum: { above: 1_000n * NCT, target: 400n * NCT },
  confirmations: 20,
}
const facts = (over: Partial<MaintainFacts> = {}): MaintainFacts => ({
  rule,
  connected: true,
  unlocked: true,
  contracts: 'pinned',
  sideNct: 200n * NCT,
  sideLeaving: 0n,
  homeNct: 5_000n * NCT,
  homeEth: NCT,
  gas: { limit: 90_000n, price: 10n ** 9n },
  relayFee: 382n * NCT,
  inFlight: { deposit: null, withdrawal: null },
  ...over,
})
const waits = (over: Partial<MaintainFacts>) => decideMaintain(facts(over))

describe('what a rule wants done', () => {
  it.each<[string, Partial<MaintainFacts>, object]>([
    ['nothing when it is off', { rule: { ...rule, on: false }, sideNct: 0n }, { do: 'wait', code: 'off' }],
    ['nothing without a rule', { rule: null, sideNct: 0n }, { do: 'wait', code: 'off' }],
    ['nothing between its bounds', {}, { do: 'wait', code: 'enough', amount: 200n * NCT }],
    ['nothing exactly at the minimum', { sideNct: 100n * NCT }, { do: 'wait', code: 'enough' }],
    ['nothing exactly at the maximum', { sideNct: 1_000n * NCT }, { do: 'wait', code: 'enough' }],
    ['the refill, below the minimum', { sideNct: 100n * NCT - 1n }, { do: 'deposit', amount: 50n * NCT }],
    ['down to the target, above the maximum', { sideNct: 1_000n * NCT + 1n }, { do: 'withdrawal', amount: 600n * NCT + 1n }],
    ['no deposit for what is about to be staked', { sideNct: 100n * NCT, sideLeaving: 50n * NCT }, { do: 'wait', code: 'enough' }],
    [
      'no withdrawal of what is about to be staked',
      { sideNct: 1_040n * NCT, sideLeaving: 40n * NCT },
      { do: 'wait', code: 'enough', amount: 1_040n * NCT },
    ],
    ['down to the target when that is staked', { sideNct: 1_040n * NCT, sideLeaving: 30n * NCT }, { do: 'withdrawal', amount: 610n * NCT }],
    ['to wait for the accepted contracts', { contracts: 'changed', sideNct: 0n }, { do: 'wait', code: 'contracts-changed' }],
    ['to wait for the comparison', { contracts: 'nothing', sideNct: 0n }, { do: 'wait', code: 'contracts-not-compared' }],
    [
      'no deposit when withdrawals alone were compared',
      { contracts: 'withdrawals', sideNct: 0n },
      { do: 'wait', code: 'contracts-not-compared' },
    ],
    ['to wait for a connection', { connected: false, sideNct: 0n }, { do: 'wait', code: 'no-connection' }],
    ['to wait for a balance', { sideNct: null }, { do: 'wait', code: 'no-connection' }],
    ['to wait for the wallet', { unlocked: false, sideNct: 0n }, { do: 'wait', code: 'wallet-locked' }],
    ['to wait for NCT at home', { sideNct: 0n, homeNct: 50n * NCT - 1n }, { do: 'wait', code: 'home-nct-low', amount: 50n * NCT }],
    [
      'to wait for ETH at home',
      { sideNct: 0n, homeEth: 90_000n * 10n ** 9n - 1n },
      { do: 'wait', code: 'home-eth-low', amount: 90_000n * 10n ** 9n },
    ],
    ['no ETH where gas is free', { sideNct: 0n, homeEth: 0n, gas: { limit: 90_000n, price: 0n } }, { do: 'deposit' }],
    [
      'no withdrawal that the relay would keep',
      { sideNct: 1_001n * NCT, relayFee: 601n * NCT },
      { do: 'wait', code: 'fee-too-high', amount: 601n * NCT },
    ],
    [
      'to wait for what is in flight',
      { sideNct: 0n, inFlight: { deposit: 7n, withdrawal: null } },
      { do: 'wait', code: 'transfer-in-flight', amount: 7n },
    ],
  ])('is %s', (_, over, wanted) => {
    expect(waits(over)).toMatchObject(wanted)
  })

  it('is never a second transfer, never more than home holds, never a withdrawal that is deposited again', () => {
    const amount = fc.bigInt({ min: 0n, max: 2_000n * NCT })
    const nullable = fc.option(amount)
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        nullable,
        nullable,
        amount,
        fc.boolean(),
        (sideNct, leaving, homeNct, deposit, withdrawal, relayFee, unlocked) => {
          const sideLeaving = leaving / 10n
          const decision = waits({ sideNct, sideLeaving, homeNct, inFlight: { deposit, withdrawal }, relayFee, unlocked })
          if (decision.do === 'wait') return
          expect(deposit ?? withdrawal).toBeNull()
          expect(unlocked).toBe(true)
          if (decision.do === 'deposit') {
            expect(decision.amount <= homeNct && sideNct < rule.minimum).toBe(true)
            expect(sideNct + decision.amount <= (rule.maximum?.above ?? 0n)).toBe(true)
          } else {
            expect(decision.amount > relayFee && decision.amount <= sideNct).toBe(true)
            expect(sideNct - sideLeaving - decision.amount >= rule.minimum).toBe(true)
          }
        },
      ),
    )
  })
})
