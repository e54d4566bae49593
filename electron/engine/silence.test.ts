import { describe, expect, it } from 'vitest'
import type { JournalOp } from '../journal/port.ts'
import { ManualClock } from '../runtime/clock.ts'
import { beginBounty } from './decide.ts'
import { factsUntil } from './play.fixture.ts'
import { isOverInSilence, SILENCE, Silence, type SilenceNow } from './silence.ts'
import { at } from './world.fixture.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function made(clock: ManualClock, blocks: { seenBlock: number | null; blockTimeMs: number | null }) {
  const facts: (string | null)[] = []
  const trouble: string[] = []
  const write = (op: JournalOp): void => {
    if (op.is === 'put-fact' && op.name === SILENCE) facts.push(op.value)
  }
  const silence = new Silence({
    community: 'lima',
    blocks: { block: null, ...blocks },
    clock,
    write,
    onTrouble: (where) => trouble.push(where),
  })
  return { silence, facts, trouble }
}

describe('a silence', () => {
  it('is none while the Community answers, and long after a day', async () => {
    const clock = new ManualClock()
    const { silence } = made(clock, { seenBlock: 1_000, blockTimeMs: 2_000 })
    silence.setConnected(true)
    await clock.advance(2 * DAY)
    expect(silence.now()).toBeNull()
    const since = clock.now()
    silence.setConnected(false)
    await clock.advance(DAY - 1)
    expect(silence.now()).toMatchObject({ since, isLong: false })
    await clock.advance(1)
    // Half of the blocks that a day has at the measured pace.
    expect(silence.now()).toEqual({ since, isLong: true, block: 1_000, passed: DAY / 4_000 })
  })

  it('counts 15 s a block while none was measured', async () => {
    const clock = new ManualClock()
    const { silence } = made(clock, { seenBlock: null, blockTimeMs: null })
    await clock.advance(DAY)
    expect(silence.now()).toMatchObject({ isLong: true, block: null, passed: DAY / 30_000 })
  })

  it('ends with a refusal, which is an answer', async () => {
    const clock = new ManualClock()
    const { silence } = made(clock, { seenBlock: null, blockTimeMs: null })
    await clock.advance(DAY)
    silence.heard()
    expect(silence.now()).toMatchObject({ since: clock.now(), isLong: false })
  })

  it('goes on over restarts, and begins with a start after an answer', async () => {
    const clock = new ManualClock()
    const first = made(clock, { seenBlock: 1_000, blockTimeMs: 2_000 })
    first.silence.setConnected(true)
    first.silence.keep(true)
    const answered = first.facts.at(-1) ?? undefined
    const lost = clock.now()
    first.silence.setConnected(false)
    await clock.advance(15_000)
    first.silence.keep(true)
    first.silence.keep(true)
    expect(first.facts).toHaveLength(2)
    await clock.advance(DAY)
    const nothing = { seenBlock: null, blockTimeMs: null }
    const again = made(clock, nothing)
    again.silence.load(first.facts.at(-1) ?? undefined)
    expect(again.silence.now()).toMatchObject({ since: lost, isLong: true, block: 1_000, passed: Math.floor((DAY + 15_000) / 4_000) })
    const crashed = made(clock, nothing)
    crashed.silence.load(answered)
    expect(crashed.silence.now()).toMatchObject({ since: clock.now(), isLong: false, block: 1_000 })
    const broken = made(clock, nothing)
    broken.silence.load('{"since":"yesterday"}')
    expect(broken.silence.now()).toMatchObject({ since: clock.now(), isLong: false })
    expect(broken.trouble).toEqual(['silence'])
  })

  it('is written seldom while the Community answers, and forgotten when nothing is staked', async () => {
    const clock = new ManualClock()
    const { silence, facts } = made(clock, { seenBlock: 1_000, blockTimeMs: 2_000 })
    silence.keep(false)
    silence.setConnected(true)
    for (let i = 0; i < 80; i++) {
      silence.keep(true)
      await clock.advance(15_000)
    }
    expect(facts).toHaveLength(2)
    silence.keep(false)
    silence.keep(false)
    expect(facts).toHaveLength(3)
    expect(facts.at(-1)).toBeNull()
  })
})

/** Votes are counted until block 1,054. */
describe('a bounty in a silence', () => {
  const bountyOf = (postedBlock: number | null) => beginBounty({ ...factsUntil(1_020), postedBlock }, at(1_001)).bounty
  const silence = (over: Partial<SilenceNow>): SilenceNow => ({ since: 0, isLong: true, block: null, passed: 0, ...over })

  it.each<[string, Partial<SilenceNow>, number | null, boolean]>([
    ['the last window is over, and twenty blocks', { block: 1_000, passed: 75 }, 1_000, true],
    ['one block is left', { block: 1_000, passed: 74 }, 1_000, false],
    ['it is no long silence', { block: 1_000, passed: 9_999, isLong: false }, 1_000, false],
    ['only its own posting is known', { passed: 75 }, 1_000, true],
    ['only its own posting is known, and one block is left', { passed: 74 }, 1_000, false],
    ['nothing is known but its expiration: from long before it', { passed: 10_000 }, null, false],
    ['nothing is known but its expiration, and that is long ago', { passed: 10_055 }, null, true],
  ])('%s', (_, over, postedBlock, isOver) => {
    expect(isOverInSilence(bountyOf(postedBlock), silence(over))).toBe(isOver)
  })
})
