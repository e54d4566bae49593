import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { decideMaintain, type MaintainFacts, outlookNow } from './decide.ts'

const NCT = 10n ** 18n
const NOW = 1_800_000_000_000
const rule: MaintainRule = {
  on: true,
  minimum: 100n * NCT,
  refill: 50n * NCT,
  maximum: { above: 1_000n * NCT, target: 400n * NCT },
  confirmations: 20,
  daily: null,
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
  moved: [],
  now: NOW,
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

describe('the limit of a day', () => {
  const HOUR = 3_600_000
  const limited = { ...rule, daily: 120n * NCT }
  const moved = (...list: readonly [hoursAgo: number, amount: bigint][]) =>
    list.map(([hours, amount]) => ({ at: NOW - hours * HOUR, amount: amount * NCT }))

  it.each<[string, Partial<MaintainFacts>, object]>([
    ['lets through what just fits', { sideNct: 0n, moved: moved([1, 70n]) }, { do: 'deposit', amount: 50n * NCT }],
    [
      'makes it wait until enough of it is a day old',
      { sideNct: 0n, moved: moved([1, 30n], [20, 30n], [23, 30n]) },
      { do: 'wait', code: 'day-limit', amount: 50n * NCT, until: NOW + HOUR, left: 30n * NCT },
    ],
    [
      'waits for more than the oldest where that is too little',
      { sideNct: 0n, moved: moved([1, 100n], [20, 10n]) },
      { do: 'wait', code: 'day-limit', amount: 50n * NCT, until: NOW + 23 * HOUR, left: 10n * NCT },
    ],
    [
      'leaves nothing where it was lowered meanwhile',
      { sideNct: 0n, moved: moved([1, 100n], [20, 100n]) },
      { do: 'wait', code: 'day-limit', until: NOW + 23 * HOUR, left: 0n },
    ],
    ['counts nothing that is a day old', { sideNct: 0n, moved: moved([24, 120n]) }, { do: 'deposit', amount: 50n * NCT }],
    ['cuts a withdrawal to it', { sideNct: 2_000n * NCT, relayFee: NCT }, { do: 'withdrawal', amount: 120n * NCT }],
    ['sends no crumb that would only pay the relay', { sideNct: 2_000n * NCT, relayFee: 120n * NCT }, { do: 'wait', code: 'fee-too-high' }],
    [
      'counts deposits and withdrawals together',
      { sideNct: 2_000n * NCT, relayFee: NCT, moved: moved([2, 50n]) },
      { do: 'wait', code: 'day-limit', amount: 120n * NCT, until: NOW + 22 * HOUR },
    ],
    ['is nothing to one without it', { rule, sideNct: 0n, moved: moved([1, 9_999n]) }, { do: 'deposit', amount: 50n * NCT }],
  ])('%s', (_, over, decision) => {
    expect(decideMaintain(facts({ rule: limited, ...over }))).toMatchObject(decision)
  })

  it('is never exceeded in any 24 hours, and what waits may go when it said so', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 * HOUR }), { maxLength: 60 }), (gaps) => {
        const made: { at: number; amount: bigint }[] = []
        let now = NOW
        for (const gap of gaps) {
          now += gap
          const look = (at: number) => decideMaintain(facts({ rule: limited, sideNct: 0n, moved: made, now: at }))
          const decision = look(now)
          if (decision.do === 'wait') {
            expect(look(decision.until ?? 0).do).toBe('deposit')
            expect(look((decision.until ?? 0) - 1).do).toBe('wait')
          } else made.push({ at: now, amount: decision.amount })
          const day = made.filter(({ at }) => at > now - 24 * HOUR).reduce((sum, { amount }) => sum + amount, 0n)
          expect(day <= limited.daily).toBe(true)
        }
      }),
    )
  })
})

describe('what the limit of a day does to the goal of a rule', () => {
  const HOUR = 3_600_000
  /** Lets the rule go on alone, each move as soon as it may, until nothing is due. */
  const carriedOut = (over: Partial<MaintainFacts>) => {
    const start = facts(over)
    const moved = [...start.moved]
    let [balance, now, isHeld] = [start.sideNct ?? 0n, start.now, false]
    for (;;) {
      const decision = decideMaintain({ ...start, sideNct: balance, moved, now })
      if (decision.do === 'wait' && decision.code === 'enough') return { balance, now, isHeld }
      isHeld ||= decision.do === 'wait'
      if (decision.do === 'wait') now = decision.until ?? Number.NaN
      else {
        moved.push({ at: now, amount: decision.amount })
        balance += decision.do === 'deposit' ? decision.amount : -decision.amount
      }
    }
  }
  const amounts = (max: number) => fc.integer({ min: 1, max }).map(BigInt)
  const move = fc.record({ at: fc.integer({ min: NOW - 26 * HOUR, max: NOW }), amount: amounts(40) })

  it('is what comes of it', () => {
    const many = { relayFee: null, homeNct: 10n ** 9n, homeEth: 10n ** 30n, gas: null }
    fc.assert(
      fc.property(amounts(40), amounts(100), amounts(20), amounts(60), amounts(400), fc.array(move, { maxLength: 8 }), (...drawn) => {
        const [refill, more, band, deep, sideNct, moved] = drawn
        const minimum = 100n
        const target = minimum + band
        const above = target + refill + deep
        const limited = { ...rule, minimum, refill, maximum: { above, target }, daily: refill + more }
        const now = { ...many, rule: limited, sideNct, moved }
        const came = carriedOut(now)
        const outlook = outlookNow(facts(now))
        if (sideNct < minimum || (sideNct > above && came.balance === target))
          expect(outlook).toEqual(
            came.isHeld ? { is: 'delayed', goal: sideNct < minimum ? minimum : target, balance: came.balance, at: came.now } : null,
          )
        else if (sideNct > above) expect(outlook).toEqual({ is: 'short', goal: target, balance: came.balance, at: null })
        else {
          const next = carriedOut({ ...now, sideNct: above + 1n }).balance
          expect(outlook).toEqual(next === target ? null : { is: 'short', goal: target, balance: next, at: null })
        }
      }),
    )
  })

  it('is nothing without a limit or a balance, counts what is in flight as there, and is told however far off it is', () => {
    const limited = { ...rule, maximum: null, daily: 50n * NCT }
    const far = { rule: { ...limited, minimum: 10n ** 40n }, sideNct: 0n }
    expect(outlookNow(facts({ rule: { ...limited, daily: null }, sideNct: 0n }))).toBeNull()
    expect(outlookNow(facts({ rule: limited, sideNct: null }))).toBeNull()
    expect(outlookNow(facts({ rule: limited, sideNct: 0n }))).toMatchObject({ is: 'delayed', at: NOW + 24 * HOUR })
    expect(outlookNow(facts({ rule: limited, sideNct: 0n, inFlight: { deposit: 50n * NCT, withdrawal: null } }))).toBeNull()
    expect(new Date(outlookNow(facts(far))?.at ?? 0).getTime()).toBe(8_640_000_000_000_000)
  })
})
