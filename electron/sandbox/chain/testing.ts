import { getCreateAddress, parseEther } from 'ethers'
import type { Address } from '../../../shared/domain/identifiers.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { contracts } from '../contracts/abi.ts'
import { type SandboxAccount, sandboxAccount, signTransaction, type TransactionRequest } from '../contracts/account.ts'
import { type ChainOptions, createChain, type EvmChain } from './chain.ts'
import type { Hex } from './types.ts'

export const GWEI = 1_000_000_000n
/** Two accounts with an ether each on home. */
export const alice = sandboxAccount('chain', 'alice')
export const bob = sandboxAccount('chain', 'bob')
/** An account nobody uses. */
export const nobody: Address = `0x${'11'.repeat(20)}`

/** A priced chain, for tests. */
export const home = (options: Partial<ChainOptions> = {}): Promise<EvmChain> =>
  createChain({
    chainId: 1337,
    gasPrice: GWEI,
    alloc: { [alice.address]: parseEther('1'), [bob.address]: parseEther('1') },
    clock: new ManualClock(),
    ...options,
  })
/** A free chain, for tests. */
export const side = (options: Partial<ChainOptions> = {}): Promise<EvmChain> =>
  createChain({ chainId: 1338, gasPrice: 0n, clock: new ManualClock(), ...options })

/** A transfer of nothing, unless told otherwise. */
export const sign = (chain: EvmChain, nonce: number, request: Partial<TransactionRequest> = {}, account: SandboxAccount = alice): Hex =>
  signTransaction(account, {
    chainId: chain.chainId,
    nonce,
    to: nobody,
    data: '0x',
    gasLimit: 21_000n,
    gasPrice: chain.gasPrice,
    ...request,
  })

/** Deploys a token by Alice's first transaction. */
export async function token(chain: EvmChain): Promise<Address> {
  await chain.sendRaw(sign(chain, 0, { to: null, data: contracts.nectarToken.bytecode, gasLimit: 3_000_000n }))
  await chain.mine()
  return getCreateAddress({ from: alice.address, nonce: 0 })
}
