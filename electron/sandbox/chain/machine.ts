import { type Block, createBlock } from '@ethereumjs/block'
import type { Common } from '@ethereumjs/common'
import { createLegacyTx } from '@ethereumjs/tx'
import { Account, bytesToHex, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { createVM, type RunTxResult, runTx, type VM } from '@ethereumjs/vm'
import type { Address } from '../../../shared/domain/identifiers.ts'
import { ExecutionFailed, executionFailed } from './revert.ts'
import { MapState } from './state.ts'
import type { SignedTransaction } from './transaction.ts'
import type { Hex } from './types.ts'

/** The block a transaction or call runs in. */
export interface Environment {
  readonly number: number
  readonly parentHash: Hex
  readonly timestamp: number
}

export interface CallRequest {
  readonly from?: Address
  readonly to: Address | null
  readonly data: Hex
  readonly value?: bigint
}

export interface MachineOptions {
  readonly common: Common
  readonly baseFee: bigint
  readonly blockGasLimit: bigint
  /** For the EVM's BLOCKHASH: the hash of a kept block, or null. */
  readonly blockHash: (number: number) => Hex | null
}

/** The EVM over our own state. Its callers see to it that one thing runs at a time. */
export class Machine {
  readonly state: MapState
  readonly #options: MachineOptions
  readonly #vm: VM

  private constructor(vm: VM, state: MapState, options: MachineOptions) {
    this.#vm = vm
    this.state = state
    this.#options = options
  }

  static async create(options: MachineOptions): Promise<Machine> {
    const state = new MapState()
    const blockchain = {
      getBlock: async (number: number) => {
        const hash = options.blockHash(Number(number))
        if (!hash) throw new Error('block is not kept')
        return { hash: () => hexToBytes(hash) }
      },
      putBlock: async () => {},
      shallowCopy() {
        return blockchain
      },
    }
    const vm = await createVM({ common: options.common, stateManager: state, blockchain })
    return new Machine(vm, state, options)
  }

  /** The header we choose ourselves: its base fee is fixed, or EIP-1559 would lift a free chain's to 1 wei after one block more than half full. */
  block(at: Environment, sealed?: { readonly stateRoot: Uint8Array; readonly gasUsed: bigint }): Block {
    return createBlock(
      {
        header: {
          number: at.number,
          parentHash: at.parentHash,
          timestamp: at.timestamp,
          difficulty: 0n,
          gasLimit: this.#options.blockGasLimit,
          baseFeePerGas: this.#options.baseFee,
          ...sealed,
        },
      },
      { common: this.#options.common, skipConsensusFormatValidation: true },
    )
  }

  /** Runs a transaction for good; throws when it cannot even begin (its sender spent the money meanwhile). */
  async run(transaction: SignedTransaction, block: Block, blockGasUsed: bigint): Promise<RunTxResult> {
    return runTx(this.#vm, { tx: transaction.tx, block, blockGasUsed, skipHardForkValidation: true })
  }

  async call(request: CallRequest, at: Environment, gasLimit: bigint): Promise<Hex> {
    return (await this.#simulate(request, at, gasLimit)).returned
  }

  /** The least gas limit, within a small margin, with which the request goes through. */
  async estimate(request: CallRequest, at: Environment, cap: bigint): Promise<bigint> {
    if ((request.value ?? 0n) > 0n && request.from !== undefined && (await this.balance(request.from)) < (request.value ?? 0n)) {
      throw new Error('insufficient funds for transfer')
    }
    const intrinsic = intrinsicGas(request, this.#options.common)
    const { gasUsed, gasRefund } = await this.#simulate(request, at, cap - intrinsic)
    let enough = gasUsed + gasRefund
    // A call may pass on only 63/64 of its gas, so what was used can be less than what is needed.
    while (enough < cap - intrinsic && !(await this.#succeeds(request, at, enough))) enough = (enough * 65n) / 64n + 1000n
    return intrinsic + (enough < cap - intrinsic ? enough : cap - intrinsic)
  }

  async balance(account: Address): Promise<bigint> {
    return (await this.account(account)).balance
  }

  async account(account: Address): Promise<Account> {
    return (await this.state.getAccount(createAddressFromString(account.toLowerCase()))) ?? new Account()
  }

  /** The number of an account's mined transactions, without waiting. */
  minedNonce(account: Address): number {
    return this.state.nonce(account)
  }

  async code(account: Address): Promise<Hex> {
    return bytesToHex(await this.state.getCode(createAddressFromString(account.toLowerCase())))
  }

  async #succeeds(request: CallRequest, at: Environment, gas: bigint): Promise<boolean> {
    try {
      await this.#simulate(request, at, gas)
      return true
    } catch (error) {
      if (error instanceof ExecutionFailed) return false
      throw error
    }
  }

  async #simulate(request: CallRequest, at: Environment, gasLimit: bigint) {
    const journal = this.#vm.evm.journal
    const caller = createAddressFromString(request.from?.toLowerCase() ?? `0x${'0'.repeat(40)}`)
    await journal.checkpoint()
    try {
      const { execResult } = await this.#vm.evm.runCall({
        caller,
        origin: caller,
        ...(request.to === null ? {} : { to: createAddressFromString(request.to.toLowerCase()) }),
        data: hexToBytes(request.data),
        value: request.value ?? 0n,
        gasLimit,
        gasPrice: 0n,
        block: this.block(at),
        skipBalance: true,
      })
      const returned = bytesToHex(execResult.returnValue)
      if (execResult.exceptionError) throw executionFailed(execResult.exceptionError.error, returned)
      return { returned, gasUsed: execResult.executionGasUsed, gasRefund: execResult.gasRefund ?? 0n }
    } finally {
      await journal.revert()
      journal.cleanJournal()
      this.state.originalStorageCache.clear()
    }
  }
}

function intrinsicGas(request: CallRequest, common: Common): bigint {
  const to = request.to === null ? {} : { to: createAddressFromString(request.to.toLowerCase()) }
  return createLegacyTx({ ...to, data: request.data }, { common }).getIntrinsicGas()
}
