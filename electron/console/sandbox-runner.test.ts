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
  const disk: (string | null)[] = []
  const helper: { tellDisk: (failure: string | null) => void } = { tellDisk: () => undefined }
  let starts = 0
  const sandbox = new SandboxRunner({
    clock: new ManualClock(),
    log: silentLog,
    start: {},
    onState: (state) => states.push(state.is),
    onKeeping: (failure) => disk.push(failure),
    onReady: () => undefined,
    spawn: () =>
      memoryChannel((port) => {
        const served = serve(port, sandboxProtocol, {
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
        helper.tellDisk = (failure) => served.emit('keeping', { failure })
      }),
  })
  return { sandbox, states, disk, helper }
}

describe('the sandbox’s process', () => {
  it('tells its addresses, also to those who ask again', async () => {
    const { sandbox, states } = runner(0)
    expect(await sandbox.start()).toEqual(ready)
    expect(await sandbox.start()).toEqual(ready)
    expect(states).toEqual(['starting', 'running'])
  })

  it('tells that it cannot be kept on the disk until it can, or until it is another', async () => {
    const { sandbox, disk, helper } = runner(0)
    await sandbox.start()
    helper.tellDisk('ENOSPC')
    await expect.poll(() => disk.at(-1)).toBe('ENOSPC')
    helper.tellDisk(null)
    await expect.poll(() => disk.at(-1)).toBeNull()
    helper.tellDisk('EIO')
    await expect.poll(() => disk.at(-1)).toBe('EIO')
    await sandbox.stop()
    expect(disk.at(-1)).toBeNull()
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
