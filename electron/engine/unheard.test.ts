import { describe, expect, it } from 'vitest'
import { blankAnswer } from './answering.ts'
import type { Answer, Bounty } from './bounty-state.ts'
import { decide } from './decide.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { BountyPlay, bountyTold, factsUntil, myAssertion, told } from './play.fixture.ts'
import { EVERYTHING, NOTHING, unheardQuestion } from './unheard.ts'
import { AMBASSADOR, at, COMMITMENT } from './world.fixture.ts'

/** Reveals are accepted in blocks 120 to 129, votes in 130 to 154. */
const fresh = new BountyPlay(factsUntil(120), at(101)).bounty
const secret = { nonce: 1n, verdicts: [true], metadata: '' }
const staked = (over: Partial<Answer> = {}): Bounty => ({
  ...fresh,
  work: { is: 'staked' },
  answer: { ...blankAnswer, mask: [true], bids: [1n], commitment: COMMITMENT, secret, onChain: true, index: 0, ...over },
  unheard: EVERYTHING,
})

/** What is asked of the daemon after each input. */
function questions(bounty: Bounty, ...inputs: readonly (readonly [Input, Now])[]): readonly (Effect | undefined)[] {
  let now = bounty
  return inputs.map(([input, moment]) => {
    const decision = decide(now, input, moment)
    now = decision.bounty
    return decision.effects.find(({ is }) => is === 'ask')
  })
}
const tick = (block: number, over: Partial<Now> = {}) => [{ is: 'tick' } as const, at(block, over)] as const
const asks = (assertions: boolean, votes: boolean, isUrgent = false) => ({
  is: 'ask',
  gap: 0,
  question: { assertions, votes, bounty: votes, urgent: isUrgent ? { until: 130, givenUp: false, times: 0 } : null },
})

describe('what may have gone by unheard', () => {
  it.each([
    ['the place of an assertion that was not seen', staked({ onChain: false, index: null }), 105, asks(true, false, true)],
    ['nothing of one that is there, before its window', staked(), 105, undefined],
    ['whether it was revealed, in its window', staked(), 121, asks(true, false, true)],
    ['nothing of one that is revealed, before there are votes', staked({ revealed: true }), 121, undefined],
    ['votes and quorum of one that is revealed', staked({ revealed: true }), 131, asks(false, true)],
    ['everything of one that may be revealed by now', staked(), 131, asks(true, true)],
    ['nothing more of a quorum that is known', { ...staked({ revealed: true }), quorumBlock: 131 }, 132, undefined],
    ['nothing when nothing went by', { ...staked({ revealed: true }), unheard: NOTHING }, 131, undefined],
  ] as const)('asks for %s', (_, bounty, block, expected) => {
    const question = unheardQuestion(bounty, at(block))
    expect(question === null ? undefined : { is: 'ask', gap: 0, question }).toEqual(expected)
  })

  it('is not asked for out of reach, and asked for when the Community is back', () => {
    const bounty = { ...staked({ revealed: true }), unheard: NOTHING }
    const lost = at(131, { connected: false })
    expect(questions(bounty, [{ is: 'missed' }, lost], tick(132, { connected: false }), tick(133))).toEqual([
      undefined,
      undefined,
      { ...asks(false, true), gap: 1 },
    ])
  })

  it('is asked for until it is answered, every few blocks, and then no more', () => {
    const answer: Input = { is: 'told', told: { seenBlock: 140, votes: [], bounty: bountyTold() } }
    const heard = questions(
      { ...staked({ revealed: true }), doubted: true },
      tick(131),
      tick(132),
      [{ is: 'untold' }, at(132)],
      tick(133),
      [{ is: 'untold' }, at(136)],
      tick(140),
      [answer, at(140)],
      tick(145),
      tick(150),
    )
    const ask = asks(false, true)
    expect(heard).toEqual([ask, undefined, undefined, ask, undefined, ask, undefined, undefined, undefined])
  })

  it('is asked for again where the question left before the silence: its answer may be older than what went by', () => {
    const question = asks(false, true)
    const answer = (gap: number): Input => ({ is: 'told', told: { seenBlock: 132, gap, votes: [], bounty: bountyTold() } })
    const heard = questions(
      { ...staked({ revealed: true }), doubted: true },
      tick(131),
      [{ is: 'missed' }, at(133)],
      [answer(0), at(134)],
      tick(135),
      [answer(1), at(136)],
      tick(141),
    )
    expect(heard).toEqual([question, undefined, { ...question, gap: 1 }, undefined, undefined, undefined])
  })

  it('is looked for once more by half of the vote window when a silence came after the first time', () => {
    const bounty = { ...staked({ revealed: true }), doubted: true, unheard: NOTHING }
    const answer: Input = { is: 'told', told: { seenBlock: 135, gap: 1, votes: [], bounty: bountyTold() } }
    const heard = questions(bounty, [{ is: 'missed' }, at(133)], [answer, at(135)], tick(142), tick(143), tick(144))
    const question = { ...asks(false, true), gap: 1 }
    expect(heard).toEqual([question, undefined, undefined, question, undefined])
  })

  it('is a quorum that is settled at once', () => {
    const quorum = bountyTold({ quorumReached: true, quorumReachedBlock: 11, quorumMask: [true] })
    const vote = { voter: AMBASSADOR, votes: [true], validBloom: true }
    const { bounty, effects } = decide(
      staked({ revealed: true }),
      { is: 'told', told: { seenBlock: 133, votes: [vote], bounty: quorum } },
      at(133),
    )
    expect(effects.map(({ is }) => is)).toContain('settle')
    expect(bounty).toMatchObject({ quorumBlock: 131, unheard: { votes: false } })
  })

  it('is asked for in one go with a reveal that went by, and again when only the reveal was told', () => {
    const reveal = { nonce: 1n, verdicts: [true], metadata: [] }
    const heard = questions(staked(), tick(131), [told(131, [myAssertion({ reveal })]), at(131)], tick(133))
    expect(heard).toEqual([asks(true, true), undefined, asks(false, true)])
  })

  it('is not hurried when the daemon knows no such bounty', () => {
    expect(questions(staked({ revealed: true }), tick(131), [{ is: 'not-known' }, at(131)], tick(140))).toEqual([
      asks(false, true),
      undefined,
      undefined,
    ])
  })
})
