import { describe, expect, it } from 'vitest'
import type { NewEventLine } from '../../shared/state/state.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Outbox } from './outbox.ts'

const line: NewEventLine = {
  at: 0,
  community: 'lima',
  code: 'engine-stopped',
  tone: 'soft',
  mine: true,
  guid: null,
  subject: null,
  amount: null,
}

describe('what the engine tells', () => {
  it('is told to the last line when it ends, and nothing after that', async () => {
    const clock = new ManualClock()
    const trouble: unknown[] = []
    const outbox = new Outbox({
      clock,
      row: () => null,
      view: () => ({}) as never,
      needs: () => [],
      onTrouble: (_what, error) => trouble.push(error),
    })
    const told: (readonly NewEventLine[])[] = []
    outbox.listen(({ events }) => told.push(events))
    outbox.line(line)
    expect(told).toEqual([])
    outbox.end()
    expect(told).toEqual([[line]])
    outbox.line(line)
    await clock.advance(10_000)
    expect(told).toHaveLength(1)
    expect(trouble).toEqual([])
  })

  it('is not told once more when nothing waits', () => {
    const outbox = new Outbox({
      clock: new ManualClock(),
      row: () => null,
      view: () => ({}) as never,
      needs: () => [],
      onTrouble: () => undefined,
    })
    let told = 0
    outbox.listen(() => {
      told++
    })
    outbox.end()
    expect(told).toBe(0)
  })

  it('tells nothing after its end, also when what it tells last makes a change', async () => {
    const clock = new ManualClock()
    const outbox = new Outbox({ clock, row: () => null, view: () => ({}) as never, needs: () => [], onTrouble: () => undefined })
    let told = 0
    outbox.listen(() => {
      told++
      outbox.view()
    })
    outbox.line(line)
    outbox.end()
    await clock.advance(10_000)
    expect(told).toBe(1)
  })
})
