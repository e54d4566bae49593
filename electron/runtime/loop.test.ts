import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from './clock.ts'
import { Loop, type Round } from './loop.ts'

const gate = () => {
  let open = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}

describe('a loop', () => {
  it('runs at once and then again after each round', async () => {
    const clock = new ManualClock(0)
    const at: number[] = []
    const loop = new Loop({ name: 'x', clock, everyMs: 100, round: async () => void at.push(clock.now()) })
    loop.start()
    await clock.advance(250)
    expect(at).toEqual([0, 100, 200])
    expect(loop.status).toMatchObject({ running: true, lastRunAt: 200, lastError: null })
  })

  it('keeps turning after a round that throws, tells it, and forgets it after a good one', async () => {
    const clock = new ManualClock(0)
    const told: unknown[] = []
    let rounds = 0
    const loop = new Loop({
      name: 'x',
      clock,
      everyMs: 100,
      retryMs: (failures) => failures * 10,
      onError: (error) => {
        told.push(error)
        throw new Error('the listener is broken too')
      },
      round: async () => {
        rounds += 1
        if (rounds <= 2) throw new ConsoleError('unreachable', 'no route to host')
      },
    })
    loop.start()
    await clock.advance(9)
    expect(loop.status).toMatchObject({ failuresInARow: 1, lastError: { at: 0, code: 'unreachable', detail: 'no route to host' } })
    await clock.advance(1 + 20)
    expect(rounds).toBe(3)
    expect(told).toHaveLength(2)
    expect(loop.status).toMatchObject({ failuresInARow: 0, lastError: null })
  })

  it('never runs two rounds side by side, whatever wakes and restarts it', async () => {
    const clock = new ManualClock(0)
    const gates = [gate(), gate(), gate()]
    let running = 0
    let most = 0
    let rounds = 0
    const loop = new Loop({
      name: 'x',
      clock,
      everyMs: 100,
      round: async () => {
        running += 1
        most = Math.max(most, running)
        await gates[rounds++]?.promise
        running -= 1
      },
    })
    loop.start()
    loop.start()
    loop.wake()
    const stopped = loop.stop()
    loop.start()
    loop.wake()
    await clock.advance(1000)
    expect(rounds).toBe(1)
    gates[0]?.open()
    await stopped
    await clock.advance(0)
    expect(rounds).toBe(2)
    loop.wake()
    gates[1]?.open()
    await clock.advance(0)
    expect(rounds).toBe(3)
    gates[2]?.open()
    await loop.stop()
    expect(most).toBe(1)
  })

  it('tells its round that it was stopped and runs no further one', async () => {
    const clock = new ManualClock(0)
    const inside = gate()
    const seen: boolean[] = []
    const rounds: Round[] = []
    const loop = new Loop({
      name: 'x',
      clock,
      everyMs: 100,
      round: async (round) => {
        rounds.push(round)
        seen.push(round.stopped())
        await inside.promise
        seen.push(round.stopped())
        if (round.stopped()) throw new Error('left early')
      },
    })
    loop.start()
    const stopped = loop.stop()
    expect(rounds[0]?.signal.aborted).toBe(true)
    inside.open()
    await stopped
    await clock.advance(1000)
    expect(seen).toEqual([false, true])
    expect(loop.status).toMatchObject({ running: false, lastError: null })
    expect(clock.waiting).toBe(0)
  })
})
