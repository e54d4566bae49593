import { describe, expect, it } from 'vitest'
import type { Pins } from '../../shared/domain/community.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import type { ContractProbes } from '../transactions/pins.ts'
import { ChangingDaemon, probesFor } from '../transactions/probes.fixture.ts'
import { ACCOUNT, PINS } from '../transactions/world.fixture.ts'
import { ContractWatch, type LearnedGas } from './contract-watch.ts'

const MOVED: Pins = { ...PINS, registry: '0x9999999999999999999999999999999999999999' }
const failing: ContractProbes = {
  ...probesFor(ACCOUNT, PINS),
  buildSettle: () => Promise.reject(new ConsoleError('unreachable', '502 Bad Gateway')),
}

function watch() {
  const clock = new ManualClock()
  const daemon = new ChangingDaemon(probesFor(ACCOUNT, PINS))
  const gate = { shut: false }
  const gas: LearnedGas[] = []
  const knowns: string[] = []
  const lines: string[] = []
  const troubles: string[] = []
  const contracts = new ContractWatch({
    community: 'lima',
    pins: PINS,
    client: daemon.client,
    clock,
    gate: {
      shut: () => {
        gate.shut = true
      },
      open: () => {
        gate.shut = false
      },
    },
    onKnown: (known) => knowns.push(known),
    onGas: async (learned) => {
      gas.push(learned)
    },
    changed: () => undefined,
    say: (said) => lines.push(...said.map(({ code }) => code)),
    onTrouble: (where) => troubles.push(where),
  })
  contracts.setConnected(true)
  return { clock, daemon, gate, gas, knowns, lines, troubles, contracts }
}

describe('watching a Community’s contracts', () => {
  it('tells what gas costs as long as they are the pinned ones', async () => {
    const { contracts, gate, gas, knowns, lines } = watch()
    await contracts.compare()
    expect(gas).toEqual([{ home: { limit: 90_000n, price: 7n }, side: { limit: 50_000_000n, price: 0n } }])
    expect([gate.shut, contracts.need, knowns, lines]).toEqual([false, null, ['pinned'], []])
  })

  it('shuts the gate and asks for a person when they are others, once, and opens it when they are the pinned ones again', async () => {
    const { contracts, daemon, gate, gas, lines } = watch()
    daemon.shows = probesFor(ACCOUNT, MOVED)
    await contracts.compare()
    await contracts.compare()
    expect(gate.shut).toBe(true)
    expect(contracts.need).toMatchObject({
      id: 'lima:contracts-changed',
      urgency: 'now',
      values: { detail: expect.stringContaining('registry'), why: 'contract-other-than', contract: 'registry', now: MOVED.registry },
    })
    expect([gas, lines]).toEqual([[], ['contracts-changed']])
    daemon.shows = probesFor(ACCOUNT, PINS)
    await contracts.compare()
    expect([gate.shut, contracts.need, gas.length]).toEqual([false, null, 1])
  })

  it('asks again until it is answered: without gas terms nothing could be signed', async () => {
    const { contracts, daemon, clock, gas, troubles } = watch()
    daemon.shows = failing
    await contracts.compare()
    await clock.advance(12_000)
    expect(troubles).toEqual(['contracts', 'contracts', 'contracts'])
    daemon.shows = probesFor(ACCOUNT, PINS)
    await clock.advance(5_000)
    expect([gas.length, clock.waiting]).toEqual([1, 0])
  })

  it('asks no more when the connection is gone or it was stopped', async () => {
    const { contracts, daemon, clock, troubles } = watch()
    daemon.shows = failing
    await contracts.compare()
    contracts.setConnected(false)
    await clock.advance(60_000)
    expect([troubles.length, clock.waiting]).toEqual([1, 0])
    const late = contracts.compare()
    contracts.stop()
    await late
    expect([troubles.length, clock.waiting]).toEqual([1, 0])
  })
})
