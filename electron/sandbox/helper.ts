import { ConsoleError } from '../../shared/errors/errors.ts'
import type { HelperPort } from '../runtime/channel.ts'
import { type Served, serve } from '../runtime/protocol.ts'
import { type SandboxReady, type SandboxStart, sandboxProtocol } from '../runtime/sandbox-protocol.ts'
import type { SandboxOptions } from './options.ts'
import { type SandboxHandle, startSandbox } from './sandbox.ts'

/**
 * Runs a sandbox behind a helper's port. When the parent is gone, or asks for it, the sandbox is written to its folder and `exit` is
 * called.
 */
export function runSandboxHelper(port: HelperPort, exit: (code: number) => void): void {
  let sandbox: Promise<SandboxHandle> | null = null
  const running = (): Promise<SandboxHandle> => sandbox ?? Promise.reject(new ConsoleError('sandbox-failed', 'not started yet'))
  const end = async (): Promise<void> => (sandbox ? (await sandbox).close() : undefined)
  const served: Served<typeof sandboxProtocol> = serve(port, sandboxProtocol, {
    start: async (params) => {
      if (sandbox) throw new ConsoleError('sandbox-failed', 'started already')
      sandbox = start(params, (text) => served.emit('trouble', { text }))
      sandbox.catch(() => {
        sandbox = null
      })
      return describe(await sandbox)
    },
    fund: async ({ account }) => {
      await (await running()).fund(account)
      return null
    },
    setDaemon: async ({ running: on }) => {
      const handle = await running()
      await (on ? handle.startDaemon() : handle.stopDaemon())
      return null
    },
    pauseBounties: async ({ paused }) => {
      ;(await running()).pauseBounties(paused)
      return null
    },
    usage: async () => {
      const { user, system } = process.cpuUsage()
      return { cpuMs: (user + system) / 1_000, rss: process.memoryUsage.rss(), posted: (await running()).posted() }
    },
    stop: async () => {
      await end()
      // The answer goes out first.
      setImmediate(() => exit(0))
      return null
    },
  })
  port.onDisconnect(() => {
    end().then(
      () => exit(0),
      () => exit(1),
    )
  })
}

async function start(params: SandboxStart, trouble: (text: string) => void): Promise<SandboxHandle> {
  try {
    return await startSandbox({ ...withoutUndefined(params), onError: (error) => trouble(textOf(error).slice(0, 500)) })
  } catch (error) {
    throw new ConsoleError('sandbox-failed', textOf(error), { cause: error })
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Optional fields that are there but undefined count as missing. */
const withoutUndefined = (params: SandboxStart): SandboxOptions => JSON.parse(JSON.stringify(params)) as SandboxOptions

/** What clients need to know of a sandbox. */
export const describe = (sandbox: SandboxHandle): SandboxReady => ({
  polyswarmd: sandbox.address,
  seed: sandbox.seed,
  rpc: sandbox.rpc,
  contracts: sandbox.contracts,
})
