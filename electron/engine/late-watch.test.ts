import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../shared/domain/engine.ts'
import { ManualClock } from '../runtime/clock.ts'
import { blankAnswer } from './answering.ts'
import type { Bounty } from './bounty-state.ts'
import { beginBounty } from './decide.ts'
import { LateWatch } from './late-watch.ts'
import { Surroundings } from './surroundings.ts'
import { AMBASSADOR, guidOf, ME, NCT, RIVAL } from './world.fixture.ts'

function givenUp(i: number): Bounty {
  const around = new Surroundings({
    account: ME,
    clock: new ManualClock(),
    blocks: { block: 100, seenBlock: 100, blockTimeMs: 1_000 },
    settings: defaultEngineSettings,
  })
  const facts = { guid: guidOf(i), artifactType: 'file', uri: 'Qm', author: AMBASSADOR, amount: NCT, expiration: 120 } as const
  const now = around.now({ day: null, atOnce: null, balance: null })
  const { bounty } = beginBounty({ ...facts, postedBlock: 100, firstSeenAt: 0, claims: [] }, now)
  const answer = { ...blankAnswer, mask: [true], bids: [NCT], onChain: true, revealed: true }
  return {
    ...bounty,
    work: { is: 'staked' },
    answer,
    missing: { reason: 'not-found', since: 1, times: 3, recognizedAt: 2 },
    end: { is: 'written-off', at: 3, explained: false },
  }
}

describe('what was given up', () => {
  const NOW = 1_700_000_000_000
  const watch = (fact?: string) => {
    const clock = new ManualClock(NOW)
    const asked: string[] = []
    const answer = { promise: Promise.resolve() }
    const kept: (string | null)[] = []
    const found: string[] = []
    const made = new LateWatch({
      community: 'model',
      account: ME,
      clock,
      ask: (guid, { urgent }) => {
        asked.push(`${guid.slice(-1)}${urgent ? '!' : ''}`)
        return answer.promise
      },
      write: (op) => kept.push(op.is === 'put-fact' ? op.value : 'wrong'),
      found: (guid) => found.push(guid),
      onTrouble: () => undefined,
    })
    made.load(fact)
    return { made, clock, asked, answer, kept, found }
  }
  const entry = (i: number, over: object = {}) => ({ guid: guidOf(i), at: NOW, from: 0, until: 0, ...over })
  const told = (author: string) => ({
    seenBlock: 5,
    assertions: [{ index: 0, author, mask: [true], bids: [NCT], commitment: 1n, reveal: null }],
  })

  it('is asked after a few at a time, each after ten minutes, and not without a connection', async () => {
    const { made, clock, asked } = watch(JSON.stringify([1, 2, 3, 4, 5, 6].map((i) => entry(i))))
    const look = async (block: number): Promise<void> => {
      made.look(true, block, block)
      await clock.advance(0)
    }
    made.look(false, 100, 100)
    expect(asked).toEqual([])
    await look(100)
    expect(asked).toEqual(['1', '2', '3', '4'])
    await look(101)
    await look(102)
    expect(asked.slice(4)).toEqual(['5', '6'])
    await clock.advance(600_000)
    await look(103)
    expect(asked.slice(6)).toEqual(['1', '2', '3', '4'])
  })

  it('is asked after in every block while a reveal of it would be in time, whatever block was seen last', async () => {
    const { made, clock, asked } = watch(JSON.stringify([entry(1, { from: 120, until: 130 })]))
    for (let block = 110; block < 140; block++) {
      // A block is seen only now and then; the block clock goes on.
      made.look(true, block, block - (block % 3))
      made.look(true, block, block - (block % 3))
      await clock.advance(0)
    }
    // Once in its turn, then from two blocks before the window (120 is seen in 120) until one is seen that only its end could follow.
    expect(asked).toEqual(['1', ...Array.from({ length: 129 - 120 }, () => '1!')])
  })

  it('is not asked after again before the last question was answered or could not be', async () => {
    const { made, clock, asked, answer } = watch(JSON.stringify([entry(1, { from: 120, until: 130 })]))
    const { promise, resolve } = Promise.withResolvers<void>()
    answer.promise = promise
    for (let block = 120; block < 125; block++) made.look(true, block, block)
    expect(asked).toEqual(['1!'])
    resolve()
    await clock.advance(0)
    made.look(true, 125, 125)
    expect(asked).toEqual(['1!', '1!'])
  })

  it('is found by my own assertion alone', () => {
    const { made, found } = watch(JSON.stringify([entry(1)]))
    made.told(guidOf(1), told(RIVAL))
    made.told(guidOf(2), told(ME))
    expect(found).toEqual([])
    made.told(guidOf(1), told(ME.toLowerCase()))
    expect(found).toEqual([guidOf(1)])
  })

  it('is let go where its record cannot be read, and after thirty days', () => {
    expect(watch('[{"guid":1}]').made.isWatching(guidOf(1))).toBe(false)
    const { made, clock, kept } = watch(JSON.stringify([entry(1, { at: NOW - 31 * 86_400_000 }), entry(2)]))
    expect(clock.now()).toBe(NOW)
    made.follow(givenUp(3))
    made.save()
    expect(JSON.parse(kept[0] ?? '').map(({ guid }: { guid: string }) => guid)).toEqual([guidOf(2), guidOf(3)])
    made.follow({ ...givenUp(3), end: null, missing: null })
    made.save()
    expect(JSON.parse(kept[1] ?? '')).toEqual([entry(2)])
  })
})
