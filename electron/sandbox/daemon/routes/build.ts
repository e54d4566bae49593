import type { Interface } from 'ethers'
import type { Address } from '../../../../shared/domain/identifiers.ts'
import type { Hex } from '../../chain/types.ts'
import type { Request, Side } from '../context.ts'

const MAX_GAS = 50_000_000n
const GAS_MARGIN_PERCENT = 150n

/** A transaction as polyswarmd builds it: for the caller to check, to renumber and to sign. */
export interface BuiltTransaction {
  readonly chainId: number
  readonly data: string
  readonly gas: bigint
  readonly gasPrice: bigint
  readonly nonce: number
  readonly to: Address
  readonly value: number
}

export interface BuildCall {
  readonly to: Address
  readonly contract: Interface
  readonly name: string
  readonly args: readonly unknown[]
}

/** Builds one transaction after the other, their nonces counted from `base_nonce` or from what is mined. */
export async function buildTransactions(request: Request, side: Side, calls: readonly BuildCall[]): Promise<BuiltTransaction[]> {
  const account = request.account()
  const base = request.integer('base_nonce') ?? (await side.chain.nonce(account, 'latest'))
  return Promise.all(
    calls.map(async ({ to, contract, name, args }, i) => {
      const data = contract.encodeFunctionData(name, args) as Hex
      const gas = await gasFor(side, account, to, data)
      return { chainId: side.chain.chainId, data, gas, gasPrice: side.chain.gasPrice, nonce: base + i, to, value: 0 }
    }),
  )
}

async function gasFor(side: Side, from: Address, to: Address, data: Hex): Promise<bigint> {
  const limit = side.chain.blockGasLimit < MAX_GAS ? side.chain.blockGasLimit : MAX_GAS
  if (side.chain.gasPrice === 0n) return limit
  try {
    const estimate = ((await side.chain.estimateGas({ from, to, data })) * GAS_MARGIN_PERCENT) / 100n
    return estimate < limit ? estimate : limit
  } catch {
    // A call that would fail now is built all the same: polyswarmd leaves it to the chain to refuse it.
    return limit
  }
}
