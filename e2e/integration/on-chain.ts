import { Interface } from 'ethers'
import type { SandboxHandle } from '../../electron/sandbox/sandbox.ts'

const events = new Interface([
  'event NewAssertion(uint128 bountyGuid, address author, uint256 index, uint256[] bid, uint256 mask, uint256 numArtifacts, uint256 commitment)',
  'event RevealedAssertion(uint128 bountyGuid, address author, uint256 index, uint256 nonce, uint256 verdicts, uint256 numArtifacts, string metadata)',
  'event SettledBounty(uint128 bountyGuid, address settler, uint256 payout)',
])

/** What the registry's own log says of one account: guids asserted on, revealed, settled. */
export interface OnChain {
  readonly asserted: readonly bigint[]
  readonly revealed: readonly bigint[]
  readonly settled: readonly bigint[]
}

export function onChain({ community, contracts }: SandboxHandle, account: string): OnChain {
  const { chain } = community.sides.side
  const found = { NewAssertion: [] as bigint[], RevealedAssertion: [] as bigint[], SettledBounty: [] as bigint[] }
  for (const log of chain.logs({ fromBlock: 0, toBlock: chain.blockNumber(), address: contracts.side.registry })) {
    const event = events.parseLog({ topics: [...log.topics], data: log.data })
    if (event && String(event.args[1]).toLowerCase() === account.toLowerCase())
      found[event.name as keyof typeof found].push(event.args[0] as bigint)
  }
  return { asserted: found.NewAssertion, revealed: found.RevealedAssertion, settled: found.SettledBounty }
}

/** Resolves as soon as the chain says so, looked at after each of its blocks. */
export function untilOnChain(sandbox: SandboxHandle, account: string, holds: (seen: OnChain) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = sandbox.community.sides.side.chain.onBlock(() => {
      if (!holds(onChain(sandbox, account))) return
      stop()
      resolve()
    })
  })
}
