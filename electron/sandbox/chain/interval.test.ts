import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { IntervalMining } from './interval.ts'

describe('mining at an interval', () => {
  it('goes on after a block that could not be mined, and tells why', async () => {
    const clock = new ManualClock()
    const errors: unknown[] = []
    let rounds = 0
    const mining = new IntervalMining(
      clock,
      async () => {
        rounds++
        if (rounds === 1) throw new Error('no block')
      },
      (error) => errors.push(error),
    )
    mining.every(100)
    await clock.advance(300)
    expect(rounds).toBe(3)
    expect(errors).toHaveLength(1)
  })

  it('never mines two blocks at once, and does not make up for beats it missed', async () => {
    const clock = new ManualClock()
    let running = 0
    let most = 0
    let rounds = 0
    const slow = () =>
      new Promise<void>((resolve) => {
        running++
        most = Math.max(most, running)
        rounds++
        clock.after(1_000, () => {
          running--
          resolve()
        })
      })
    const mining = new IntervalMining(clock, slow, () => {})
    mining.every(100)
    await clock.advance(10_000)
    expect(most).toBe(1)
    expect(rounds).toBeGreaterThanOrEqual(9)
    expect(rounds).toBeLessThanOrEqual(10)
  })

  it('plans no further block when it was stopped or changed in the middle of one', async () => {
    const clock = new ManualClock()
    let rounds = 0
    let release = () => {}
    const mining = new IntervalMining(
      clock,
      () =>
        new Promise<void>((resolve) => {
          rounds++
          release = resolve
        }),
      () => {},
    )
    mining.every(100)
    await clock.advance(100)
    mining.every(0)
    release()
    await clock.advance(1_000)
    expect(rounds).toBe(1)
    expect(clock.waiting).toBe(0)
  })
})
