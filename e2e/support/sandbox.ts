import { join } from 'node:path'
import process from 'node:process'
import { systemClock } from '../../electron/runtime/clock.ts'
import { processChannel } from '../../electron/runtime/node-channel.ts'
import { Connection } from '../../electron/runtime/protocol.ts'
import { type SandboxReady, type SandboxStart, sandboxProtocol } from '../../electron/runtime/sandbox-protocol.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'

/** A real Community in a process of its own, which outlives the console and obeys the spec. */
export interface RunningSandbox {
  /** polyswarmd, `127.0.0.1:port`. */
  readonly address: string
  readonly ready: SandboxReady
  fund(account: Address): Promise<void>
  /** polyswarmd goes away or comes back at the same address; its chains go on meanwhile. */
  setDaemon(running: boolean): Promise<void>
  /** Its ambassador begins to post, which it does not do before. @returns how many bounties will come */
  letBountiesCome(): Promise<number>
  /** NCT of an account on the side chain in base units, asked of the chain itself. */
  sideBalance(account: Address): Promise<bigint>
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../..')

/**
 * Fast blocks, a few bounties, and a reveal window that is long in seconds: a spec may end a console or a daemon in it and start it
 * again, on a machine that is busy with other things.
 */
export const FAST = {
  port: 0,
  blockTimeMs: 250,
  bountyEvery: 2,
  bountyLimit: 4,
  revealWindow: 40,
  actors: { ambassador: true, rivals: 1, arbiters: 1, verifiers: true },
} as const satisfies SandboxStart

export async function startSandbox(options: SandboxStart & { readonly bountyLimit: number }): Promise<RunningSandbox> {
  const env = { PATH: process.env.PATH ?? '' }
  const channel = processChannel(join(ROOT, 'out/main/sandbox-main.js'), [], env)
  let ended = false
  const exit = new Promise<void>((resolve) =>
    channel.onExit(() => {
      ended = true
      resolve()
    }),
  )
  const gone = (reason: Reason): ConsoleError => new ConsoleError('sandbox-failed', reason)
  const helper = new Connection(channel, sandboxProtocol, systemClock, gone)
  const ready = await helper.call('start', options).catch((error: unknown) => {
    channel.kill()
    throw error
  })
  await helper.call('pauseBounties', { paused: true })
  return {
    address: ready.polyswarmd,
    ready,
    fund: async (account) => void (await helper.call('fund', { account })),
    setDaemon: async (running) => void (await helper.call('setDaemon', { running })),
    letBountiesCome: async () => {
      const { posted } = await helper.call('usage', null)
      await helper.call('pauseBounties', { paused: false })
      return options.bountyLimit - posted
    },
    sideBalance: (account) => balanceOf(ready.rpc.side, ready.contracts.side.nectar, account),
    stop: async () => {
      if (ended) return
      await helper.call('stop', null).catch(() => channel.kill())
      await exit
    },
  }
}

/** ERC-20's `balanceOf`, by plain JSON-RPC. */
async function balanceOf(rpc: string, token: Address, account: Address): Promise<bigint> {
  const data = `0x70a08231${account.slice(2).toLowerCase().padStart(64, '0')}`
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [{ to: token, data }, 'latest'] })
  const answer = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result } = (await answer.json()) as { result?: string }
  if (result === undefined) throw new Error(`the side chain did not tell the balance of ${account}`)
  return BigInt(result)
}
