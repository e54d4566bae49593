import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../shared/domain/engine.ts'
import { applyChange, type Change } from '../../shared/state/change.ts'
import { emptyState, sampleCommunity } from '../../shared/state/samples.ts'
import type { ConsoleState, EventLine } from '../../shared/state/state.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Alarms } from './alarms.ts'

const ID = 'http://one.example'
const NCT = 10n ** 18n

function setUp() {
  const clock = new ManualClock()
  const told: string[] = []
  let state: ConsoleState = { ...emptyState, communities: { [ID]: sampleCommunity(ID, 'Hive') } }
  const alarms = new Alarms({ clock, state: () => state, notify: (title, body) => told.push(`${title} | ${body}`) })
  const hear = (change: Change): void => {
    state = applyChange(state, change)
    alarms.hear([change])
  }
  return {
    clock,
    told,
    alarms,
    speak: (language: 'en' | 'ja') => hear({ kind: 'app', app: { ...state.app, preferences: { ...state.app.preferences, language } } }),
    lose: (over: Partial<EventLine> = {}) =>
      hear({
        kind: 'events',
        events: [
          {
            id: 1,
            at: clock.now(),
            community: ID,
            code: 'forfeited',
            tone: 'loss',
            mine: true,
            guid: null,
            subject: 'invoice.pdf',
            amount: -3n * NCT,
            ...over,
          },
        ],
      }),
    engine: (engine: EngineState) => hear({ kind: 'community', id: ID, community: { ...sampleCommunity(ID, 'Hive'), engine } }),
  }
}

const paused = (by: Extract<EngineState, { is: 'paused' }>['by']): EngineState => ({ is: 'paused', since: 1, by, until: null })
const failed: EngineState = { is: 'failed', since: 1, part: 'scanner', detail: 'exit 1' }

describe('a lost stake', () => {
  it('is told with its amount, its Community and its artifact', async () => {
    const { clock, told, lose } = setUp()
    lose()
    await clock.advance(1000)
    expect(told).toEqual(['A stake is lost | 3 NCT in Hive: invoice.pdf. The console says why.'])
  })

  it('is told once with those that are lost together', async () => {
    const { clock, told, lose } = setUp()
    lose()
    lose({ amount: -NCT / 2n })
    await clock.advance(5000)
    expect(told).toEqual(['2 stakes are lost | 3.5 NCT in Hive. The console says why.'])
    lose({ amount: -NCT })
    await clock.advance(5000)
    expect(told).toHaveLength(2)
  })

  it('is told in the language of the window', async () => {
    const { clock, told, lose, speak } = setUp()
    speak('ja')
    lose()
    await clock.advance(1000)
    expect(told).toEqual(['賭け金が没収されました | Hive で 3 NCT：invoice.pdf。理由はコンソールにあります。'])
  })

  it('of somebody else, and every other line, is no alarm', async () => {
    const { clock, told, lose } = setUp()
    lose({ mine: false })
    lose({ code: 'settled' })
    await clock.advance(10_000)
    expect(told).toEqual([])
  })
})

describe('a stopped engine', () => {
  it.each([paused('losses'), paused('contracts-changed'), paused('balance'), paused('deprecated'), failed])(
    'is told once: %j',
    async (engine) => {
      const { clock, told, engine: becomes } = setUp()
      becomes(engine)
      await clock.advance(3000)
      becomes({ ...engine })
      await clock.advance(60_000)
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(/^The engine has stopped in Hive \| ./)
    },
  )

  it.each([
    paused('operator'),
    paused('day-limit'),
    paused('at-once-limit'),
    { is: 'stopped', since: 1 },
    { is: 'locked', since: 1 },
  ] as const)('is no alarm when it is meant to, or ends by itself: %j', async (engine) => {
    const { clock, told, engine: becomes } = setUp()
    becomes(engine)
    await clock.advance(60_000)
    expect(told).toEqual([])
  })

  it('is no alarm when it goes on within a moment, and is told when it stops again', async () => {
    const { clock, told, engine } = setUp()
    engine(failed)
    await clock.advance(2000)
    engine({ is: 'running', since: 2 })
    engine(failed)
    await clock.advance(4000)
    engine({ is: 'running', since: 2 })
    await clock.advance(60_000)
    expect(told).toEqual([])
    engine(failed)
    await clock.advance(60_000)
    expect(told).toHaveLength(1)
  })

  it('is not told any more after the end', async () => {
    const { clock, told, engine, lose, alarms } = setUp()
    engine(failed)
    lose()
    alarms.close()
    await clock.advance(60_000)
    expect(told).toEqual([])
  })
})
