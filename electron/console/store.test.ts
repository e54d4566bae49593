import { describe, expect, it } from 'vitest'
import type { Change } from '../../shared/state/change.ts'
import { emptyState } from '../../shared/state/samples.ts'
import { eventChange, needsChange } from './state.fixture.ts'
import { StateStore } from './store.ts'

describe('StateStore', () => {
  it('makes one revision of one update, however many changes it has', () => {
    const store = new StateStore({ initial: emptyState })
    store.update([eventChange(1), eventChange(2), needsChange('fund')])
    expect(store.snapshot()).toMatchObject({ revision: 1, state: { events: [{ id: 2 }, { id: 1 }], needs: [{ id: 'fund' }] } })
  })

  it('does not make a revision of nothing', () => {
    const store = new StateStore({ initial: emptyState })
    store.update([])
    expect(store.revision).toBe(0)
    expect(store.state).toBe(emptyState)
  })

  it('leaves earlier states as they were', () => {
    const store = new StateStore({ initial: emptyState })
    const before = store.snapshot()
    store.update([needsChange('fund')])
    expect(before.state.needs).toEqual([])
    expect(store.state.wallets).toBe(before.state.wallets)
  })

  it('writes down before it tells, and tells the revision', () => {
    const order: unknown[] = []
    const store = new StateStore({
      initial: emptyState,
      persist: (changes, next) => order.push(['persist', changes.length, next.needs.length]),
    })
    store.watch((changes, revision) => order.push(['tell', changes.length, revision]))
    store.update([needsChange('fund')])
    expect(order).toEqual([
      ['persist', 1, 1],
      ['tell', 1, 1],
    ])
  })

  it('takes an update back that could not be written down', () => {
    const heard: (readonly Change[])[] = []
    const store = new StateStore({
      initial: emptyState,
      persist: () => {
        throw new Error('disk full')
      },
    })
    store.watch((changes) => heard.push(changes))
    expect(() => store.update([needsChange('fund')])).toThrow('disk full')
    expect(store.snapshot()).toEqual({ revision: 0, state: emptyState })
    expect(heard).toEqual([])
  })

  it('stops telling who asked it to stop', () => {
    const heard: number[] = []
    const store = new StateStore({ initial: emptyState })
    const stop = store.watch((_, revision) => heard.push(revision))
    store.update([eventChange(1)])
    stop()
    store.update([eventChange(2)])
    expect(heard).toEqual([1])
  })
})
