import { z } from 'zod'
import { address, hash } from '../../../shared/domain/identifiers.ts'
import type { EvmChain } from './chain.ts'
import { formatBlock, formatLog, formatReceipt, formatTransaction, type Position, summarize, toQuantity } from './rpc-format.ts'
import { type BlockTag, blockTag, callRequest, data, logFilter } from './rpc-schemas.ts'
import type { SignedTransaction } from './transaction.ts'
import type { ChainBlock, Hex } from './types.ts'

/** One JSON-RPC method: what its parameters must be, and what it does. Throws Error with geth's text. */
export interface RpcMethod {
  readonly params: z.ZodType<readonly unknown[]>
  readonly run: (params: never) => unknown
}

const MAX_LOGS = 10_000

const method = <P extends readonly unknown[]>(params: z.ZodType<P>, run: (params: P) => unknown): RpcMethod => ({
  params: params as unknown as RpcMethod['params'],
  run,
})
const none = z.tuple([]).rest(z.unknown())

/** Every method that the server knows, by name. */
export function rpcMethods(chain: EvmChain): ReadonlyMap<string, RpcMethod> {
  return new Map(Object.entries({ ...nodeMethods(chain), ...stateMethods(chain), ...blockMethods(chain), ...poolMethods(chain) }))
}

function nodeMethods(chain: EvmChain): Record<string, RpcMethod> {
  return {
    eth_chainId: method(none, () => toQuantity(chain.chainId)),
    net_version: method(none, () => String(chain.chainId)),
    net_listening: method(none, () => true),
    web3_clientVersion: method(none, () => 'PolySwarmConsole/sandbox'),
    eth_syncing: method(none, () => false),
    eth_accounts: method(none, () => []),
    eth_gasPrice: method(none, () => toQuantity(chain.gasPrice)),
    eth_blockNumber: method(none, () => toQuantity(chain.blockNumber())),
    evm_mine: method(none, async () => {
      await chain.mine()
      return '0x0'
    }),
  }
}

function stateMethods(chain: EvmChain): Record<string, RpcMethod> {
  const account = z.tuple([address, blockTag.default('latest')])
  const call = z.tuple([callRequest, blockTag.default('latest')]).rest(z.unknown())
  /** The chain keeps one state, its latest. */
  const mustBeLatest = (tag: BlockTag): void => {
    const old = tag === 'earliest' || (typeof tag === 'bigint' && tag !== BigInt(chain.blockNumber()))
    if (old && chain.blockNumber() > 0) throw new Error('missing trie node: the sandbox keeps only the latest state')
  }
  return {
    eth_getBalance: method(account, async ([who, tag]) => {
      mustBeLatest(tag)
      return toQuantity(await chain.balance(who))
    }),
    eth_getTransactionCount: method(account, async ([who, tag]) => {
      mustBeLatest(tag)
      return toQuantity(await chain.nonce(who, tag === 'pending' ? 'pending' : 'latest'))
    }),
    eth_getCode: method(account, ([who, tag]) => {
      mustBeLatest(tag)
      return chain.code(who)
    }),
    eth_call: method(call, ([{ to, ...request }, tag]) => {
      mustBeLatest(tag)
      if (to === null) throw new Error('missing "to": a contract cannot be created by eth_call here')
      return chain.call({ ...request, to })
    }),
    eth_estimateGas: method(call, async ([request]) => toQuantity(await chain.estimateGas(request))),
    eth_sendRawTransaction: method(z.tuple([data]), ([raw]) => chain.sendRaw(raw)),
  }
}

function blockMethods(chain: EvmChain): Record<string, RpcMethod> {
  const numberOf = (tag: BlockTag | undefined): number => {
    if (tag === 'earliest') return 0
    return typeof tag === 'bigint' ? Number(tag) : chain.blockNumber()
  }
  const show = (block: ChainBlock | null, full: boolean): unknown => {
    if (!block) return null
    const transactions = full ? block.transactions.map((tx) => transactionByHash(chain, tx)) : block.transactions
    return formatBlock(block, chain.blockGasLimit, transactions)
  }
  return {
    eth_getBlockByNumber: method(z.tuple([blockTag, z.boolean().default(false)]), ([tag, full]) => show(chain.block(numberOf(tag)), full)),
    eth_getBlockByHash: method(z.tuple([hash, z.boolean().default(false)]), ([at, full]) => show(chain.blockByHash(at), full)),
    eth_getTransactionByHash: method(z.tuple([hash]), ([tx]) => transactionByHash(chain, tx)),
    eth_getTransactionReceipt: method(z.tuple([hash]), ([tx]) => {
      const receipt = chain.receipt(tx)
      return receipt && formatReceipt(receipt, gasBefore(chain, receipt.blockNumber, receipt.transactionIndex))
    }),
    eth_getLogs: method(z.tuple([logFilter]), ([{ blockHash, address: from, topics, ...range }]) => {
      const block = blockHash === undefined ? null : chain.blockByHash(blockHash)
      if (blockHash !== undefined && !block) throw new Error('unknown block')
      const found = chain.logs({
        fromBlock: block?.number ?? numberOf(range.fromBlock),
        toBlock: block?.number ?? numberOf(range.toBlock),
        ...(from === undefined ? {} : { address: from }),
        ...(topics === undefined ? {} : { topics }),
      })
      if (found.length > MAX_LOGS) throw new Error(`query returned more than ${MAX_LOGS} results`)
      return found.map((log) => formatLog(log, chain.block(log.blockNumber)?.hash ?? ''))
    }),
  }
}

function poolMethods(chain: EvmChain): Record<string, RpcMethod> {
  const sorted = (show: (transaction: SignedTransaction) => unknown) => {
    const pending: Record<string, Record<string, unknown>> = {}
    const queued: Record<string, Record<string, unknown>> = {}
    for (const account of chain.pooledAccounts()) {
      const ready = new Set(chain.pool(account).pending)
      for (const transaction of chain.pooled(account)) {
        const list = ready.has(transaction.nonce) ? pending : queued
        list[account] = { ...list[account], [transaction.nonce]: show(transaction) }
      }
    }
    return { pending, queued }
  }
  const count = (list: Record<string, Record<string, unknown>>): Hex =>
    toQuantity(Object.values(list).reduce((sum, byNonce) => sum + Object.keys(byNonce).length, 0))
  return {
    txpool_content: method(none, () => sorted((t) => formatTransaction(t.raw, t.from, null))),
    txpool_inspect: method(none, () => sorted(summarize)),
    txpool_status: method(none, () => {
      const { pending, queued } = sorted(() => null)
      return { pending: count(pending), queued: count(queued) }
    }),
  }
}

function transactionByHash(chain: EvmChain, tx: string): unknown {
  const found = chain.transaction(tx)
  const receipt = chain.receipt(tx)
  const position: Position | null = receipt && {
    blockHash: receipt.blockHash,
    blockNumber: receipt.blockNumber,
    transactionIndex: receipt.transactionIndex,
  }
  return found && formatTransaction(found.raw, found.from, position)
}

function gasBefore(chain: EvmChain, blockNumber: number, index: number): bigint {
  const earlier = chain.block(blockNumber)?.transactions.slice(0, index) ?? []
  return earlier.reduce((sum, tx) => sum + (chain.receipt(tx)?.gasUsed ?? 0n), 0n)
}
