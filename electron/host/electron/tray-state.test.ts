import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../../shared/domain/engine.ts'
import { emptyState, sampleCommunity } from '../../../shared/state/samples.ts'
import type { CommunityState, ConsoleState, Need } from '../../../shared/state/state.ts'
import { type TrayActions, trayMenu, trayState } from './tray-state.ts'

const running: EngineState = { is: 'running', since: 1 }
const byOperator: EngineState = { is: 'paused', since: 1, by: 'operator', until: null }
const byLosses: EngineState = { is: 'paused', since: 1, by: 'losses', until: null }
const stopped: EngineState = { is: 'stopped', since: null }
const lost: CommunityState['connection'] = {
  is: 'lost',
  since: 1,
  attempt: 1,
  nextTryAt: null,
  everConnected: true,
  code: 'unreachable',
  detail: 'no route to host',
}
const need = (urgency: Need['urgency']): Need => ({ id: urgency, community: null, urgency, code: 'x', values: {}, since: 0, guid: null })

function consoleWith(communities: readonly Partial<CommunityState>[], needs: readonly Need[] = []): ConsoleState {
  const entries = communities.map((over, index) => {
    const id = `http://${index}.example`
    return [id, { ...sampleCommunity(id, `Hive ${index}`), ...over }] as const
  })
  return { ...emptyState, communities: Object.fromEntries(entries), needs: [...needs] }
}

describe('trayState', () => {
  it.each([
    ['running', 'The engine is running', [{ engine: running }], []],
    ['running', 'The engine is running', [{ engine: running }, { engine: byOperator }], [need('later')]],
    ['paused', 'The engine is paused', [{ engine: byOperator }, { engine: stopped }], []],
    ['paused', 'The engine is paused', [{ engine: byLosses }], []],
    ['paused', 'No engine is started', [{ engine: stopped, connection: lost }], []],
    ['paused', 'No engine is started', [], []],
    ['needs', 'One thing needs you now', [{ engine: running }], [need('now'), need('later')]],
    ['lost', 'No connection: Hive 1', [{ engine: running }, { engine: running, connection: lost }], [need('now')]],
  ] as const)('says %s: %s', (icon, text, communities, needs) => {
    expect(trayState(consoleWith(communities, needs))).toMatchObject({ icon, text })
  })

  it('has pictures of its own for each state, on dark and on light, in both sizes', () => {
    const folder = join(import.meta.dirname, '../../../resources/icons')
    for (const icon of ['running', 'paused', 'needs', 'lost'])
      for (const ground of ['on-dark', 'on-light'])
        for (const size of ['', '@2x']) expect(existsSync(join(folder, `tray-${icon}-${ground}${size}.png`))).toBe(true)
  })
})

describe('trayMenu', () => {
  function menu(state: ConsoleState, language: 'en' | 'ja' = 'en') {
    const done: string[] = []
    const actions: TrayActions = {
      show: () => done.push('show'),
      quit: () => done.push('quit'),
      pause: (communities) => done.push(`pause ${communities.join(' ')}`),
      resume: (communities) => done.push(`resume ${communities.join(' ')}`),
    }
    const items = trayMenu(trayState(state), actions, language)
    return {
      done,
      labels: items.flatMap(({ label }) => label ?? []),
      click: (label: string) => (items.find((item) => item.label === label)?.click as (() => void) | undefined)?.(),
    }
  }

  it('pauses what runs and resumes what the operator has paused', () => {
    const { done, labels, click } = menu(
      consoleWith([{ engine: running }, { engine: byOperator }, { engine: stopped }, { engine: byLosses }]),
    )
    expect(labels).toEqual(['The engine is running', 'Show PolySwarm Console', 'Pause the engine', 'Resume the engine', 'Quit'])
    for (const label of labels) click(label)
    expect(done).toEqual(['show', 'pause http://0.example', 'resume http://1.example', 'quit'])
  })

  it('offers no more than there is to do', () => {
    expect(menu(consoleWith([])).labels).toEqual(['No engine is started', 'Show PolySwarm Console', 'Quit'])
    expect(menu(consoleWith([{ engine: running }]), 'ja').labels).toContain('エンジンを一時停止')
  })
})
