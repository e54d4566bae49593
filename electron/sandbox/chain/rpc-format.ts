import { Transaction } from 'ethers'
import type { SignedTransaction } from './transaction.ts'
import type { ChainBlock, ChainLog, ChainReceipt, Hex } from './types.ts'

const ZERO_HASH = `0x${'0'.repeat(64)}`
const ZERO_BLOOM = `0x${'0'.repeat(512)}`
const NO_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'

/** A number as JSON-RPC writes it. */
export const toQuantity = (value: number | bigint): Hex => `0x${value.toString(16)}`

/** Where a mined transaction stands. */
export interface Position {
  readonly blockHash: string
  readonly blockNumber: number
  readonly transactionIndex: number
}

export function formatTransaction(raw: Hex, from: string, position: Position | null): Record<string, unknown> {
  const tx = Transaction.from(raw)
  return {
    blockHash: position?.blockHash ?? null,
    blockNumber: position ? toQuantity(position.blockNumber) : null,
    transactionIndex: position ? toQuantity(position.transactionIndex) : null,
    hash: tx.hash,
    from,
    to: tx.to?.toLowerCase() ?? null,
    nonce: toQuantity(tx.nonce),
    gas: toQuantity(tx.gasLimit),
    gasPrice: toQuantity(tx.gasPrice ?? tx.maxFeePerGas ?? 0n),
    value: toQuantity(tx.value),
    input: tx.data,
    type: toQuantity(tx.type ?? 0),
    chainId: toQuantity(tx.chainId),
    v: toQuantity(tx.type === 0 ? (tx.signature?.networkV ?? 0n) : (tx.signature?.yParity ?? 0)),
    r: toQuantity(BigInt(tx.signature?.r ?? 0)),
    s: toQuantity(BigInt(tx.signature?.s ?? 0)),
  }
}

export function formatLog(log: ChainLog, blockHash: string): Record<string, unknown> {
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: toQuantity(log.blockNumber),
    blockHash,
    transactionHash: log.transactionHash,
    transactionIndex: toQuantity(log.transactionIndex),
    logIndex: toQuantity(log.logIndex),
    removed: false,
  }
}

/** `gasBefore`: what the transactions before it in its block used. */
export function formatReceipt(receipt: ChainReceipt, gasBefore: bigint): Record<string, unknown> {
  return {
    transactionHash: receipt.transactionHash,
    transactionIndex: toQuantity(receipt.transactionIndex),
    blockHash: receipt.blockHash,
    blockNumber: toQuantity(receipt.blockNumber),
    from: receipt.from,
    to: receipt.to,
    contractAddress: receipt.contractAddress,
    cumulativeGasUsed: toQuantity(gasBefore + receipt.gasUsed),
    gasUsed: toQuantity(receipt.gasUsed),
    effectiveGasPrice: toQuantity(receipt.gasPrice),
    logs: receipt.logs.map((log) => formatLog(log, receipt.blockHash)),
    logsBloom: ZERO_BLOOM,
    status: toQuantity(receipt.status),
    type: '0x0',
  }
}

/** Without a base fee in it, so that clients send plain legacy transactions at `eth_gasPrice`, as on a Community's own chains. */
export function formatBlock(block: ChainBlock, gasLimit: bigint, transactions: readonly unknown[]): Record<string, unknown> {
  return {
    number: toQuantity(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: toQuantity(block.timestamp),
    gasUsed: toQuantity(block.gasUsed),
    gasLimit: toQuantity(gasLimit),
    transactions,
    uncles: [],
    nonce: '0x0000000000000000',
    mixHash: ZERO_HASH,
    sha3Uncles: NO_UNCLES,
    logsBloom: ZERO_BLOOM,
    transactionsRoot: ZERO_HASH,
    stateRoot: ZERO_HASH,
    receiptsRoot: ZERO_HASH,
    miner: `0x${'0'.repeat(40)}`,
    difficulty: '0x0',
    totalDifficulty: '0x0',
    extraData: '0x',
    size: '0x0',
  }
}

/** txpool_inspect's one line for a transaction. */
export function summarize({ tx, value, gasLimit, price }: SignedTransaction): string {
  return `${tx.to?.toString() ?? 'contract creation'}: ${value} wei + ${gasLimit} gas × ${price} wei`
}
