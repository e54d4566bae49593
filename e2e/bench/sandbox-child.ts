import process from 'node:process'
import { Interface } from 'ethers'
import type { SandboxOptions } from '../../electron/sandbox/options.ts'
import { startSandbox } from '../../electron/sandbox/sandbox.ts'

/* A sandbox in a process of its own, so that what it costs is not counted as the console's. Speaks plain messages with its parent. */

export type ToSandbox =
  | { readonly is: 'start'; readonly options: SandboxOptions }
  | { readonly is: 'go' }
  | { readonly is: 'report'; readonly account: string }
  | { readonly is: 'end' }

export interface SandboxReport {
  readonly posted: number
  /** HTTP requests by method and path without its identifiers. */
  readonly requests: Readonly<Record<string, number>>
  /** Transactions of the account on the side chain, mined. */
  readonly transactions: number
  /** For each assertion of the account: blocks from the bounty's block to its own. */
  readonly blocksToAssertion: readonly number[]
  readonly cpuMs: number
}
export type FromSandbox = { readonly is: 'ready'; readonly address: string } | { readonly is: 'report'; readonly report: SandboxReport }

const events = new Interface([
  'event NewBounty(uint128 guid, uint256 artifactType, address author, uint256 amount, string artifactURI, uint256 expirationBlock, string metadata)',
  'event NewAssertion(uint128 bountyGuid, address author, uint256 index, uint256[] bid, uint256 mask, uint256 numArtifacts, uint256 commitment)',
])

async function main(): Promise<void> {
  const requests: Record<string, number> = {}
  let sandbox: Awaited<ReturnType<typeof startSandbox>> | null = null
  const tell = (message: FromSandbox): void => void process.send?.(message)
  const hear = async (message: ToSandbox): Promise<void> => {
    if (message.is === 'start') {
      sandbox = await startSandbox({
        ...message.options,
        faults: {
          request: ({ method, path }) => {
            const route = `${method} ${path
              .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'GUID')
              .replace(/0x[0-9a-fA-F]{40}/g, 'ADDR')
              .replace(/Qm\w{44}/g, 'URI')
              .replace(/\/\d+$/, '/i')}`
            requests[route] = (requests[route] ?? 0) + 1
            return null
          },
        },
      })
      sandbox.pauseBounties(true)
      tell({ is: 'ready', address: sandbox.address })
    } else if (message.is === 'go') sandbox?.pauseBounties(false)
    else if (message.is === 'report' && sandbox)
      tell({ is: 'report', report: report(sandbox, await sandbox.chains.side.nonce(message.account, 'latest'), message.account, requests) })
    else if (message.is === 'end') {
      await sandbox?.close()
      process.exit(0)
    }
  }
  process.on('message', (message) => {
    hear(message as ToSandbox).catch((error: unknown) => {
      process.stderr.write(`sandbox: ${String(error)}\n`)
      process.exit(1)
    })
  })
  process.on('disconnect', () => process.exit(0))
}

function report(
  sandbox: Awaited<ReturnType<typeof startSandbox>>,
  transactions: number,
  account: string,
  requests: Readonly<Record<string, number>>,
): SandboxReport {
  const { chain } = sandbox.community.sides.side
  const logs = chain.logs({ fromBlock: 0, toBlock: chain.blockNumber(), address: sandbox.contracts.side.registry })
  const postedAt = new Map<bigint, number>()
  const blocksToAssertion: number[] = []
  for (const log of logs) {
    const event = events.parseLog({ topics: [...log.topics], data: log.data })
    if (event?.name === 'NewBounty') postedAt.set(event.args[0] as bigint, log.blockNumber)
    if (event?.name !== 'NewAssertion' || String(event.args[1]).toLowerCase() !== account.toLowerCase()) continue
    blocksToAssertion.push(log.blockNumber - (postedAt.get(event.args[0] as bigint) ?? Number.NaN))
  }
  const { user, system } = process.cpuUsage()
  return { posted: sandbox.posted(), requests, transactions, blocksToAssertion, cpuMs: (user + system) / 1000 }
}

void main()
