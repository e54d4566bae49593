import { describe, expect, it } from 'vitest'
import { emptyState } from '../../shared/state/samples.ts'
import type { Need } from '../../shared/state/state.ts'
import { ManualClock } from '../runtime/clock.ts'
import { memorySettings } from './memory-settings.fixture.ts'
import { Needs } from './needs.ts'
import { SettingsStore } from './settings.ts'
import { StateStore } from './store.ts'

const HOUR = 3_600_000
const need = (id: string, over: Partial<Need> = {}): Need => ({
  id,
  community: null,
  urgency: 'later',
  code: 'connection-lost',
  values: {},
  since: 0,
  guid: null,
  ...over,
})

function board() {
  const clock = new ManualClock()
  const store = new StateStore({ initial: emptyState })
  const settings = new SettingsStore(memorySettings())
  const needs = new Needs(store, settings, clock)
  return { clock, needs, settings, shown: () => store.state.needs.map(({ id }) => id) }
}

describe('what needs a person', () => {
  it('comes from every source, the urgent first, then the older', () => {
    const { needs, shown } = board()
    needs.set('lima', [need('late', { since: 2 }), need('early', { since: 1 })])
    needs.set('journal', [need('now', { urgency: 'now', since: 3 })])
    expect(shown()).toEqual(['now', 'early', 'late'])
    needs.drop('lima')
    expect(shown()).toEqual(['now'])
  })

  it('stays away for a working day when it is put off, and for an hour when it is urgent', async () => {
    const { needs, clock, shown } = board()
    const all = [need('later'), need('now', { urgency: 'now' })]
    needs.set('lima', all)
    needs.putOff('later')
    needs.putOff('now')
    expect(shown()).toEqual([])
    await clock.advance(HOUR)
    needs.set('lima', all)
    expect(shown()).toEqual(['now'])
    await clock.advance(11 * HOUR)
    needs.set('lima', all)
    expect(shown()).toEqual(['now', 'later'])
  })

  it('is shown at once when it was put off, solved, and comes back', () => {
    const { needs, settings, shown } = board()
    needs.set('lima', [need('lost')])
    needs.putOff('lost')
    needs.set('lima', [])
    expect(settings.value.putOff).toEqual({})
    needs.set('lima', [need('lost')])
    expect(shown()).toEqual(['lost'])
  })

  it('that is a loss stays away once it was seen: hours later, over its Community opened anew, whatever is told in between; a new one is told', async () => {
    const { needs, clock, shown } = board()
    const loss = (id: string) => need(id, { code: 'stake-lost', urgency: 'now', values: { name: 'a.exe', lostNct: '1' } })
    needs.set('sandbox', [loss('first')])
    needs.putOff('first')
    await clock.advance(2 * HOUR)
    needs.set('sandbox', [loss('first')])
    expect(shown()).toEqual([])
    needs.set('sandbox', [])
    needs.drop('sandbox')
    needs.set('sandbox', [need('connecting')])
    needs.set('sandbox', [loss('first'), loss('second')])
    expect(shown()).toEqual(['second'])
  })

  it('leaves nothing in the settings for ever', async () => {
    const { needs, settings, clock } = board()
    needs.set('lima', [need('one'), need('two')])
    needs.putOff('one')
    await clock.advance(13 * HOUR)
    needs.putOff('two')
    expect(Object.keys(settings.value.putOff)).toEqual(['two'])
  })
})
