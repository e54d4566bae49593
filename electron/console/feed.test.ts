import { expect, it } from 'vitest'
import { emptyState } from '../../shared/state/samples.ts'
import type { Journal, JournalOp } from '../journal/port.ts'
import { silentLog } from '../runtime/log.ts'
import { Feed } from './feed.ts'
import { StateStore } from './store.ts'

const line = { at: 1, community: null, code: 'connected', tone: 'soft', mine: true, guid: null, subject: null, amount: null } as const
const lines = (count: number) => Array.from({ length: count }, () => line)

it('keeps no more than some thousand lines in memory for a journal that cannot write, shows all, and writes on afterwards', async () => {
  const { promise: canWrite, resolve: goesOn } = Promise.withResolvers<void>()
  const given: JournalOp[] = []
  const journal = {
    lastEventId: async () => 0,
    events: async () => [],
    write: (ops: readonly JournalOp[]) => {
      given.push(...ops)
      return canWrite
    },
  } as Partial<Journal> as Journal
  const store = new StateStore({ initial: emptyState })
  const feed = new Feed(store, journal, silentLog)
  await feed.load(10)
  for (let i = 0; i < 120; i++) feed.say(lines(100))
  expect(given).toHaveLength(5_000)
  expect(store.state.events[0]?.id).toBe(12_000)
  goesOn()
  await new Promise((resolve) => setImmediate(resolve))
  feed.say(lines(1))
  expect(given).toHaveLength(5_001)
  expect(given.at(-1)).toMatchObject({ event: { id: 12_001 } })
})

it('numbers what was said before the last run was read after it', async () => {
  const given: JournalOp[] = []
  const journal = {
    lastEventId: async () => 40,
    events: async () => [{ ...line, id: 40 }],
    write: async (ops: readonly JournalOp[]) => void given.push(...ops),
  } as Partial<Journal> as Journal
  const store = new StateStore({ initial: emptyState })
  const feed = new Feed(store, journal, silentLog)
  feed.say(lines(2))
  expect(given).toEqual([])
  await feed.load(10)
  expect(given).toMatchObject([{ event: { id: 41 } }, { event: { id: 42 } }])
  expect(store.state.events.map(({ id }) => id)).toEqual([42, 41, 40])
})
