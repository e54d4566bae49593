import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { because } from '../../shared/errors/because.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import { ManualClock } from './clock.ts'
import { type MemoryHelper, memoryChannel } from './memory-channel.fixture.ts'
import { defineProtocol, serve } from './protocol.ts'
import { SupervisedProcess } from './supervised-process.ts'

const protocol = defineProtocol({
  calls: {
    ping: { params: z.null(), result: z.int(), timeoutMs: 1000 },
    hang: { params: z.null(), result: z.null(), timeoutMs: 1000 },
  },
  events: { hello: z.int() },
})

const killed = because('helper-signal', { signal: 'SIGKILL' })

function supervise(options: { readonly restartOnTimeout?: boolean; readonly failing?: (start: number) => boolean } = {}) {
  const clock = new ManualClock()
  const helpers: MemoryHelper[] = []
  const lost: Reason[] = []
  let starts = 0
  const process = new SupervisedProcess({
    protocol,
    clock,
    unavailable: 'scanner-unavailable',
    restartOnTimeout: options.restartOnTimeout ?? false,
    onLost: (reason) => lost.push(reason),
    spawn: () => {
      starts += 1
      if (options.failing?.(starts)) throw new Error('no such file')
      const life = starts
      const helper = memoryChannel((port) => {
        const { emit } = serve(port, protocol, { ping: () => life, hang: () => new Promise(() => undefined) })
        emit('hello', life)
      })
      helpers.push(helper)
      return helper
    },
  })
  return { clock, helpers, lost, process, current: () => helpers.at(-1) as MemoryHelper }
}

describe('a supervised process', () => {
  it('refuses calls before its start and after its stop', async () => {
    const { process } = supervise()
    await expect(process.call('ping', null)).rejects.toMatchObject({ code: 'scanner-unavailable' })
    process.start()
    expect(await process.call('ping', null)).toBe(1)
    process.stop()
    await expect(process.call('ping', null)).rejects.toMatchObject({ code: 'scanner-unavailable' })
    expect(process.state).toEqual({ name: 'stopped' })
  })

  it('rejects what waits when the helper dies, starts it again and keeps listeners', async () => {
    const { clock, current, lost, process } = supervise()
    const hellos: number[] = []
    process.on('hello', (life) => hellos.push(life))
    process.start()
    await clock.advance(0)
    const call = process.call('hang', null).catch((e: unknown) => e)
    current().die(killed)
    expect(await call).toMatchObject({ code: 'scanner-unavailable', message: 'it was ended by SIGKILL' })
    expect(process.state).toMatchObject({ name: 'restarting', reason: killed, nextStartAt: clock.now() + 250 })
    await clock.advance(250)
    expect(await process.call('ping', null)).toBe(2)
    expect(hellos).toEqual([1, 2])
    expect(lost).toEqual([killed])
  })

  it('waits longer after each failure, 30 s at most, and begins anew after a minute of good life', async () => {
    const { clock, current, process } = supervise()
    process.start()
    const delays: number[] = []
    for (let i = 0; i < 10; i++) {
      current().die()
      const { state } = process
      if (state.name !== 'restarting') throw new Error('it must be restarting')
      delays.push(state.nextStartAt - clock.now())
      await clock.advance(state.nextStartAt - clock.now())
    }
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    await clock.advance(60_000)
    current().die()
    expect(process.state).toMatchObject({ nextStartAt: clock.now() + 250 })
  })

  it('tries again when the helper cannot even be started', async () => {
    const { clock, process } = supervise({ failing: (start) => start < 3 })
    process.start()
    expect(process.state).toMatchObject({ name: 'restarting', reason: because('helper-not-started', { text: 'no such file' }) })
    await clock.advance(250 + 500)
    expect(await process.call('ping', null)).toBe(3)
  })

  it('restarts a helper that does not answer, when told to', async () => {
    const { clock, helpers, process } = supervise({ restartOnTimeout: true })
    process.start()
    const call = process.call('hang', null).catch((e: unknown) => e)
    await clock.advance(1000)
    expect(await call).toMatchObject({ code: 'timeout' })
    await clock.advance(250)
    expect(helpers).toHaveLength(2)
  })

  it('does not start again after it was stopped while it waited', async () => {
    const { clock, current, helpers, process } = supervise()
    process.start()
    current().die()
    process.stop()
    await clock.advance(100_000)
    expect(helpers).toHaveLength(1)
  })

  it('tells every change of state', async () => {
    const { clock, current, process } = supervise()
    const names: string[] = []
    process.watch((state) => names.push(state.name))
    process.start()
    current().die()
    await clock.advance(250)
    process.stop()
    expect(names).toEqual(['running', 'restarting', 'running', 'stopped'])
  })
})
