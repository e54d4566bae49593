import type { Interface } from 'ethers'
import type { Address } from '../../../shared/domain/identifiers.ts'
import type { Hex, SandboxChain } from '../chain/types.ts'

/** Reads contracts; within one block the same question is asked of the chain once. */
export class ContractReader {
  readonly #known = new Map<SandboxChain, { block: number; answers: Map<string, Promise<Hex>> }>()

  /** A view function's decoded results. */
  async read(chain: SandboxChain, to: Address, contract: Interface, name: string, args: readonly unknown[] = []) {
    const data = contract.encodeFunctionData(name, args) as Hex
    return contract.decodeFunctionResult(name, await this.#call(chain, to, data))
  }

  /** A view function's only result, an integer. */
  async integer(chain: SandboxChain, to: Address, contract: Interface, name: string, args: readonly unknown[] = []): Promise<bigint> {
    return BigInt((await this.read(chain, to, contract, name, args))[0])
  }

  #call(chain: SandboxChain, to: Address, data: Hex): Promise<Hex> {
    const block = chain.blockNumber()
    let cache = this.#known.get(chain)
    if (cache?.block !== block) {
      cache = { block, answers: new Map() }
      this.#known.set(chain, cache)
    }
    const key = `${to}${data}`
    const answer = cache.answers.get(key) ?? chain.call({ to, data })
    cache.answers.set(key, answer)
    return answer
  }
}
