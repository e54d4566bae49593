import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../shared/domain/engine.ts'
import type { DaemonAssertion } from '../polyswarmd/index.ts'
import type { TransactionNews } from '../transactions/port.ts'
import type { BountyFacts, Judged } from './bounty-state.ts'
import { nextBlock } from './decide.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { BountyPlay, bountyTold, factsUntil, judgedAs, myAssertion, told } from './play.fixture.ts'
import { recordOf, restoreBounty } from './record.ts'
import { rowOf } from './row.ts'
import { AMBASSADOR, at, COMMITMENT, hashOf, ME, NCT, NONCE, parameters, RIVAL } from './world.fixture.ts'

/** Reveals are accepted in blocks 120 to 129, votes in 130 to 154. */
const facts = factsUntil(120)
const bad = judgedAs({ is: 'malicious', confidence: 1_000_000, family: 'Eicar Test File' })
const good = judgedAs({ is: 'benign', confidence: 500_000, family: '' })
const none = (reason: 'no-opinion' | 'failed' | 'timed-out') => judgedAs({ is: 'none', reason })

class Play extends BountyPlay {
  constructor(now = at(101), over: Partial<BountyFacts> = {}) {
    super({ ...facts, ...over }, now)
  }
  /** @returns what is done now */
  hear(input: Input, now: Now): readonly Effect['is'][] {
    return this.take(input, now)
      .map(({ is }) => is)
      .filter((is) => is !== 'line' && is !== 'save')
  }
  news(of: 'assert' | 'reveal' | 'settle', news: { readonly is: TransactionNews['is'] } & Readonly<Record<string, unknown>>, now: Now) {
    const filled = { key: of, hash: hashOf(of.length), nonce: 1, block: now.block, ...news } as unknown as TransactionNews
    return this.hear({ is: 'news', of, news: filled }, now)
  }
  judged(...all: Judged[]): this {
    this.hear({ is: 'listed', count: all.length }, at(101))
    all.forEach((one, index) => {
      this.hear({ is: 'judged', index, judged: one }, at(102))
    })
    return this
  }
  /** Up to a commitment on chain. */
  committed(): this {
    this.judged(bad, good)
    this.news('assert', { is: 'signed' }, at(102))
    this.hear(mine.assertion, at(104))
    return this
  }
  revealed(): this {
    this.committed().hear({ is: 'tick' }, at(119))
    this.hear(mine.reveal, at(121))
    return this
  }
}

const origin = (blockNumber: number, i: number) => ({ blockNumber, txhash: hashOf(i) })
const assertionOf = (author: string, index: number, commitment: bigint, block: number): Input => ({
  is: 'event',
  event: {
    kind: 'assertion',
    bountyGuid: facts.guid,
    author,
    index,
    mask: [true, true],
    bids: [NCT, NCT / 2n],
    commitment,
    ...origin(block, index),
  },
})
const revealOf = (author: string, index: number, verdicts: boolean[], block: number): Input => ({
  is: 'event',
  event: { kind: 'reveal', bountyGuid: facts.guid, author, index, nonce: NONCE, verdicts, metadata: [], ...origin(block, 10 + index) },
})
const voteOf = (voter: string, votes: boolean[], block: number): Input => ({
  is: 'event',
  event: { kind: 'vote', bountyGuid: facts.guid, voter, votes, ...origin(block, 20) },
})
const quorum: Input = { is: 'event', event: { kind: 'quorum', bountyGuid: facts.guid, ...origin(132, 30) } }
const settledFor = (payout: bigint): Input => ({
  is: 'event',
  event: { kind: 'settled_bounty', bountyGuid: facts.guid, settler: ME, payout, ...origin(134, 31) },
})
const mine = { assertion: assertionOf(ME, 0, COMMITMENT, 103), reveal: revealOf(ME, 0, [true, false], 120) }
const chainAssertion = (over: Partial<DaemonAssertion> = {}): DaemonAssertion =>
  myAssertion({ mask: [true, true], bids: [NCT, NCT / 2n], ...over })

describe('before anything is staked', () => {
  it('lists, judges each artifact within the budget of blocks, and bids', () => {
    const play = new Play()
    expect(play.effects.at(-1)).toEqual({ is: 'list', budgetMs: 15_000 })
    expect(play.hear({ is: 'listed', count: 2 }, at(103))).toEqual(['judge', 'judge'])
    expect(play.effects.at(-1)).toEqual({ is: 'judge', index: 1, budgetMs: 13_000 })
    play.hear({ is: 'judged', index: 1, judged: good }, at(104))
    expect(play.hear({ is: 'judged', index: 0, judged: bad }, at(104))).toEqual(['assert'])
    expect(play.effects.at(-1)).toEqual({ is: 'assert', notAfterBlock: 118 })
    expect(play.bounty.answer).toMatchObject({
      mask: [true, true],
      bids: [NCT, NCT / 16n + (NCT - NCT / 16n) / 2n],
      fee: parameters.assertionFee,
      commitment: COMMITMENT,
      secret: { nonce: NONCE, verdicts: [true, false] },
    })
    expect(JSON.parse(typeof play.bounty.answer?.secret === 'object' ? play.bounty.answer.secret.metadata : '')).toEqual([
      { malware_family: 'Eicar Test File', scanner: { version: '1.0.0' } },
      { malware_family: '', scanner: { version: '1.0.0' } },
    ])
  })

  it('leaves out of the mask what was not judged in time', () => {
    const play = new Play()
    play.hear({ is: 'listed', count: 3 }, at(101))
    play.hear({ is: 'judged', index: 1, judged: bad }, at(102))
    play.hear({ is: 'judged', index: 2, judged: none('failed') }, at(102))
    expect(play.hear({ is: 'tick' }, at(115))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(116))).toEqual(['stop-judging', 'assert'])
    expect(play.bounty.answer).toMatchObject({ mask: [false, true, false], bids: [NCT] })
    expect(play.hear({ is: 'judged', index: 0, judged: bad }, at(117))).toEqual([])
    expect(rowOf(play.bounty, at(117)).artifacts.map(({ verdict }) => verdict?.is === 'none' && verdict.reason)).toEqual([
      'timed-out',
      false,
      'failed',
    ])
  })

  it.each<[string, Partial<BountyFacts>, Partial<Now>, readonly Judged[], string]>([
    [
      'an artifact type that is not answered',
      { artifactType: 'url' },
      { settings: { ...defaultEngineSettings, artifactTypes: ['file'] } },
      [],
      'artifact-type',
    ],
    ['a bounty of my own', { author: ME.toLowerCase() }, {}, [], 'own-bounty'],
    ['a bounty that ends too soon', { expiration: 103 }, {}, [], 'too-late'],
    ['artifacts without an opinion', {}, {}, [none('no-opinion'), none('no-opinion')], 'no-opinion'],
    ['artifacts of which one failed and none has an opinion', {}, {}, [none('no-opinion'), none('failed')], 'scan-failed'],
    ['artifacts of which one took too long', {}, {}, [none('timed-out'), none('failed')], 'scan-timed-out'],
    ['an artifact that is too large', {}, {}, [judgedAs({ is: 'none', reason: 'failed' }, true)], 'too-large'],
  ])('skips %s', (_, over, now, verdicts, reason) => {
    const play = new Play(at(101, now), over)
    if (verdicts.length > 0) play.judged(...verdicts)
    expect(rowOf(play.bounty, at(102))).toMatchObject({ state: 'skipped', skipReason: reason, bid: null })
    expect(play.effects).toContainEqual({ is: 'save' })
    expect(play.hear({ is: 'tick' }, at(110))).toEqual([])
  })

  it('skips a bounty whose list cannot be had', () => {
    const play = new Play()
    play.hear({ is: 'unlisted', why: 'failed' }, at(102))
    expect(rowOf(play.bounty, at(102))).toMatchObject({ state: 'skipped', skipReason: 'scan-failed' })
  })

  it('skips a bounty that was not even listed in time', () => {
    const play = new Play()
    expect(play.hear({ is: 'tick' }, at(116))).toEqual(['stop-judging'])
    expect(rowOf(play.bounty, at(116))).toMatchObject({ state: 'skipped', skipReason: 'scan-timed-out' })
  })

  it('keeps one bounty under its limit, and leaves it when not even one bid fits', () => {
    const limits = { ...defaultEngineSettings.limits, perBounty: NCT }
    const play = new Play(at(101))
    play.hear({ is: 'listed', count: 2 }, at(101))
    play.hear({ is: 'judged', index: 0, judged: bad }, at(102))
    play.hear({ is: 'judged', index: 1, judged: bad }, at(102, { settings: { ...defaultEngineSettings, limits } }))
    expect(play.bounty.answer?.bids).toEqual([NCT / 2n, NCT / 2n])
    const small = new Play(at(101))
    small.hear({ is: 'listed', count: 1 }, at(101))
    small.hear(
      { is: 'judged', index: 0, judged: bad },
      at(102, { settings: { ...defaultEngineSettings, limits: { ...limits, perBounty: 1n } } }),
    )
    expect(rowOf(small.bounty, at(102))).toMatchObject({ state: 'skipped', skipReason: 'bounty-limit' })
  })

  it.each([
    [{ day: NCT / 2n }, 'day-limit', NCT],
    [{ atOnce: NCT / 2n }, 'at-once-limit', NCT],
    [{ balance: NCT }, 'balance', NCT + parameters.assertionFee],
  ] as const)('stakes nothing beyond %o, waits, and bids when there is room again', (left, by, needed) => {
    const budget = { day: null, atOnce: null, balance: null, ...left }
    const play = new Play(at(101))
    play.hear({ is: 'listed', count: 1 }, at(101))
    expect(play.hear({ is: 'judged', index: 0, judged: bad }, at(102, { budget }))).toEqual(['limit'])
    expect(play.effects.at(-1)).toEqual({ is: 'limit', by, needed })
    expect(play.state(at(102))).toBe('not-answered')
    expect(play.hear({ is: 'tick' }, at(103))).toEqual(['assert'])
  })

  it('does not answer while nobody wants it to, takes it up in time, and gives it up when it is too late', () => {
    const off = { answering: false }
    const play = new Play(at(101, off))
    expect(play.state(at(101))).toBe('not-answered')
    expect(play.hear({ is: 'tick' }, at(105))).toEqual(['list'])
    const late = new Play(at(101, off))
    expect(late.hear({ is: 'tick' }, at(118, off))).toEqual([])
    expect(late.bounty.work.is).toBe('idle')
    late.hear({ is: 'tick' }, at(119, off))
    expect(late.bounty.work).toEqual({ is: 'dropped', drop: { is: 'not-answered' } })
  })

  it('holds a scanned bounty while there is no connection', () => {
    const away = { answering: false, connected: false }
    const play = new Play(at(101))
    play.hear({ is: 'listed', count: 1 }, at(101))
    expect(play.hear({ is: 'judged', index: 0, judged: bad }, at(102, away))).toEqual([])
    expect(play.state(at(103, away))).toBe('scanned-held')
    expect(play.hear({ is: 'tick' }, at(110))).toEqual(['assert'])
  })
})

describe('an assertion on its way', () => {
  it.each([
    ['expired', { is: 'expired' }, 'too-late'],
    ['refused', { is: 'refused', problem: { code: 'limit-reached', detail: null, retry: false } }, 'assertion-refused'],
    ['reverted, too late', { is: 'failed', text: 'Bounty inactive' }, 'too-late'],
    ['reverted', { is: 'failed', text: 'Bid not between min & max' }, 'assertion-refused'],
  ] as const)('%s: nothing is staked', (_, news, reason) => {
    const play = new Play().judged(bad, good)
    play.news('assert', { is: 'signed' }, at(102))
    play.news('assert', news, at(104))
    expect(rowOf(play.bounty, at(104))).toMatchObject({ state: 'skipped', skipReason: reason, bid: null })
    // And if the chain says otherwise after all, the stake and its secret are there.
    play.hear(mine.assertion, at(105))
    expect(play.state(at(105))).toBe('committed')
    expect(play.hear({ is: 'tick' }, at(119))).toEqual(['reveal'])
  })

  it('asks the chain when the answer is lost ("Sender has already asserted"), and carries on from what is true', () => {
    const play = new Play().judged(bad, good)
    play.news('assert', { is: 'signed' }, at(102))
    expect(play.news('assert', { is: 'failed', text: 'execution reverted: Sender has already asserted' }, at(104))).toEqual(['ask'])
    expect(play.state(at(104))).toBe('unknown')
    expect(play.hear(told(104, [chainAssertion()]), at(105))).toEqual(['ledger', 'ledger'])
    expect(play.bounty.answer).toMatchObject({ onChain: true, index: 0 })
  })

  it('is unknown while it is not seen, and asked after at the end of its window, not before', () => {
    const play = new Play().judged(bad, good)
    play.news('assert', { is: 'signed' }, at(102))
    expect(play.hear({ is: 'tick' }, at(110))).toEqual([])
    play.news('assert', { is: 'not-seen' }, at(111))
    expect(play.state(at(111))).toBe('unknown')
    expect(play.hear({ is: 'tick' }, at(119))).toEqual(['ask'])
    expect(play.hear({ is: 'untold' }, at(119))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(122))).toEqual(['ask'])
    // Not there, but asked before the last block for assertions was seen: it may still come.
    play.hear(told(119, []), at(122))
    expect(play.bounty.work.is).toBe('staked')
    play.hear({ is: 'tick' }, at(125))
    play.hear(told(125, []), at(125))
    expect(rowOf(play.bounty, at(125))).toMatchObject({ state: 'skipped', skipReason: 'assertion-refused' })
  })

  it('learns its index from the chain when only the receipt told that it was mined', () => {
    const play = new Play().judged(bad, good)
    play.news('assert', { is: 'mined' }, at(104))
    expect(play.hear({ is: 'tick' }, at(106))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(107))).toEqual(['ask'])
    play.hear(told(107, [chainAssertion({ author: RIVAL, commitment: 1n }), chainAssertion({ index: 1 })]), at(107))
    expect(play.bounty.answer).toMatchObject({ index: 1, assertBlock: 104 })
  })
})

describe('a reveal', () => {
  it('is sent in the block before the expiration, to be mined at the expiration, and not earlier', () => {
    const play = new Play().committed()
    expect(play.hear({ is: 'tick' }, at(118))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(119))).toEqual(['reveal'])
    expect(play.effects.at(-1)).toMatchObject({
      is: 'reveal',
      index: 0,
      secret: { nonce: NONCE, verdicts: [true, false] },
      notAfterBlock: 129,
    })
    expect(play.hear({ is: 'tick' }, at(120))).toEqual([])
  })

  it.each([
    ['refused by the daemon', { is: 'refused', problem: { code: 'refused-by-daemon', detail: 'no', retry: false } }],
    ['expired', { is: 'expired' }],
    ['reverted too early', { is: 'failed', text: 'Bounty not in reveal window', block: 119 }],
    ['reverted for whatever reason', { is: 'failed', text: 'out of gas' }],
  ] as const)('that was %s is sent again while the window is open', (_, news) => {
    const play = new Play().committed()
    play.hear({ is: 'tick' }, at(119))
    play.news('reveal', news, at(120))
    play.hear({ is: 'tick' }, at(121))
    expect(play.effects.filter((effect) => effect.is === 'reveal')).toHaveLength(2)
  })

  it('waits a block longer when the block before the expiration is only estimated', () => {
    const play = new Play().committed()
    expect(play.hear({ is: 'tick' }, at(119, { seenBlock: 112 }))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(120, { seenBlock: 113 }))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(121, { seenBlock: 114 }))).toEqual(['reveal'])
  })

  it('that came too early because the clock ran ahead is sent again when the window is seen to be open, whatever the clock says', () => {
    const play = new Play().committed()
    play.hear({ is: 'tick' }, at(125, { seenBlock: 117 }))
    play.news('reveal', { is: 'failed', text: 'Bounty not in reveal window', block: 118 }, at(127, { seenBlock: 118 }))
    expect(play.effects.filter((effect) => effect.is === 'reveal')).toHaveLength(1)
    expect(play.hear({ is: 'tick' }, at(128, { seenBlock: 119 }))).toContain('reveal')
  })

  it('is tried for as long as it may be in time, even when the clock says that it is over', () => {
    const play = new Play().committed()
    expect(play.hear({ is: 'tick' }, at(135, { seenBlock: 127 }))).toContain('reveal')
    const late = new Play().committed()
    expect(late.hear({ is: 'tick' }, at(135, { seenBlock: 129 }))).not.toContain('reveal')
  })

  it('that somebody says is done already is asked after, and true', () => {
    const play = new Play().committed()
    play.hear({ is: 'tick' }, at(119))
    expect(play.news('reveal', { is: 'failed', text: 'Bounty already revealed' }, at(121))).toEqual(['ask'])
    play.hear(told(121, [chainAssertion({ reveal: { nonce: NONCE, verdicts: [true, false], metadata: [] } })]), at(122))
    expect(play.state(at(122))).toBe('revealed')
    expect(play.hear({ is: 'tick' }, at(123))).toEqual([])
  })

  it('with a wrong index looks for the right one', () => {
    const play = new Play().committed()
    play.hear({ is: 'tick' }, at(119))
    expect(play.news('reveal', { is: 'failed', text: 'Incorrect assertion author' }, at(121))).toEqual(['ask'])
    expect(play.hear(told(121, [chainAssertion({ index: 4 })]), at(122))).toEqual(['reveal'])
    expect(play.effects.at(-1)).toMatchObject({ index: 4 })
  })

  it('counts as lost only when the chain says so after the last block in which it was possible', () => {
    const play = new Play().committed()
    play.hear({ is: 'tick' }, at(119))
    play.news('reveal', { is: 'sent' }, at(119))
    expect(play.hear({ is: 'tick' }, at(130))).toEqual(['ask'])
    expect(play.state(at(130))).toBe('unknown')
    play.hear(told(129, [chainAssertion()]), at(131))
    expect(play.bounty.forfeitedAt).toBeNull()
    play.hear({ is: 'tick' }, at(135))
    expect(play.hear(told(135, [chainAssertion()]), at(135))).toEqual(['forfeited'])
    expect(rowOf(play.bounty, at(135))).toMatchObject({ state: 'forfeited', lossReason: { code: 'not-mined' } })
  })
})

describe('the settlement', () => {
  it('is owed as soon as there is a quorum', () => {
    const play = new Play().revealed()
    expect(play.state(at(131))).toBe('waiting')
    expect(play.hear(quorum, at(133))).toEqual(['settle'])
  })

  it('is owed at the end of the vote window without one', () => {
    const play = new Play().revealed()
    const half = 120 + 10 + 13
    expect(play.hear({ is: 'tick' }, at(half - 1))).toEqual([])
    // Its event may be lost: asked once.
    expect(play.hear({ is: 'tick' }, at(half))).toEqual(['ask'])
    expect(play.hear({ is: 'told', told: { seenBlock: half, votes: [], bounty: bountyTold() } }, at(half))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(153))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(154))).toEqual(['settle'])
  })

  it('is tried for ever, ever more patiently', () => {
    const play = new Play().revealed()
    play.hear(quorum, at(133))
    let block = 133
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      play.news('settle', { is: 'signed' }, at(block))
      play.news('settle', { is: 'failed', text: 'out of gas' }, at(block))
      const from = block
      while (!play.hear({ is: 'tick' }, at(++block)).includes('settle'));
      waits.push(block - from)
    }
    expect(waits).toEqual([3, 5, 9, 17, 33, 61, 61, 61, 61, 61, 61, 61])
  })

  it('that another signature brought about is found again, and its payout by the rule', () => {
    const play = new Play().revealed()
    play.hear(voteOf(RIVAL, [true, false], 131), at(132))
    play.hear(quorum, at(133))
    expect(play.news('settle', { is: 'failed', text: 'Sender already settled' }, at(135))).toEqual(['ask'])
    const reveal = { nonce: NONCE, verdicts: [true, false], metadata: [] }
    const all = [chainAssertion({ reveal }), chainAssertion({ author: RIVAL, index: 1, commitment: 1n })]
    for (const block of [136, 140])
      play.hear(
        { is: 'told', told: { seenBlock: block, assertions: all, votes: [{ voter: RIVAL, votes: [true, false], validBloom: true }] } },
        at(block + 3),
      )
    play.hear({ is: 'tick' }, at(170))
    // Two artifacts, on both the rival's unrevealed bid is lost to me: own bids, its bids, and the bounty.
    expect(rowOf(play.bounty, at(170))).toMatchObject({ state: 'won', payout: NCT + NCT / 2n + NCT + NCT / 2n + 4n * NCT })
  })

  it('whose event was lost is asked for by its receipt', () => {
    const play = new Play().revealed()
    play.hear(voteOf(RIVAL, [true, false], 131), at(132))
    play.hear(quorum, at(133))
    play.news('settle', { is: 'mined' }, at(135))
    expect(play.hear({ is: 'tick' }, at(137))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(139))).toEqual(['ask-payout'])
    expect(play.hear({ is: 'untold' }, at(140))).toEqual([])
    expect(play.hear({ is: 'tick' }, at(144))).toEqual(['ask-payout'])
    expect(play.hear({ is: 'paid', payout: NCT + NCT / 2n + 4n * NCT }, at(145))).toEqual(['ledger'])
    expect(play.bounty.end).toMatchObject({ is: 'won', explained: true })
  })

  it('whose receipt does not say what it paid is not reckoned from what events alone told', () => {
    const play = new Play().revealed()
    play.hear(voteOf(RIVAL, [true, false], 131), at(132))
    play.hear(quorum, at(133))
    play.news('settle', { is: 'mined' }, at(135))
    for (const block of [139, 150]) {
      expect(play.hear({ is: 'tick' }, at(block))).toEqual(['ask-payout'])
      play.hear({ is: 'paid', payout: null }, at(block + 1))
    }
    // Neither all assertions nor all votes were ever read, and nobody knows it any more.
    for (let block = 160; block < 400; block++) {
      play.hear({ is: 'tick' }, at(block))
      if (play.bounty.asked.pending) play.hear({ is: 'not-known' }, at(block))
    }
    expect(play.bounty.end).not.toBeNull()
    expect(rowOf(play.bounty, at(400)).payout).toBeNull()
  })

  it('is not reckoned as paid back while a quorum says that there are votes', () => {
    const play = new Play().revealed()
    play.hear(quorum, at(133))
    play.news('settle', { is: 'failed', text: 'Sender already settled' }, at(135))
    const reveal = { nonce: NONCE, verdicts: [true, false], metadata: [] }
    const all = [chainAssertion({ reveal }), chainAssertion({ author: RIVAL, index: 1, commitment: 1n })]
    for (const block of [136, 140, 144]) play.hear({ is: 'told', told: { seenBlock: block, assertions: all, votes: [] } }, at(block + 3))
    for (let block = 150; block < 300; block++) {
      play.hear({ is: 'tick' }, at(block))
      if (play.bounty.asked.pending) play.hear({ is: 'told', told: { seenBlock: 148, assertions: all, votes: [] } }, at(block))
    }
    expect(play.bounty.end).not.toBeNull()
    expect(rowOf(play.bounty, at(300)).payout).toBeNull()
  })

  it.each([
    ['won', [true, false], NCT + NCT / 2n + 4n * NCT],
    ['won-part', [true, true], NCT + 2n * NCT],
    ['lost', [false, true], 0n],
  ] as const)('is %s when the arbiters say %j', (end, truth, payout) => {
    const play = new Play().revealed()
    play.hear(voteOf(RIVAL, [...truth], 131), at(132))
    play.hear(quorum, at(133))
    play.hear(settledFor(payout), at(135))
    expect(play.bounty.end).toMatchObject({ is: end, explained: true })
    expect(rowOf(play.bounty, at(135))).toMatchObject({ payout, settleBlock: 134, quorumBlock: 132 })
  })

  it('asks why, when what it paid is not what the rule gives for what was seen', () => {
    const play = new Play().revealed()
    play.hear(quorum, at(133))
    expect(play.hear(settledFor(NCT), at(135))).toEqual(['ledger'])
    expect(play.hear({ is: 'tick' }, at(139))).toEqual(['ask'])
  })
})

describe('facts', () => {
  const winning = NCT + NCT / 2n + (NCT + NCT / 2n) + 4n * NCT
  const history: readonly Input[] = [
    assertionOf(RIVAL, 1, 5n, 104),
    revealOf(RIVAL, 1, [false, true], 121),
    mine.assertion,
    mine.reveal,
    voteOf(AMBASSADOR, [true, false], 131),
    voteOf(RIVAL, [true, false], 132),
    quorum,
    settledFor(winning),
  ]

  it('make the same end in whatever order and however often they come', () => {
    // A rival's reveal says nothing without its assertion, so that pair is asked for afterwards, like any gap.
    fc.assert(
      fc.property(fc.shuffledSubarray([...history, ...history, ...history], { minLength: 24 }), (shuffled) => {
        const play = new Play().judged(bad, good)
        play.news('assert', { is: 'signed' }, at(102))
        for (const input of shuffled) play.hear(input, at(136))
        for (let block = 137; block < 160; block++) {
          play.hear({ is: 'tick' }, at(block))
          const all = [
            chainAssertion({ reveal: { nonce: NONCE, verdicts: [true, false], metadata: [] } }),
            chainAssertion({ author: RIVAL, index: 1, commitment: 5n, reveal: { nonce: 1n, verdicts: [false, true], metadata: [] } }),
          ]
          if (play.bounty.asked.pending) play.hear({ is: 'told', told: { seenBlock: block, assertions: all, votes: [] } }, at(block))
        }
        const row = rowOf(play.bounty, at(160))
        expect(row).toMatchObject({ state: 'won', payout: winning, assertBlock: 103, quorumBlock: 132, settleBlock: 134 })
        expect(play.bounty.end?.explained).toBe(true)
        expect(play.effects.filter(({ is }) => is === 'ledger')).toHaveLength(3)
        expect(play.effects.filter(({ is }) => is === 'assert')).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
  })

  it('survive being written and read at any moment, without nonce or verdict in the clear', () => {
    const play = new Play().judged(bad, good)
    play.news('assert', { is: 'signed' }, at(102))
    for (const input of history) {
      play.hear(input, at(133))
      const record = recordOf(play.bounty)
      const secret = play.bounty.answer && typeof play.bounty.answer.secret === 'object' ? play.bounty.answer.secret : null
      expect(record).not.toContain('secret')
      if (!play.bounty.answer?.revealed) expect(record).not.toMatch(/"verdicts":\[true,false\]/)
      const row = rowOf(play.bounty, at(133))
      const back = restoreBounty({ account: ME, row, record, secret, sealed: false })
      expect(rowOf(back, at(133))).toEqual({ ...row, state: rowOf(back, at(133)).state })
      expect(recordOf(back)).toBe(record)
    }
  })

  it('that are known already change nothing', () => {
    const play = new Play().revealed()
    for (const input of history) play.hear(input, at(136))
    const before = play.bounty
    for (const input of history) play.hear(input, at(136))
    expect(play.bounty).toBe(before)
  })
})

describe('the next look at a bounty', () => {
  it('comes with every block in which time alone may change something', () => {
    const play = new Play()
    expect(nextBlock(play.bounty, 101)).toBe(116)
    play.committed()
    expect(nextBlock(play.bounty, 118)).toBe(119)
    const over = new Play(at(101), { expiration: 102 })
    expect(nextBlock(over.bounty, 200)).toBeNull()
  })
})
