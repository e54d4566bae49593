import { describe, expect, it } from 'vitest'
import { because } from '../../shared/errors/because.ts'
import { blankAnswer } from './answering.ts'
import { type Answer, type Bounty, blocksOf } from './bounty-state.ts'
import { BountyPlay, factsUntil } from './play.fixture.ts'
import { stateOf } from './row.ts'
import { at, hashOf } from './world.fixture.ts'

/** Reveals are accepted in blocks 120 to 129. */
const fresh = new BountyPlay(factsUntil(120), at(101)).bounty
const secret = { nonce: 1n, verdicts: [true], metadata: '' }
const staked = (over: Partial<Answer> = {}, reveal = 10): Bounty => ({
  ...fresh,
  windows: { reveal, vote: 25 },
  work: { is: 'staked' },
  answer: { ...blankAnswer, mask: [true], bids: [1n], secret, onChain: true, index: 0, ...over },
})
const failed = { is: 'failed', why: because('reveal-failed', { text: '' }), retryAt: 121 } as const
const queued = { is: 'queued' } as const

describe('a reveal', () => {
  it.each([
    ['committed', 118, staked()],
    ['revealing', 119, staked()],
    ['revealing', 120, staked({ reveal: queued })],
    ['revealing', 121, staked({ reveal: queued })],
    ['reveal-owed', 122, staked({ reveal: queued })],
    ['reveal-owed', 122, staked()],
    ['reveal-sent', 122, staked({ reveal: { is: 'signed', hash: hashOf(1) } })],
    ['reveal-not-seen', 121, staked({ reveal: { is: 'doubtful', hash: hashOf(1) } })],
    ['reveal-owed', 120, staked({ reveal: failed })],
    ['reveal-owed', 119, staked({ secret: 'sealed' })],
    // A third of a short window at most.
    ['revealing', 120, staked({}, 4)],
    ['reveal-owed', 121, staked({}, 4)],
    ['revealing', 119, staked({}, 3)],
    ['reveal-owed', 120, staked({}, 3)],
  ] as const)('is %s in block %i', (state, block, bounty) => {
    expect(stateOf(bounty, at(block))).toBe(state)
  })

  it.each([
    ['waiting', 130, {}, null, {}],
    ['settling', 130, {}, 130, {}],
    ['settling', 132, { settle: queued }, 130, {}],
    ['settle-owed', 133, { settle: queued }, 130, {}],
    ['settle-owed', 130, { settle: failed }, 130, {}],
    ['settle-owed', 130, {}, 130, { unlocked: false }],
    ['settle-owed', 130, {}, 130, { connected: false }],
    ['settle-sent', 133, { settle: { is: 'signed', hash: hashOf(1) } }, 130, {}],
  ] as const)('leads on to a settlement: %s in block %i', (state, block, over, quorumBlock, world) => {
    const bounty = { ...staked({ revealed: true, ...over }, 5), quorumBlock }
    expect(stateOf(bounty, at(block, world))).toBe(state)
  })

  it('leads to a settlement that is owed when the end of the vote is some blocks past', () => {
    const bounty = staked({ revealed: true }, 5)
    const { voteEnd } = blocksOf(bounty)
    expect([-2, -1, 1, 2].map((more) => stateOf(bounty, at(voteEnd + more)))).toEqual(['waiting', 'settling', 'settling', 'settle-owed'])
  })

  it('is owed from the first block on where nothing can sign it, and held where nothing can be sent', () => {
    expect(stateOf(staked(), at(119, { unlocked: false }))).toBe('reveal-owed')
    expect(stateOf(staked(), at(119, { connected: false }))).toBe('reveal-held')
  })
})
