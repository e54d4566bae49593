import { ConsoleError } from '../../shared/errors/errors.ts'
import type { HelperPort } from '../runtime/channel.ts'
import { type Served, serve } from '../runtime/protocol.ts'
import { type SandboxReady, type SandboxStart, sandboxProtocol } from '../runtime/sandbox-protocol.ts'
import { groundworkAhead, type TakeGroundwork } from './groundwork-ahead.ts'
import type { SandboxOptions } from './options.ts'
import { type SandboxHandle, startSandbox } from './sandbox.ts'

/**
 * Runs a sandbox behind a helper's port. When the parent is gone, `exit` is called at once; when it asks for it, after the
 * sandbox's state is written anew.
 * @param folder the one whose sandbox will most likely be asked for; null when nobody knows
 */
export function runSandboxHelper(port: HelperPort, folder: string | null, exit: (code: number) => void): void {
  let sandbox: Promise<SandboxHandle> | null = null
  const running = (): Promise<SandboxHandle> => sandbox ?? Promise.reject(new ConsoleError('sandbox-failed', 'not started yet'))
  const end = async (): Promise<void> => (sandbox ? (await sandbox).close() : undefined)
  const served: Served<typeof sandboxProtocol> = serve(port, sandboxProtocol, {
    start: async (params) => {
      if (sandbox) throw new ConsoleError('sandbox-failed', 'started already')
      sandbox = start(params, take, { onError: trouble, onKeeping: keeping })
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
  const trouble = (error: unknown): void => served.emit('trouble', { text: textOf(error).slice(0, 500) })
  const keeping = (failure: string | null): void => served.emit('keeping', { failure: failure?.slice(0, 500) ?? null })
  const take: TakeGroundwork = folder === null ? () => Promise.resolve(null) : groundworkAhead(folder, trouble)
  // All that happened is in the folder already, and the next console's sandbox may be on its way into it.
  port.onDisconnect(() => exit(0))
}

type Listeners = Required<Pick<SandboxOptions, 'onError' | 'onKeeping'>>

async function start(params: SandboxStart, take: TakeGroundwork, listeners: Listeners): Promise<SandboxHandle> {
  try {
    const options = { ...withoutUndefined(params), ...listeners }
    return await startSandbox(options, (await take(options)) ?? undefined)
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
