import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { decodeNotification } from '../../shared/contract/wire.ts'
import { applyChange, type Change, type Patch, type Snapshot } from '../../shared/state/change.ts'
import { emptyState } from '../../shared/state/samples.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createLog, silentLog } from '../runtime/log.ts'
import { Publisher } from './publisher.ts'
import { eventChange, needsChange, walletsChange } from './state.fixture.ts'
import { StateStore } from './store.ts'

const A = `0x${'a'.repeat(40)}`
const B = `0x${'b'.repeat(40)}`

describe('Publisher', () => {
  let clock: ManualClock
  let store: StateStore
  let publisher: Publisher
  let heard: Patch[]
  const listen = () => publisher.subscribe((name, json) => heard.push(decodeNotification(name, json) as Patch))

  beforeEach(() => {
    clock = new ManualClock()
    store = new StateStore({ initial: emptyState })
    publisher = new Publisher(store, clock, silentLog)
    heard = []
  })

  it('sends updates of one turn as one patch with the last word for each part', async () => {
    listen()
    store.update([walletsChange(A)])
    store.update([walletsChange(A, B), eventChange(1)])
    store.update([eventChange(2)])
    await clock.advance(0)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ from: 0, to: 3 })
    expect(heard[0]?.changes.map(({ kind }) => kind).sort()).toEqual(['events', 'wallets'])
    expect(heard[0]?.changes.find(({ kind }) => kind === 'wallets')).toEqual(walletsChange(A, B))
  })

  it('sends at most 20 patches a second, each beginning where the one before ended, and loses nothing', async () => {
    listen()
    for (let id = 0; id < 999; id++) {
      store.update([eventChange(id)])
      await clock.advance(1)
    }
    expect(heard).toHaveLength(20)
    await clock.advance(50)
    expect(heard.at(-1)?.to).toBe(999)
    expect(heard.map(({ from }) => from)).toEqual([0, ...heard.slice(0, -1).map(({ to }) => to)])
    expect(heard.flatMap(({ changes }) => changes).flatMap((c) => (c.kind === 'events' ? c.events.map(({ id }) => id) : []))).toEqual(
      Array.from({ length: 999 }, (_, id) => id),
    )
  })

  it('keeps no change and sets no timer while nobody listens', async () => {
    store.update([eventChange(1)])
    expect(clock.waiting).toBe(0)
    const stop = listen()
    store.update([eventChange(2)])
    expect(clock.waiting).toBe(1)
    stop()
    expect(clock.waiting).toBe(0)
    store.update([eventChange(3)])
    expect(clock.waiting).toBe(0)
    listen()
    store.update([eventChange(4)])
    await clock.advance(0)
    expect(heard).toMatchObject([{ from: 3, to: 4, changes: [eventChange(4)] }])
  })

  it('sends what waits before a snapshot is taken, so that the next patch begins at the snapshot', async () => {
    listen()
    store.update([eventChange(1)])
    await clock.advance(0)
    store.update([eventChange(2)])
    expect(publisher.snapshot().revision).toBe(2)
    expect(heard.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ])
    store.update([eventChange(3)])
    await clock.advance(49)
    expect(heard).toHaveLength(2)
    await clock.advance(1)
    expect(heard[2]).toMatchObject({ from: 2, to: 3 })
  })

  it('goes on for the others when one subscriber throws', async () => {
    publisher.subscribe(() => {
      throw new Error('closed window')
    })
    listen()
    store.update([eventChange(1)])
    await clock.advance(0)
    expect(heard).toHaveLength(1)
  })

  it('leaves a gap, logs and lives on when a change does not fit the contract', async () => {
    const lines: string[] = []
    publisher = new Publisher(store, clock, createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) }))
    listen()
    store.update([{ ...needsChange(), needs: [{ id: 7 }] } as unknown as Change])
    await clock.advance(50)
    expect(heard).toEqual([])
    expect(lines.join()).toContain('could not be encoded')
    store.update([needsChange('fund')])
    await clock.advance(50)
    expect(heard).toEqual([{ from: 1, to: 2, changes: [needsChange('fund')] }])
  })

  it('lets a window that listens, then takes a snapshot, then applies patches end with the state of the console', async () => {
    const step = fc.oneof(
      fc.integer({ min: 0, max: 9999 }).map((id) => ({ do: 'update' as const, changes: [eventChange(id)] })),
      fc
        .subarray(['a', 'b', 'c'])
        .map((ids) => ({ do: 'update' as const, changes: [needsChange(...ids), walletsChange(...[A, B].slice(ids.length % 2))] })),
      fc.integer({ min: 0, max: 80 }).map((ms) => ({ do: 'wait' as const, ms })),
      fc.constant({ do: 'open a window' as const }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const time = new ManualClock()
        const truth = new StateStore({ initial: emptyState })
        const teller = new Publisher(truth, time, silentLog)
        const mirrors: Mirror[] = []
        for (const next of steps) {
          if (next.do === 'update') truth.update(next.changes)
          else if (next.do === 'wait') await time.advance(next.ms)
          else mirrors.push(new Mirror(teller))
        }
        await time.advance(50)
        for (const mirror of mirrors) expect(mirror.now).toEqual(truth.snapshot())
      }),
      { numRuns: 150 },
    )
  })
})

/** A window as simple as can be: a patch that does not begin at its revision is an error, not a reason to ask again. */
class Mirror {
  now: Snapshot
  constructor(publisher: Publisher) {
    const early: Patch[] = []
    let take = (patch: Patch): void => void early.push(patch)
    publisher.subscribe((name, json) => take(decodeNotification(name, json) as Patch))
    this.now = publisher.snapshot()
    take = (patch) => {
      if (patch.from !== this.now.revision) throw new Error(`a gap: at ${this.now.revision}, patch from ${patch.from}`)
      this.now = { revision: patch.to, state: patch.changes.reduce(applyChange, this.now.state) }
    }
    for (const patch of early) if (patch.to > this.now.revision) take(patch)
  }
}
