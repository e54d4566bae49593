import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../shared/errors/errors.ts'
import type { Change } from '../../shared/state/change.ts'
import { emptyState } from '../../shared/state/samples.ts'
import { createMirror } from '../store/mirror.ts'
import { createFakeBridge } from './fake/bridge.ts'
import { followState, type Schedule } from './follow.ts'

const named = (version: string): Change => ({ kind: 'app', app: { ...emptyState.app, version } })
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

function setUp() {
  let time = 0
  const due: { at: number; task: () => void }[] = []
  const schedule: Schedule = (task, ms) => {
    const entry = { at: time + ms, task }
    due.push(entry)
    return () => due.splice(due.indexOf(entry), 1)
  }
  const pass = async (ms: number) => {
    time += ms
    const ready = due.filter(({ at }) => at <= time)
    for (const entry of ready) due.splice(due.indexOf(entry), 1)
    for (const { task } of ready) task()
    await settle()
  }
  const bridge = createFakeBridge(emptyState)
  const { store, sink } = createMirror(() => time, schedule)
  const begin = () => followState(bridge, sink, schedule)
  return { bridge, store, begin, pass, version: () => store.getState().state?.app.version }
}

describe('the mirror', () => {
  it('loses no change that comes between listening and the snapshot', async () => {
    const { bridge, begin, version, pass } = setUp()
    bridge.answer({
      'app.snapshot': async () => {
        const answer = ok({ revision: 1, state: bridge.state() })
        bridge.change([named('while asked')])
        return answer
      },
    })
    begin()
    await settle()
    await pass(300)
    expect(version()).toBe('while asked')
  })

  it('applies patches in order and passes over those the snapshot already holds', async () => {
    const { bridge, begin, version, store, pass } = setUp()
    begin()
    await settle()
    bridge.change([named('1')])
    bridge.change([named('2')])
    bridge.notify('patch', { from: 1, to: 2, changes: [named('stale')] })
    await pass(300)
    expect(version()).toBe('2')
    expect(store.getState().revision).toBe(3)
  })

  it('asks for a new snapshot when a revision is missing', async () => {
    const { bridge, begin, version, pass } = setUp()
    begin()
    await settle()
    bridge.change([named('lost')], { skip: true })
    await settle()
    await pass(300)
    expect(version()).toBe('lost')
    expect(bridge.inputsOf('app.snapshot')).toHaveLength(2)
  })

  it('says why there is no snapshot and tries again', async () => {
    const { bridge, begin, store, pass } = setUp()
    bridge.answer({ 'app.snapshot': () => fail('internal', 'not yet') })
    begin()
    await settle()
    expect(store.getState().problem?.code).toBe('internal')
    bridge.answer({ 'app.snapshot': () => ok({ revision: 1, state: emptyState }) })
    await pass(1000)
    expect(store.getState().problem).toBeNull()
    expect(store.getState().state).not.toBeNull()
  })

  it('shows changes at most four times a second, and the last of them always', async () => {
    const { bridge, begin, store, pass, version } = setUp()
    begin()
    await settle()
    let shown = 0
    store.subscribe(() => {
      shown += 1
    })
    for (let step = 0; step < 100; step += 1) {
      bridge.change([named(String(step))])
      await pass(10)
    }
    await pass(300)
    expect(version()).toBe('99')
    expect(shown).toBeLessThanOrEqual(6)
    expect(shown).toBeGreaterThanOrEqual(4)
  })

  it('stops when it is told to', async () => {
    const { bridge, begin, version } = setUp()
    const stop = begin()
    await settle()
    stop()
    bridge.change([named('after')])
    await settle()
    expect(version()).toBe(emptyState.app.version)
  })
})
