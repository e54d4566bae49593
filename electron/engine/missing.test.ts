import { describe, expect, it } from 'vitest'
import type { BountyFacts } from './bounty-state.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { isMissing, mayWriteOff } from './missing.ts'
import { BountyPlay, factsUntil, judgedAs, myAssertion, told } from './play.fixture.ts'
import { recordOf, restoreBounty } from './record.ts'
import { rowOf } from './row.ts'
import type { SilenceNow } from './silence.ts'
import { at, COMMITMENT, hashOf, ME, NCT, NONCE, parameters, RIVAL } from './world.fixture.ts'

/** Reveals are accepted in blocks 1,020 to 1,029, votes in 1,030 to 1,054; from 1,074 on something is overdue. */
const facts = factsUntil(1_020)
const judged = judgedAs({ is: 'malicious', confidence: 1_000_000, family: '' })
const origin = (blockNumber: number) => ({ bountyGuid: facts.guid, blockNumber, txhash: hashOf(blockNumber) })
const asserted: Input = {
  is: 'event',
  event: { kind: 'assertion', author: ME, index: 0, mask: [true], bids: [NCT], commitment: COMMITMENT, ...origin(1_003) },
}
const revealed: Input = {
  is: 'event',
  event: { kind: 'reveal', author: ME, index: 0, nonce: NONCE, verdicts: [true], metadata: [], ...origin(1_020) },
}
const settled: Input = { is: 'event', event: { kind: 'settled_bounty', settler: ME, payout: 0n, ...origin(1_900) } }
const settledUnseen: Input = { is: 'news', of: 'settle', news: { is: 'mined', key: 'settle', hash: hashOf(8), block: 1_039 } }
const quorum: Input = { is: 'event', event: { kind: 'quorum', ...origin(1_032) } }
const rivalAlone = (seenBlock: number): Input => told(seenBlock, [myAssertion({ author: RIVAL, commitment: 5n })])
const notKnown: Input = { is: 'not-known' }
const COST = NCT + parameters.assertionFee

class Play extends BountyPlay {
  constructor(over: Partial<BountyFacts> = {}) {
    super({ ...facts, ...over }, at(1_001))
    this.hear({ is: 'listed', count: 1 }, at(1_001))
    this.hear({ is: 'judged', index: 0, judged }, at(1_002))
    const signed = { is: 'signed', key: 'assert', hash: hashOf(7), nonce: 1 } as const
    this.hear({ is: 'news', of: 'assert', news: signed }, at(1_002))
  }
  hear(input: Input, now: Now): this {
    this.take(input, now)
    return this
  }
  committed(): this {
    return this.hear(asserted, at(1_004))
  }
  revealed(): this {
    return this.committed().hear(revealed, at(1_021))
  }
  /** Ticks, and answers every question alike, in each block for so many of them. @returns the blocks in which it was asked */
  ask(answer: (block: number) => Input, from: number, blocks: number): number[] {
    const asked: number[] = []
    for (let block = from; block < from + blocks; block++) {
      this.hear({ is: 'tick' }, at(block))
      if (!this.bounty.asked.pending) continue
      asked.push(block)
      this.hear(answer(block), at(block))
    }
    return asked
  }
  count(is: Effect['is'], code?: string): number {
    return this.effects.filter((effect) => effect.is === is && (effect.is !== 'line' || effect.code === code)).length
  }
}

describe('an assertion that the daemon does not know any more', () => {
  it.each([
    ['revealed, of a bounty not found', () => new Play().revealed(), () => notKnown, 'not-found'],
    ['revealed, of a bounty known without it', () => new Play().revealed(), rivalAlone, 'not-in-it'],
    ['not revealed', () => new Play().committed(), () => notKnown, 'not-found'],
    ['never seen on chain', () => new Play(), () => notKnown, 'not-found'],
  ] as const)('%s: is missing after ten minutes of such answers when its windows are long over', (_, play, answer, reason) => {
    const one = play()
    one.ask(answer, 1_074, 590)
    expect(isMissing(one.bounty)).toBe(false)
    const saved = one.count('save')
    one.ask(answer, 1_664, 300)
    expect(isMissing(one.bounty)).toBe(true)
    expect(one.bounty.missing).toMatchObject({ reason, recognizedAt: expect.any(Number) })
    expect(one.state(at(1_964))).toBe('missing')
    expect(one.count('save')).toBe(saved + 1)
    // Told once.
    one.ask(answer, 1_964, 2_000)
    expect(one.count('line', 'assertion-missing')).toBe(1)
  })

  it.each([
    ['revealed', () => new Play().revealed()],
    ['not revealed', () => new Play().committed()],
    ['never seen on chain', () => new Play()],
  ])('is asked after ever more patiently, and for ever: one that was %s', (_, begin) => {
    const asked = begin().ask(() => notKnown, 1_074, 3_000)
    const waits = asked.map((block, i) => block - (asked[i - 1] ?? block)).slice(1)
    expect(waits.slice(-5)).toEqual([256, 256, 256, 256, 256])
    expect(asked.length).toBeLessThan(25)
  })

  it('is not missing while its windows are open or just over, however often it is not found', () => {
    const play = new Play().committed()
    play.ask(() => notKnown, 1_005, 68)
    for (let i = 0; i < 9; i++) play.hear(notKnown, at(1_073, { at: 9_000_000 }))
    play.hear({ is: 'tick' }, at(1_073, { at: 9_000_000 }))
    expect(isMissing(play.bounty)).toBe(false)
    expect(play.count('reveal')).toBeGreaterThan(0)
  })

  it('is not missing by silence, nor when one answer in between knows it', () => {
    const silent = new Play().revealed()
    silent.ask(() => ({ is: 'untold' }), 1_074, 3_000)
    expect(silent.bounty.missing).toBeNull()
    const known = new Play().revealed()
    known.ask(() => notKnown, 1_074, 500)
    known.hear(told(1_574, [myAssertion({ reveal: { nonce: NONCE, verdicts: [true], metadata: [] } })]), at(1_574))
    expect(known.bounty.missing).toBeNull()
    known.ask(() => notKnown, 1_575, 500)
    expect(isMissing(known.bounty)).toBe(false)
  })

  it('is missing on a chain that was begun anew, whose block is far below', () => {
    const play = new Play().committed()
    const anew = play.ask(() => notKnown, 5, 800)
    expect(anew.length).toBeGreaterThan(3)
    expect(play.bounty.missing).toMatchObject({ reason: 'chain-anew' })
    expect(play.state(at(805))).toBe('missing')
    // A node that merely lags is no new chain.
    expect(new Play().committed().ask(() => notKnown, 910, 90)).toEqual([])
  })

  it('is settled no more while it is missing, and at once when it is known again', () => {
    const play = new Play().revealed().hear(quorum, at(1_033))
    const failed = { is: 'failed', key: 'settle', hash: hashOf(8), nonce: 2, block: 1_034, text: 'Bounty not initialized' } as const
    play.hear({ is: 'news', of: 'settle', news: failed }, at(1_034))
    play.ask(() => notKnown, 1_074, 800)
    const before = play.count('settle')
    play.hear({ is: 'news', of: 'settle', news: failed }, at(1_900)).ask(() => notKnown, 1_901, 500)
    expect(play.count('settle')).toBe(before)
    play.hear(told(2_500, [myAssertion({ reveal: { nonce: NONCE, verdicts: [true], metadata: [] } })]), at(2_500))
    expect(play.count('settle')).toBe(before + 1)
    expect(play.count('line', 'assertion-back')).toBe(1)
  })

  it('is still revealed while its window is open, in case only the answer is wrong', () => {
    const play = new Play().committed()
    play.ask(() => notKnown, 5, 800)
    expect(isMissing(play.bounty)).toBe(true)
    play.hear({ is: 'tick' }, at(1_021))
    expect(play.count('reveal')).toBe(1)
  })

  it('that was lost unrevealed already stays lost, and is over', () => {
    const play = new Play().committed()
    play.hear(told(1_030, [myAssertion()]), at(1_030))
    expect(play.bounty.forfeitedAt).not.toBeNull()
    play.ask(() => notKnown, 1_060, 900)
    expect(play.bounty.end).toMatchObject({ is: 'forfeited' })
    expect(play.count('line', 'assertion-missing')).toBe(0)
    expect(play.count('forfeited')).toBe(1)
  })

  it('that was settled is over, with what it paid', () => {
    const play = new Play().revealed().hear(quorum, at(1_033)).hear(settled, at(1_901))
    play.ask(() => notKnown, 1_902, 60)
    expect(play.bounty.end).toMatchObject({ is: 'lost', explained: false })
    expect(rowOf(play.bounty, at(1_970))).toMatchObject({ payout: 0n })
  })
})

describe('an assertion of a Community that answers nothing', () => {
  /** The last votes are counted in block 1,054, twenty later nobody doubts it. */
  const silent = (over: Partial<SilenceNow> = {}): Now =>
    at(1_021, { connected: false, silence: { since: 5_000, isLong: true, block: 1_021, passed: 54, ...over } })

  it.each([
    ['revealed', () => new Play().revealed()],
    ['not revealed', () => new Play().committed()],
    ['never seen on chain', () => new Play()],
    ['settled, by what nobody knows', () => new Play().revealed().hear(settledUnseen, at(1_040))],
  ] as const)('%s: is missing when its windows are certainly over, and not before', (_, play) => {
    const one = play()
    one.hear({ is: 'tick' }, silent({ passed: 53 })).hear({ is: 'write-off' }, silent({ passed: 53 }))
    one.hear({ is: 'tick' }, silent({ isLong: false }))
    expect(isMissing(one.bounty)).toBe(false)
    one.hear({ is: 'tick' }, silent())
    expect(one.bounty.missing).toEqual({ reason: 'no-answer', since: 5_000, times: 0, recognizedAt: 1_021_000 })
    expect(mayWriteOff(one.bounty)).toBe(true)
    expect(one.state(silent())).toBe('missing')
    expect(one.hear({ is: 'tick' }, silent()).count('line', 'assertion-missing')).toBe(1)
  })

  it('is not given up by a word that comes when the silence is over', () => {
    const play = new Play().revealed().hear({ is: 'tick' }, silent()).hear({ is: 'write-off' }, at(1_022))
    expect(play.bounty).toMatchObject({ missing: null, end: null })
    expect(play.count('line', 'assertion-written-off')).toBe(0)
  })

  it('is missing for another reason when the first answer does not know it', () => {
    const play = new Play().revealed().hear({ is: 'tick' }, silent()).hear(notKnown, at(1_080))
    expect(play.bounty.missing).toEqual({ reason: 'not-found', since: 1_080_000, times: 1, recognizedAt: null })
  })

  it('that was lost unrevealed already stays lost, and is over', () => {
    const play = new Play()
      .committed()
      .hear(told(1_030, [myAssertion()]), at(1_030))
      .hear({ is: 'tick' }, silent())
    expect(play.bounty.end).toMatchObject({ is: 'forfeited' })
    expect(play.count('line', 'assertion-missing')).toBe(0)
  })

  it('that was settled for a known sum is over with it, explained or not', () => {
    const play = new Play().revealed().hear(quorum, at(1_033)).hear(settled, at(1_040)).hear({ is: 'tick' }, silent())
    expect(play.bounty.end).toMatchObject({ is: 'lost', explained: false })
  })

  it('and was settled unseen is written off with its payout unknown, and takes it when it is told', () => {
    const play = new Play().revealed().hear(settledUnseen, at(1_040)).hear({ is: 'tick' }, silent()).hear({ is: 'write-off' }, silent())
    expect(rowOf(play.bounty, silent())).toMatchObject({
      state: 'written-off',
      payout: null,
      lossReason: { code: 'written-off-no-answer', values: { since: '5000' } },
    })
    play.hear(told(2_000, [myAssertion({ reveal: { nonce: NONCE, verdicts: [true], metadata: [] } })]), at(2_000))
    play.hear({ is: 'tick' }, at(2_100)).hear({ is: 'paid', payout: 3n * NCT }, at(2_100))
    expect(play.effects).toContainEqual(expect.objectContaining({ is: 'ledger', kind: 'payout', amount: 3n * NCT }))
  })
})

describe('a write-off', () => {
  const missing = (play = new Play().revealed()) => {
    play.ask(() => notKnown, 1_074, 900)
    return play
  }

  it.each([
    ['still in its windows', () => new Play().committed()],
    ['not found only just now', () => new Play().revealed().hear({ is: 'tick' }, at(1_080)).hear(notKnown, at(1_080))],
    ['over', () => missing().hear({ is: 'write-off' }, at(2_000))],
  ])('changes nothing of an assertion that is %s', (_, play) => {
    const one = play()
    const { bounty, effects } = one
    expect(mayWriteOff(bounty)).toBe(false)
    const count = effects.length
    one.hear({ is: 'write-off' }, at(2_001))
    expect(one.bounty.end).toEqual(bounty.end)
    expect(one.effects.slice(count).filter(({ is }) => is === 'line')).toEqual([])
  })

  it('ends it as a loss with its reason; nothing more is booked', () => {
    const play = missing()
    const booked = play.count('ledger')
    expect(mayWriteOff(play.bounty)).toBe(true)
    play.hear({ is: 'write-off' }, at(2_000))
    expect(rowOf(play.bounty, at(2_000))).toMatchObject({
      state: 'written-off',
      bid: NCT,
      payout: null,
      settledAt: 2_000_000,
      lossReason: { code: 'written-off-not-found' },
    })
    expect(play.count('ledger')).toBe(booked)
    expect(play.effects).toContainEqual({ is: 'line', code: 'assertion-written-off', amount: -COST })
    expect(play.effects.at(-1)).toEqual({ is: 'save' })
  })

  it('of one that was never seen on chain ends it as not answered: nothing is known to be spent', () => {
    const play = missing(new Play()).hear({ is: 'write-off' }, at(2_000))
    expect(rowOf(play.bounty, at(2_000))).toMatchObject({ state: 'skipped', skipReason: 'assertion-refused', bid: null })
    expect(play.count('ledger')).toBe(0)
    // And when the chain has it after all, it is mine with its secret.
    play.hear(told(2_100, [myAssertion()]), at(2_100, { block: 1_021, seenBlock: 1_021 }))
    expect(play.count('ledger')).toBe(2)
    expect(play.count('reveal')).toBe(1)
  })

  it('is taken back when the daemon knows it again: a reveal in time is made, a settlement is taken', () => {
    const back = missing(new Play().committed()).hear({ is: 'write-off' }, at(2_000))
    // The daemon had been asking another chain: its own stands in the reveal window.
    back.hear(told(1_021, [myAssertion()]), at(1_021))
    expect(back.bounty).toMatchObject({ end: null, missing: null })
    expect(back.count('reveal')).toBe(1)
    const paid = missing().hear({ is: 'write-off' }, at(2_000)).hear(settled, at(2_100))
    expect(paid.bounty.end).toBeNull()
    paid.ask(() => notKnown, 2_101, 60)
    expect(paid.bounty.end?.is).toBe('lost')
    expect(paid.effects).toContainEqual(expect.objectContaining({ is: 'ledger', kind: 'payout', amount: 0n }))
  })

  it('and what made it possible survive being written and read', () => {
    for (const play of [missing(), missing().hear({ is: 'write-off' }, at(2_000))]) {
      const row = rowOf(play.bounty, at(2_000))
      const record = recordOf(play.bounty)
      const back = restoreBounty({ account: ME, row, record, secret: null, sealed: true })
      expect(rowOf(back, at(2_000))).toEqual(row)
      expect(recordOf(back)).toBe(record)
      const { missing: _, ...old } = JSON.parse(record) as Record<string, unknown>
      expect(restoreBounty({ account: ME, row, record: JSON.stringify(old), secret: null, sealed: true }).missing).toBeNull()
    }
  })
})
