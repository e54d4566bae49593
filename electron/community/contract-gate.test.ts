import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../shared/domain/engine.ts'
import { ContractGate } from './contract-gate.ts'

type PausedBy = Extract<EngineState, { is: 'paused' }>['by']

/** An engine that only remembers how it was told to stand; pausing a stopped one leaves it stopped, as the real one does. */
function gated(state: EngineState = { is: 'running', since: 0 }) {
  const engine = {
    view: { state },
    begin: () => {
      if (engine.view.state.is !== 'paused' || engine.view.state.by !== 'losses') engine.start()
    },
    atMost: [] as number[],
    takeAtMost: (bounties: number) => {
      engine.atMost.push(bounties)
    },
    start: () => {
      engine.view = { state: { is: 'running', since: 0 } }
    },
    pause: (by: PausedBy) => {
      if (engine.view.state.is !== 'stopped') engine.view = { state: { is: 'paused', since: 0, by, until: null } }
    },
    stop: () => {
      engine.view = { state: { is: 'stopped', since: 0 } }
    },
  }
  const stands = (): string => (engine.view.state.is === 'paused' ? engine.view.state.by : engine.view.state.is)
  return { gate: new ContractGate(engine), engine, stands }
}

describe('the gate before the engine while a Community shows other contracts', () => {
  it('stops new stakes, and lets a running engine go on when the contracts are the pinned ones again', () => {
    const { gate, stands } = gated()
    gate.shut()
    expect(stands()).toBe('contracts-changed')
    gate.open()
    expect(stands()).toBe('running')
  })

  it('holds an engine that begins behind it, and leaves the pause of an earlier run', () => {
    const { gate, engine, stands } = gated()
    engine.stop()
    gate.shut()
    gate.begin()
    expect(stands()).toBe('contracts-changed')
    gate.open()
    expect(stands()).toBe('running')
    const kept = gated()
    kept.engine.pause('losses')
    kept.gate.begin()
    expect(kept.stands()).toBe('losses')
  })

  it('leaves paused what the operator or the losses had paused before', () => {
    for (const by of ['operator', 'losses'] as const) {
      const { gate, engine, stands } = gated()
      engine.pause(by)
      gate.shut()
      gate.shut()
      gate.open()
      expect(stands()).toBe(by)
    }
  })

  it('does not stake because somebody says start meanwhile', () => {
    const { gate, stands } = gated({ is: 'stopped', since: null })
    gate.shut()
    expect(stands()).toBe('stopped')
    gate.start()
    expect(stands()).toBe('contracts-changed')
    gate.open()
    expect(stands()).toBe('running')
  })

  it('counts what is to be taken on once, however often it shuts and opens', () => {
    const { gate, engine, stands } = gated({ is: 'stopped', since: null })
    gate.start(3)
    gate.shut()
    gate.open()
    expect([stands(), engine.atMost]).toEqual(['running', [3]])
  })

  it('remembers a pause and a stop that were said meanwhile', () => {
    const paused = gated()
    paused.gate.shut()
    paused.gate.pause()
    paused.gate.open()
    expect(paused.stands()).toBe('operator')
    const stopped = gated()
    stopped.gate.shut()
    stopped.gate.stop()
    stopped.gate.open()
    expect(stopped.stands()).toBe('stopped')
  })

  it('takes back no pause that came for another reason meanwhile', () => {
    const { gate, engine, stands } = gated()
    gate.shut()
    engine.pause('losses')
    gate.open()
    expect(stands()).toBe('losses')
  })
})
