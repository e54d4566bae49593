import { describe, expect, it } from 'vitest'
import { lateCore, type WindowCore } from './late-core.ts'

function core() {
  const listeners = new Set<Parameters<WindowCore['subscribe']>[0]>()
  const value: WindowCore = {
    dispatch: (name, input) => Promise.resolve({ name, input }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { value, listeners }
}

describe('a core that is still being started', () => {
  it('lets calls wait, and answers them when it is there', async () => {
    const { promise, resolve } = Promise.withResolvers<WindowCore>()
    const answer = lateCore(promise).dispatch('app.snapshot', { a: 1 })
    resolve(core().value)
    expect(await answer).toEqual({ name: 'app.snapshot', input: { a: 1 } })
  })

  it('is heard by whoever listened before, and not by whoever has left meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<WindowCore>()
    const late = lateCore(promise)
    const stays = late.subscribe(() => undefined)
    late.subscribe(() => undefined)()
    const { value, listeners } = core()
    resolve(value)
    await promise
    expect(listeners.size).toBe(1)
    stays()
    expect(listeners.size).toBe(0)
  })

  it('that cannot start rejects the calls, and nothing else', async () => {
    const late = lateCore(Promise.reject(new Error('no journal')))
    late.subscribe(() => undefined)()
    await expect(late.dispatch('app.snapshot', {})).rejects.toThrow('no journal')
  })
})
