import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { processStop, type Stoppable } from './process.ts'

/** A process that hears the signals it is sent, in a terminal or without one. */
function started(isTTY: boolean, warn: () => boolean = () => true) {
  const listeners = new Map<string, () => void>()
  const exits: (number | string | null | undefined)[] = []
  const clock = new ManualClock()
  const of = {
    on: (signal: string, listener: () => void) => listeners.set(signal, listener),
    exit: (code: number) => void exits.push(code),
    stdin: { isTTY },
    stderr: { isTTY },
  } as unknown as Stoppable
  const { stop, beforeStop } = processStop(of, clock)
  let warned = 0
  const takeBack = beforeStop(() => {
    warned += 1
    return warn()
  })
  const send = async (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    await clock.advance(1_000)
    listeners.get(signal)?.()
  }
  const pass = (ms: number) => clock.advance(ms)
  return { send, pass, takeBack, again: (signal: string) => listeners.get(signal)?.(), exits, stop, warned: () => warned }
}

describe('a Ctrl-C', () => {
  it('in a terminal warns first while something is open, ends at the next one, and at once at the third', async () => {
    const { send, again, stop, warned, exits } = started(true)
    await send('SIGINT')
    // npm passes it on as well.
    again('SIGINT')
    expect([warned(), stop.aborted]).toEqual([1, false])
    await send('SIGINT')
    expect([warned(), stop.aborted, exits]).toEqual([1, true, []])
    again('SIGINT')
    expect(exits).toEqual([])
    await send('SIGINT')
    expect(exits).toEqual([130])
  })

  it('warns again when the warning before was not followed for a while, of what is open then', async () => {
    const { send, stop, warned, pass } = started(true)
    await send('SIGINT')
    await pass(9_000)
    await send('SIGINT')
    expect([warned(), stop.aborted]).toEqual([1, true])
    const late = started(true)
    await late.send('SIGINT')
    await late.pass(9_001)
    await late.send('SIGINT')
    expect([late.warned(), late.stop.aborted]).toEqual([2, false])
    await late.send('SIGINT')
    expect([late.warned(), late.stop.aborted]).toEqual([2, true])
  })

  it('ends where nothing is open, where nobody can be asked, and before or after there is a console to ask', async () => {
    const idle = started(true, () => false)
    const piped = started(false)
    const unasked = started(true)
    unasked.takeBack()
    for (const one of [idle, piped, unasked]) await one.send('SIGINT')
    expect([idle, piped, unasked].map(({ stop, warned }) => [stop.aborted, warned()])).toEqual([
      [true, 1],
      [true, 0],
      [true, 0],
    ])
  })

  it.each(['SIGTERM', 'SIGHUP'] as const)('is not what %s is: that ends without a question', async (signal) => {
    const { send, stop, warned } = started(true)
    await send(signal)
    expect([stop.aborted, warned()]).toEqual([true, 0])
  })
})
