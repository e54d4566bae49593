import { describe, expect, it } from 'vitest'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { sampleRow } from '../../../shared/state/samples.ts'
import {
  blocksLeft,
  blocksToReveal,
  compareRows,
  groupOf,
  isMineOrOpen,
  isRevealOwed,
  netOf,
  noVerdictYet,
  rightCount,
  roundParts,
  stateLook,
  verdictCount,
} from './model.ts'

const nct = 10n ** 18n
const row = (over: Partial<BountyRow>) =>
  sampleRow('00000000-0000-4000-8000-000000000001', { postedBlock: 100, expiration: 120, revealWindow: 10, voteWindow: 100, ...over })
const mine = (over: Partial<BountyRow>) => row({ bid: nct, assertionFee: nct / 32n, ...over })
const NOW = 1_000_000

describe('the group of a bounty', () => {
  it('is the window that runs', () => {
    expect([110, 125, 180].map((block) => groupOf(mine({ state: 'committed' }), block, NOW))).toEqual(['assert', 'reveal', 'vote'])
  })
  it.each(['revealing', 'reveal-owed'] as const)('is the reveal window for what is %s, from the block before it opens', (state) => {
    const owed = mine({ state, assertBlock: 105 })
    expect(groupOf(owed, 119, NOW)).toBe('reveal')
    expect(blocksLeft(owed, 119)).toBe(10)
    expect(roundParts(owed, 119).map(({ state, progress }) => [state, progress])).toEqual([
      ['past', 0.95],
      ['now', 0],
      ['to-come', 0],
    ])
  })
  it('is the vote for a reveal that is held beyond its window, while its own deadline stays that of the window', () => {
    const held = mine({ state: 'reveal-held' })
    expect([129, 130, 152].map((block) => groupOf(held, block, NOW))).toEqual(['reveal', 'vote', 'vote'])
    expect([119, 129, 130, 152].map((block) => blocksToReveal(held, block))).toEqual([10, 0, -1, -23])
    expect(blocksToReveal(held, null)).toBeNull()
  })
  it('stays the vote when its windows are over and my stake is not settled', () => {
    expect(groupOf(mine({ state: 'settle-owed' }), 999, NOW)).toBe('vote')
    expect(groupOf(row({ state: 'skipped' }), 999, NOW)).toBe('ended')
  })
  it('is the last minute until it is over', () => {
    expect(groupOf(mine({ state: 'won', settledAt: NOW - 59_000 }), 999, NOW)).toBe('settled')
    expect(groupOf(mine({ state: 'won', settledAt: NOW - 61_000 }), 999, NOW)).toBe('ended')
  })
  it.each([
    ['committed', {}, 'assert'],
    ['reveal-held', {}, 'reveal'],
    ['revealed', { revealBlock: 121 }, 'reveal'],
    ['revealed', { revealBlock: 121, quorumBlock: 133 }, 'vote'],
    ['waiting', {}, 'vote'],
    ['settling', {}, 'vote'],
    ['settle-owed', {}, 'vote'],
  ] as const)('is what is known of the row itself while no block is: %s %j', (state, over, group) => {
    const known = mine({ state, assertBlock: 105, ...over })
    expect(groupOf(known, null, NOW)).toBe(group)
    expect(roundParts(known, null).findIndex((part) => part.state === 'now')).toBe(['assert', 'reveal', 'vote'].indexOf(group))
    expect(blocksLeft(known, null)).toBeNull()
  })
})

describe('mine and open', () => {
  it('holds what can still be asserted on, and my stakes until a minute after their end', () => {
    expect(isMineOrOpen(row({ state: 'scanning' }), 110, NOW)).toBe(true)
    expect(isMineOrOpen(row({ state: 'skipped' }), 125, NOW)).toBe(false)
    expect(isMineOrOpen(mine({ state: 'waiting' }), 180, NOW)).toBe(true)
    expect(isMineOrOpen(mine({ state: 'lost', settledAt: NOW - 61_000 }), 180, NOW)).toBe(false)
  })
})

describe('a reveal', () => {
  it('stands out when it is not sent as it should be, and not while it is being sent', () => {
    expect(isRevealOwed(mine({ state: 'reveal-owed' }))).toBe(true)
    expect(isRevealOwed(mine({ state: 'revealing' }))).toBe(false)
    expect(stateLook.revealing.tone).not.toBe('stake')
  })
})

describe('the order of rows', () => {
  const order = (rows: readonly BountyRow[], block: number) => rows.toSorted((a, b) => compareRows(a, b, block)).map(({ guid }) => guid)
  const named = (guid: string, over: Partial<BountyRow>) => ({ ...mine(over), guid })

  it('puts what must be revealed first, what closes soonest on top', () => {
    const rows = [
      named('revealed', { state: 'revealed', expiration: 118 }),
      named('late', { state: 'reveal-owed', expiration: 119 }),
      named('soon', { state: 'reveal-sent', expiration: 116 }),
    ]
    expect(order(rows, 121)).toEqual(['soon', 'late', 'revealed'])
  })
  it('puts the newest settlement on top', () => {
    const rows = [named('old', { state: 'won', settleBlock: 10 }), named('new', { state: 'returned', settleBlock: 20 })]
    expect(order(rows, 999)).toEqual(['new', 'old'])
  })
  it('puts losses before what was won, and what was never revealed before what was wrong', () => {
    const rows = [
      named('won', { state: 'won', settleBlock: 40 }),
      named('wrong', { state: 'lost', settleBlock: 30 }),
      named('forfeited', { state: 'forfeited', settleBlock: 10 }),
      named('written off', { state: 'written-off', settleBlock: 20 }),
    ]
    expect(order(rows, 999)).toEqual(['written off', 'forfeited', 'wrong', 'won'])
  })
})

describe('what a bounty brought', () => {
  it('is payout less bid and fee, to the base unit', () => {
    expect(netOf(mine({ state: 'won', payout: 2n * nct + 1n }))).toBe(nct + 1n - nct / 32n)
    expect(netOf(mine({ state: 'forfeited', payout: 0n }))).toBe(-nct - nct / 32n)
  })
  it('is not known before it is settled', () => expect(netOf(mine({ state: 'waiting' }))).toBeNull())
})

describe('the bar', () => {
  it('has one part running', () => {
    expect(roundParts(mine({ assertBlock: 105, state: 'committed' }), 110).map(({ state }) => state)).toEqual(['now', 'to-come', 'to-come'])
    const [assert] = roundParts(mine({ assertBlock: 105 }), 110)
    expect(assert).toMatchObject({ progress: 0.5, tick: 0.25 })
  })
  it('ends at the quorum', () => {
    const vote = roundParts(mine({ state: 'won', quorumBlock: 155, settleBlock: 160 }), 400)[2]
    expect(vote).toMatchObject({ state: 'past', quorum: 0.25 })
  })
  it('shows nothing as running before any block was seen', () => {
    expect(roundParts(mine({}), null)[0]).toMatchObject({ state: 'now', progress: 0 })
    expect(blocksLeft(mine({}), null)).toBeNull()
  })
})

describe('verdicts on several artifacts', () => {
  const artifact = (malicious: boolean | null, truth: boolean | null) => ({
    name: 'a',
    size: 1,
    mimetype: null,
    sha256: null,
    bid: nct,
    truth,
    verdict: malicious === null ? null : ({ is: malicious ? 'malicious' : 'benign', confidence: 900_000, family: '' } as const),
  })
  it('are counted once all are known', () => {
    expect(verdictCount(row({ artifacts: [artifact(true, null), artifact(false, null)] }))).toEqual({ malicious: 1, benign: 1, none: 0 })
    expect(verdictCount(row({ artifacts: [artifact(true, null), artifact(null, null)] }))).toBeNull()
  })
  it('are right where the arbiters agree', () => {
    expect(rightCount(row({ artifacts: [artifact(true, true), artifact(false, true)] }))).toEqual({ right: 1, of: 2 })
    expect(rightCount(row({ artifacts: [artifact(true, null)] }))).toBeNull()
  })
})

describe('an opinion of mine that is not there', () => {
  it.each([
    ['scanning', 110, 'stopped', 'notYet'],
    ['not-answered', 110, 'running', 'notYet'],
    ['not-answered', 110, 'stopped', 'stopped'],
    ['not-answered', 119, 'locked', 'locked'],
    ['not-answered', 120, 'running', 'none'],
    ['not-answered', 120, 'stopped', 'none'],
    ['not-answered', 110, null, 'notYet'],
    ['not-answered', null, 'paused', 'paused'],
    ['skipped', 110, 'running', 'none'],
    ['skipped', 999, 'stopped', 'none'],
    ['committed', 110, 'running', 'none'],
  ] as const)('of a bounty that is %s at block %s while the engine is %s: %s', (state, block, engine, why) => {
    expect(noVerdictYet(row({ state }), block, engine)).toBe(why)
  })
})
