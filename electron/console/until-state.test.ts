import { describe, expect, it } from 'vitest'
import { emptyState } from '../../shared/state/samples.ts'
import { ManualClock } from '../runtime/clock.ts'
import { needsChange, walletsChange } from './state.fixture.ts'
import { StateStore } from './store.ts'
import { untilState } from './until-state.ts'

function waiting() {
  const store = new StateStore({ initial: emptyState })
  const clock = new ManualClock()
  let resolved = false
  void untilState(store, ({ needs }) => needs.length > 0, clock, 1_000).then(() => {
    resolved = true
  })
  // A turn of the event loop is longer than any chain of promises in between.
  const isOver = async (): Promise<boolean> => {
    await new Promise((next) => setImmediate(next))
    return resolved
  }
  return { store, clock, isOver }
}

describe('waiting for the state', () => {
  it('ends when the state is so, not at any change', async () => {
    const { store, clock, isOver } = waiting()
    store.update([walletsChange('0x00000000000000000000000000000000000000aa')])
    expect(await isOver()).toBe(false)
    store.update([needsChange('fund')])
    expect(await isOver()).toBe(true)
    expect(clock.waiting).toBe(0)
  })

  it('ends at once when the state is so already', async () => {
    const store = new StateStore({ initial: emptyState })
    await untilState(store, ({ needs }) => needs.length === 0, new ManualClock(), 1_000)
  })

  it('ends after the time it was given', async () => {
    const { store, clock, isOver } = waiting()
    await clock.advance(999)
    expect(await isOver()).toBe(false)
    await clock.advance(1)
    expect(await isOver()).toBe(true)
    expect(store.state.needs).toEqual([])
  })
})
