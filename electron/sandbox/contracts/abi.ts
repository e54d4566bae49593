import { Interface, type InterfaceAbi } from 'ethers'
import arbiterStaking from '../../../resources/contracts/compiled/ArbiterStaking.json' with { type: 'json' }
import bountyRegistry from '../../../resources/contracts/compiled/BountyRegistry.json' with { type: 'json' }
import erc20Relay from '../../../resources/contracts/compiled/ERC20Relay.json' with { type: 'json' }
import nectarToken from '../../../resources/contracts/compiled/NectarToken.json' with { type: 'json' }
import type { Hex } from '../chain/types.ts'

/** A contract's interface and the bytecode that creates it (constructor arguments follow it). */
export interface CompiledContract {
  readonly abi: Interface
  readonly bytecode: Hex
}

const compiled = (file: { readonly abi: unknown; readonly bytecode: string }): CompiledContract => ({
  abi: new Interface(file.abi as InterfaceAbi),
  bytecode: file.bytecode as Hex,
})

/** The sandbox's contracts, compiled from resources/contracts. */
export const contracts = {
  nectarToken: compiled(nectarToken),
  arbiterStaking: compiled(arbiterStaking),
  bountyRegistry: compiled(bountyRegistry),
  erc20Relay: compiled(erc20Relay),
} as const

export const nectarAbi: Interface = contracts.nectarToken.abi
export const stakingAbi: Interface = contracts.arbiterStaking.abi
export const registryAbi: Interface = contracts.bountyRegistry.abi
export const relayAbi: Interface = contracts.erc20Relay.abi

/** Calldata of a function. */
export const encodeCall = (abi: Interface, name: string, args: readonly unknown[]): Hex => abi.encodeFunctionData(name, args) as Hex
