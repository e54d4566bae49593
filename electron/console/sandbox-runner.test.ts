import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { silentLog } from '../runtime/log.ts'
import { memoryChannel } from '../runtime/memory-channel.fixture.ts'
import { serve } from '../runtime/protocol.ts'
import { type SandboxReady, sandboxProtocol } from '../runtime/sandbox-protocol.ts'
import { SandboxRunner } from './sandbox-runner.ts'

const at = '0x0000000000000000000000000000000000000001'
const ready: SandboxReady = {
  polyswarmd: '127.0.0.1:31337',
  seed: 1,
  rpc: { home: 'http://127.0.0.1:1', side: 'http://127.0.0.1:2' },
  contracts: { home: { nectar: at, relay: at }, side: { nectar: at, relay: at, registry: at, arbiterStaking: at } },
}

/** @param failing starts of the sandbox that do not work */
function runner(failing: number) {
  const states: string[] = []
  let starts = 0
  const sandbox = new SandboxRunner({
    clock: new ManualClock(),
    log: silentLog,
    start: {},
    onState: (state) => states.push(state.is),
    onReady: () => undefined,
    spawn: () =>
      memoryChannel((port) => {
        serve(port, sandboxProtocol, {
          start: () => {
            starts += 1
            if (starts <= failing) throw new ConsoleError('sandbox-failed', 'the folder holds another sandbox')
            return ready
          },
          fund: () => null,
          setDaemon: () => null,
          pauseBounties: () => null,
          usage: () => ({ cpuMs: 0, rss: 0, posted: 0 }),
          stop: () => null,
        })
      }),
  })
  return { sandbox, states }
}

describe('the sandbox’s process', () => {
  it('tells its addresses, also to those who ask again', async () => {
    const { sandbox, states } = runner(0)
    expect(await sandbox.start()).toEqual(ready)
    expect(await sandbox.start()).toEqual(ready)
    expect(states).toEqual(['starting', 'running'])
  })

  it('begins again when it is asked to after a start that failed', async () => {
    const { sandbox, states } = runner(1)
    await expect(sandbox.start()).rejects.toMatchObject({ code: 'sandbox-failed' })
    await Promise.resolve()
    expect(states.at(-1)).toBe('failed')
    expect(await sandbox.start()).toEqual(ready)
    expect(states.at(-1)).toBe('running')
  })
})
