import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockClock, toldClock } from './block-clock.ts'
import { readEvent } from './convert-event.ts'
import { readFrames } from './testing/fixtures.ts'

const T0 = 1_700_000_000_000

/** A chain as it really is, and what its daemon tells of it. */
interface World {
  /** When block `first + i` is mined, ms after T0, ascending. */
  readonly mined: readonly number[]
  readonly first: number
  /** By block, one for each telling of it (0 = never told): how late. */
  readonly lateness: readonly (readonly number[])[]
  /** How long /status takes each way; null = it does not answer. */
  readonly statusMs: number | null
}

interface Moment {
  readonly truth: number
  readonly reading: ReturnType<BlockClock['read']>
  readonly ms: number
}

/** Lives through a world in steps of 50 ms, asking /status when the clock wants it, and tells how it read. */
function live(world: World, clock = new BlockClock()): readonly Moment[] {
  const told = world.lateness
    .flatMap((delays, i) => delays.map((delay) => ({ block: world.first + i, ms: (world.mined[i] ?? 0) + delay })))
    .sort((a, b) => a.ms - b.ms)
  const end = world.mined.at(-1) ?? 0
  const truthAt = (ms: number): number => world.first + world.mined.filter((at) => at <= ms).length - 1
  const moments: Moment[] = []
  let status: { readonly askedAt: number; readonly readAt: number; readonly dueAt: number } | null = null
  let next = 0
  for (let ms = 0; ms <= end; ms += 50) {
    for (; (told[next]?.ms ?? Number.POSITIVE_INFINITY) <= ms; next += 1) clock.observe(told[next]?.block ?? 0, T0 + ms)
    if (status !== null && status.dueAt <= ms) {
      clock.observeStatus(truthAt(status.readAt), T0 + status.askedAt, T0 + ms)
      status = null
    }
    const reading = clock.read(T0 + ms)
    if (reading.wantsStatus && status === null && world.statusMs !== null)
      status = { askedAt: ms, readAt: ms + world.statusMs, dueAt: ms + 2 * world.statusMs }
    moments.push({ truth: truthAt(ms), reading, ms })
  }
  return moments
}

const steady = (blocks: number, blockMs: number): readonly number[] => Array.from({ length: blocks }, (_, i) => i * blockMs)

const world = fc
  .record({
    blocks: fc.integer({ min: 40, max: 160 }),
    first: fc.integer({ min: 0, max: 30_000_000 }),
    blockMs: fc.constantFrom(250, 1_000, 2_000, 5_000),
    statusMs: fc.integer({ min: 5, max: 150 }),
    /** The tellings of each block, as fractions of `latest`. */
    tellings: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }), { minLength: 160, maxLength: 160 }),
    latest: fc.constantFrom(100, 3_500, 8_000, 51_000),
    jitter: fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 160, maxLength: 160 }),
  })
  .map(({ blocks, first, blockMs, statusMs, tellings, latest, jitter }) => ({
    blockMs,
    first,
    statusMs,
    mined: Array.from({ length: blocks }, (_, i) => Math.max(0, (i + (i === 0 ? 0 : (jitter[i] ?? 0))) * blockMs)),
    lateness: tellings.slice(0, blocks).map((delays) => delays.map((delay) => delay * latest)),
  }))

describe('BlockClock, whatever is told to it', () => {
  it('never reads below what was seen, nor further ahead than its cap, and what was seen only grows', () => {
    fc.assert(
      fc.property(world, fc.boolean(), (w, statusAnswers) => {
        let seen = 0
        for (const { reading } of live({ ...w, statusMs: statusAnswers ? w.statusMs : null })) {
          if (reading.block === null || reading.seenBlock === null) continue
          expect(reading.seenBlock).toBeGreaterThanOrEqual(seen)
          seen = reading.seenBlock
          expect(reading.block).toBeGreaterThanOrEqual(reading.seenBlock)
          expect(reading.estimated).toBe(reading.block > reading.seenBlock)
          const cap = Math.max(8, Math.ceil(90_000 / (reading.blockTimeMs ?? 90_000)) + 1)
          expect(reading.block - reading.seenBlock).toBeLessThanOrEqual(cap)
          expect(reading.pulse.length).toBeLessThanOrEqual(16)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('stays within three blocks of the chain with events up to 51 s late, repeated, missing and out of order', () => {
    fc.assert(
      fc.property(world, (w) => {
        const settled = live(w).filter(({ ms }) => ms > 12 * w.blockMs + 2_000)
        for (const { truth, reading, ms } of settled)
          expect(Math.abs((reading.block ?? -1) - truth), `at ${ms} ms: ${reading.block} for ${truth}`).toBeLessThanOrEqual(3)
      }),
      { numRuns: 80 },
    )
  })

  it('is deaf to numbers that are no blocks', () => {
    const clock = new BlockClock({ blockTimeMs: 1_000 })
    for (const block of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      clock.observe(block, T0)
      clock.observeStatus(block, T0, T0)
    }
    expect(clock.read(T0).block).toBeNull()
  })
})

describe('BlockClock', () => {
  it('knows nothing and asks before anything was seen', () => {
    expect(new BlockClock().read(T0)).toMatchObject({ block: null, seenBlock: null, blockTimeMs: null, pulse: [], wantsStatus: true })
  })

  it('measures the block time of the recorded socket', () => {
    const clock = new BlockClock()
    for (const { ms, frame } of readFrames()) {
      const { block } = readEvent(frame)
      if (block !== null) clock.observe(block, T0 + ms)
    }
    expect(clock.read(T0 + 80_000).blockTimeMs).toBeGreaterThan(950)
    expect(clock.read(T0 + 80_000).blockTimeMs).toBeLessThan(1_050)
  })

  it('runs on while block events are half a minute behind, because other events and /status are not', () => {
    const blocks = 120
    const lateness = Array.from({ length: blocks }, (_, i) => (i < 20 ? [20] : i % 7 === 0 ? [400, 30_000] : [8_000 + 400 * (i - 20)]))
    const moments = live({ mined: steady(blocks, 1_000), first: 5_000, lateness, statusMs: 20 })
    for (const { truth, reading } of moments.slice(400)) expect(Math.abs((reading.block ?? 0) - truth)).toBeLessThanOrEqual(1)
  })

  it('does not take a burst after a silence for a fast chain', () => {
    const clock = new BlockClock()
    for (let i = 0; i < 20; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    for (let i = 20; i < 60; i += 1) clock.observe(100 + i, T0 + 59_000 + (i - 20))
    const reading = clock.read(T0 + 60_100)
    expect(reading.blockTimeMs).toBeGreaterThan(900)
    expect(reading.blockTimeMs).toBeLessThan(1_100)
    expect(reading.block).toBeLessThanOrEqual(161)
  })

  it('stands still, says so and keeps asking when the chain does, then goes on with it', () => {
    const clock = new BlockClock()
    for (let i = 0; i <= 30; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    for (let s = 31; s <= 60; s += 1)
      if (clock.read(T0 + s * 1_000).wantsStatus) clock.observeStatus(130, T0 + s * 1_000, T0 + s * 1_000 + 20)
    const still = clock.read(T0 + 63_000)
    expect(still).toMatchObject({ block: 130, seenBlock: 130, estimated: false, stalled: true, seenAt: T0 + 30_000, wantsStatus: true })
    clock.observe(131, T0 + 64_000)
    expect(clock.read(T0 + 64_000)).toMatchObject({ block: 131, stalled: false })
    expect(clock.read(T0 + 66_050).block).toBe(133)
  })

  it('slows down with the chain: /status pulls it back', () => {
    const mined = [...steady(40, 1_000), ...steady(60, 3_000).map((ms) => 42_000 + ms)]
    const moments = live({ mined, first: 0, lateness: mined.map(() => [30]), statusMs: 20 })
    for (const { truth, reading } of moments) expect((reading.block ?? 0) - truth).toBeLessThanOrEqual(3)
    const { truth, reading } = moments.at(-1) ?? { truth: 0, reading: null }
    expect(reading?.blockTimeMs).toBeGreaterThan(2_800)
    expect(Math.abs((reading?.block ?? 0) - truth)).toBeLessThanOrEqual(1)
  })

  it('goes on alone while nobody answers, marked as estimated, up to its cap', () => {
    const clock = new BlockClock()
    for (let i = 0; i <= 30; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    expect(clock.read(T0 + 50_050)).toMatchObject({ block: 150, seenBlock: 130, estimated: true, wantsStatus: true })
    expect(clock.read(T0 + 36_000_000)).toMatchObject({ block: 220, seenBlock: 130, estimated: true })
  })

  it('tells an operator of an estimate only when the next block is late, and else the block it saw', () => {
    const clock = new BlockClock()
    for (let i = 0; i <= 30; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    expect(clock.read(T0 + 31_300)).toMatchObject({ block: 131, estimated: true, late: false })
    expect(toldClock(clock.read(T0 + 31_300))).toMatchObject({ block: 130, seenBlock: 130, estimated: false })
    expect(toldClock(clock.read(T0 + 32_400))).toMatchObject({ block: 130, estimated: false })
    expect(toldClock(clock.read(T0 + 32_600))).toMatchObject({ block: 132, seenBlock: 130, estimated: true })
    expect(toldClock(clock.read(T0 + 33_100))).toMatchObject({ block: 133, seenBlock: 130, estimated: true })
  })

  it('is calm on a healthy connection with uneven blocks, and never tells as seen what was not', () => {
    const blocks = 100
    const lateness = Array.from({ length: blocks }, (_, i) => [20 + ((i * 37) % 11) * 60])
    const moments = live({ mined: steady(blocks, 1_000), first: 5_000, lateness, statusMs: 20 })
    for (const { reading } of moments.slice(400)) {
      const told = toldClock(reading)
      expect(told.estimated).toBe(false)
      expect(told.block).toBe(told.seenBlock)
    }
  })

  it('does not believe a leap before /status confirms it', () => {
    const clock = new BlockClock({ blockTimeMs: 1_000 })
    clock.observeStatus(1_000, T0, T0)
    clock.observe(9_999_999, T0 + 1_500)
    expect(clock.read(T0 + 1_500)).toMatchObject({ block: 1_001, wantsStatus: true })
    clock.observeStatus(1_001, T0 + 1_510, T0 + 1_520)
    expect(clock.read(T0 + 1_520)).toMatchObject({ block: 1_001, wantsStatus: false })
    clock.observe(9_999_999, T0 + 2_600)
    clock.observeStatus(9_999_999, T0 + 2_610, T0 + 2_620)
    expect(clock.read(T0 + 2_620).block).toBe(9_999_999)
  })

  it('takes what an hour of silence brings without asking', () => {
    const clock = new BlockClock({ blockTimeMs: 1_000 })
    clock.observeStatus(1_000, T0, T0)
    clock.observe(4_590, T0 + 3_600_000)
    expect(clock.read(T0 + 3_600_000).seenBlock).toBe(4_590)
  })

  it('begins anew with a chain that did, but not because one answer was old', () => {
    const clock = new BlockClock({ blockTimeMs: 1_000 })
    clock.observeStatus(5_000, T0, T0)
    clock.observeStatus(3, T0 + 3_000, T0 + 3_010)
    expect(clock.read(T0 + 3_010).seenBlock).toBe(5_000)
    clock.observeStatus(6, T0 + 6_000, T0 + 6_010)
    expect(clock.read(T0 + 6_010)).toMatchObject({ block: 6, seenBlock: 6 })
  })

  it('survives a computer clock that is set back', () => {
    const clock = new BlockClock()
    for (let i = 0; i <= 30; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    const back = T0 - 3_600_000
    expect(clock.read(back)).toMatchObject({ block: 130, wantsStatus: true })
    clock.observeStatus(132, back + 10, back + 20)
    expect(clock.read(back + 2_100).block).toBe(134)
  })

  it('says how long until a block', () => {
    const clock = new BlockClock()
    expect(clock.until(5, T0)).toBeNull()
    for (let i = 0; i <= 10; i += 1) clock.observe(100 + i, T0 + i * 1_000)
    expect(clock.until(110, T0 + 10_000)).toBe(0)
    expect(clock.until(112, T0 + 10_400)).toBe(1_600)
  })

  it('shows the time of each of the last 16 blocks, and nothing for those not seen', () => {
    const clock = new BlockClock()
    for (let i = 0; i <= 40; i += 1) if (i !== 35) clock.observe(100 + i, T0 + i * 1_000 + (i === 39 ? 400 : 0))
    const pulse = clock.read(T0 + 42_600).pulse
    expect(pulse).toEqual([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, null, null, 1000, 1000, 1400, 600, null, null])
  })
})
