import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { Keeping } from './keeping.ts'

describe('a running sandbox is written by itself', () => {
  let clock: ManualClock
  let begun: number[]
  let told: unknown[]
  /** Milliseconds that each write takes. */
  let cost: number
  let failure: Error | null
  let keeping: Keeping
  const block = async (ms = 1_000): Promise<void> => {
    await clock.advance(ms)
    keeping.changed()
  }
  beforeEach(() => {
    clock = new ManualClock(0)
    begun = []
    told = []
    cost = 0
    failure = null
    const write = async (): Promise<void> => {
      begun.push(clock.now())
      if (cost > 0) await new Promise<void>((resolve) => clock.after(cost, resolve))
      if (failure) throw failure
    }
    keeping = new Keeping({ clock, write, onError: (error) => told.push(error) })
  })

  it('after blocks only, every two seconds at most', async () => {
    await clock.advance(10_000)
    expect(begun).toEqual([])
    for (let i = 0; i < 20; i++) await block(300)
    await clock.advance(10_000)
    expect(begun).toEqual([10_300, 12_300, 14_300, 16_300])
  })

  it('less often when that takes long, and never twice at once', async () => {
    cost = 500
    for (let i = 0; i < 30; i++) await block()
    expect(begun).toEqual([2_000, 12_500, 23_000])
  })

  it('once more when a block came during the last write', async () => {
    cost = 500
    await block(2_000)
    await block(100)
    await clock.advance(60_000)
    expect(begun).toEqual([2_000, 12_500])
  })

  it('and a failure is told once, tried again after a block, and told again after a success', async () => {
    failure = new Error('the disk is full')
    for (let i = 0; i < 6; i++) await block()
    expect(begun.length).toBeGreaterThan(1)
    expect(told).toEqual([failure])
    failure = null
    for (let i = 0; i < 4; i++) await block()
    failure = new Error('full again')
    for (let i = 0; i < 6; i++) await block()
    expect(told).toEqual([new Error('the disk is full'), failure])
  })

  it('until its end, which waits for the write under way', async () => {
    cost = 500
    await block()
    await block()
    await block(100)
    let ended = false
    const end = keeping.end().then(() => {
      ended = true
    })
    await clock.advance(100)
    expect(ended).toBe(false)
    await clock.advance(400)
    await end
    await block(60_000)
    await clock.advance(60_000)
    expect(begun).toHaveLength(1)
  })
})
