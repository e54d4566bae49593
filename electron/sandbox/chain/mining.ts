import { bytesToHex, hexToBytes } from '@ethereumjs/util'
import type { RunTxResult } from '@ethereumjs/vm'
import { concat, keccak256, toBeHex } from 'ethers'
import type { Address } from '../../../shared/domain/identifiers.ts'
import { breath } from '../../runtime/breath.ts'
import type { BlockRecord, MinedTransaction } from './blocks.ts'
import type { Environment, Machine } from './machine.ts'
import type { Pool } from './pool.ts'
import { revertReason } from './revert.ts'
import type { SignedTransaction } from './transaction.ts'
import type { ChainReceipt, Hex } from './types.ts'

interface Outcome {
  readonly transaction: SignedTransaction
  readonly result: RunTxResult
}

/** After so many transactions (about 100 ms) the process answers whoever waits. */
const BREATHE_AFTER = 32

export interface BlockLimits {
  readonly gas: bigint
  readonly count: number
}

/** A block, and the transactions that can no longer be mined, each with the reason. */
export interface MinedBlock {
  readonly record: BlockRecord
  /** Everything that is to leave the pool now. */
  readonly spent: readonly SignedTransaction[]
  /** Reasons other than missing money: nobody expects those. */
  readonly failures: readonly unknown[]
}

/** Runs what is ready in the pool and makes the block of it. The pool itself is left as it is: until the block stands, it still holds them. */
export async function mineBlock(machine: Machine, pool: Pool, at: Environment, limits: BlockLimits): Promise<MinedBlock> {
  const open = machine.block(at)
  const nonces = new Map<Address, number>(pool.accounts().map((account) => [account, machine.minedNonce(account)]))
  const done: Outcome[] = []
  const dropped: SignedTransaction[] = []
  const failures: unknown[] = []
  let used = 0n
  while (done.length < limits.count) {
    const transaction = pool.next(nonces)
    if (!transaction || used + transaction.gasLimit > limits.gas) break
    if (done.length % BREATHE_AFTER === BREATHE_AFTER - 1) await breath()
    try {
      const result = await machine.run(transaction, open, used)
      used += result.totalGasSpent
      done.push({ transaction, result })
      nonces.set(transaction.from, transaction.nonce + 1)
    } catch (error) {
      // It can no longer be paid for: dropped, as geth does; those after it wait for a new one with its nonce.
      dropped.push(transaction)
      nonces.delete(transaction.from)
      if (!(error instanceof Error && /enough funds/.test(error.message))) failures.push(error)
    }
  }
  return { record: seal(machine, at, used, done), spent: [...done.map((d) => d.transaction), ...dropped], failures }
}

function seal(machine: Machine, at: Environment, gasUsed: bigint, done: readonly Outcome[]): BlockRecord {
  const transactions = done.map((d) => d.transaction.hash)
  // There is no state trie: the root is a digest of the block's own content, so that each block's hash is its own.
  const stateRoot = hexToBytes(keccak256(concat([at.parentHash, toBeHex(gasUsed, 32), ...transactions])) as Hex)
  const hash = bytesToHex(machine.block(at, { stateRoot, gasUsed }).hash())
  const mined: MinedTransaction[] = done.map(({ transaction: { raw, from, nonce } }) => ({ raw, from, nonce, blockNumber: at.number }))
  let logIndex = 0
  const receipts = done.map(({ transaction, result }, index) => {
    const receipt = toReceipt(transaction, result, { at, hash, index, logIndex })
    logIndex += receipt.logs.length
    return receipt
  })
  return { block: { ...at, hash, gasUsed, transactions }, receipts, transactions: mined }
}

interface Place {
  readonly at: Environment
  readonly hash: Hex
  readonly index: number
  readonly logIndex: number
}

function toReceipt(transaction: SignedTransaction, result: RunTxResult, place: Place): ChainReceipt {
  const failed = result.execResult.exceptionError !== undefined
  const where = { blockNumber: place.at.number, transactionHash: transaction.hash, transactionIndex: place.index }
  return {
    ...where,
    blockHash: place.hash,
    from: transaction.from,
    to: transaction.tx.to?.toString() ?? null,
    contractAddress: result.createdAddress?.toString() ?? null,
    status: failed ? 0 : 1,
    gasUsed: result.totalGasSpent,
    gasPrice: result.totalGasSpent === 0n ? transaction.price : result.amountSpent / result.totalGasSpent,
    logs: result.receipt.logs.map(([address, topics, data], i) => ({
      ...where,
      address: bytesToHex(address),
      topics: topics.map((t) => bytesToHex(t)),
      data: bytesToHex(data),
      logIndex: place.logIndex + i,
    })),
    revertReason: failed ? revertReason(bytesToHex(result.execResult.returnValue)) : null,
  }
}
