import { request as httpRequest } from 'node:http'
import { Contract, JsonRpcProvider, parseEther, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { contracts, encodeCall, nectarAbi } from '../contracts/abi.ts'
import { sandboxAccount, signTransaction } from '../contracts/account.ts'
import { createChain, type EvmChain } from './chain.ts'
import { type RpcServer, serveRpc } from './rpc-server.ts'
import type { Hex } from './types.ts'

const GWEI = 1_000_000_000n
const alice = sandboxAccount('rpc', 'alice')
let chain: EvmChain
let server: RpcServer

beforeAll(async () => {
  chain = await createChain({ chainId: 1337, gasPrice: GWEI, alloc: { [alice.address]: parseEther('5') }, clock: new ManualClock() })
  server = await serveRpc(chain)
})
afterAll(async () => {
  await server.close()
  await chain.close()
})

interface Raw {
  readonly status: number
  readonly body: string
}

function post(body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += String(part)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    request.on('error', reject)
    request.end(method === 'GET' ? undefined : body)
  })
}

async function rpc(method: string, params: readonly unknown[] = []): Promise<unknown> {
  const { body } = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  const answer = JSON.parse(body) as { result?: unknown; error?: unknown }
  return answer.error ?? answer.result
}

const transfer = (nonce: number, gasPrice = GWEI): Hex =>
  signTransaction(alice, { chainId: 1337, nonce, to: `0x${'22'.repeat(20)}`, data: '0x', gasLimit: 21_000n, gasPrice, value: 5n })

describe('with a wallet of ethers', () => {
  it('deploys, sends, calls, waits and finds events', async () => {
    const provider = new JsonRpcProvider(server.url, 1337, { staticNetwork: true, pollingInterval: 10, cacheTimeout: -1 })
    const wallet = new Wallet(alice.privateKey, provider)
    const deployed = await wallet.sendTransaction({ data: contracts.nectarToken.bytecode })
    expect(deployed.type).toBe(0)
    expect(await rpc('evm_mine')).toBe('0x0')
    const receipt = await provider.getTransactionReceipt(deployed.hash)
    const nectar = new Contract(receipt?.contractAddress ?? '', nectarAbi, wallet)
    const minted = await nectar.getFunction('mint')(alice.address, 9n)
    await chain.mine()
    expect((await minted.wait())?.status).toBe(1)
    expect(await nectar.getFunction('balanceOf')(alice.address)).toBe(9n)
    expect(await nectar.queryFilter('Transfer', 0)).toHaveLength(1)
    const block = await provider.getBlock('latest', true)
    expect(block?.prefetchedTransactions.map((t) => t.hash)).toEqual([minted.hash])
    expect((await provider.getTransaction(minted.hash))?.from).toBe(alice.address)
    expect(await provider.getBalance(alice.address)).toBeLessThan(parseEther('5'))
    provider.destroy()
  })
})

describe('the methods', () => {
  it('answer in geth’s shapes', async () => {
    expect(await rpc('eth_chainId')).toBe('0x539')
    expect(await rpc('net_version')).toBe('1337')
    expect(await rpc('eth_syncing')).toBe(false)
    expect(await rpc('eth_gasPrice')).toBe('0x3b9aca00')
    expect(await rpc('web3_clientVersion')).toMatch(/\//)
    expect(await rpc('eth_getTransactionReceipt', [`0x${'00'.repeat(32)}`])).toBeNull()
    expect(await rpc('eth_getTransactionByHash', [`0x${'00'.repeat(32)}`])).toBeNull()
    expect(await rpc('eth_getBlockByNumber', ['0xffff', false])).toBeNull()
    expect(await rpc('eth_getCode', [alice.address])).toBe('0x')
    expect(await rpc('eth_getBalance', [`0x${'99'.repeat(20)}`, 'latest'])).toBe('0x0')
  })

  it('show the pool, and mined transactions by hash', async () => {
    const nonce = await chain.nonce(alice.address, 'latest')
    const hash = await rpc('eth_sendRawTransaction', [transfer(nonce)])
    await rpc('eth_sendRawTransaction', [transfer(nonce + 5)])
    const account = alice.address.toLowerCase()
    expect(await rpc('txpool_status')).toEqual({ pending: '0x1', queued: '0x1' })
    expect(await rpc('txpool_inspect')).toEqual({
      pending: { [account]: { [nonce]: `0x${'22'.repeat(20)}: 5 wei + 21000 gas × 1000000000 wei` } },
      queued: { [account]: { [nonce + 5]: `0x${'22'.repeat(20)}: 5 wei + 21000 gas × 1000000000 wei` } },
    })
    expect(await rpc('txpool_content')).toMatchObject({ pending: { [account]: { [nonce]: { hash, blockNumber: null, from: account } } } })
    expect(await rpc('eth_getTransactionCount', [alice.address, 'pending'])).toBe(`0x${(nonce + 1).toString(16)}`)
    await chain.mine()
    const number = `0x${chain.blockNumber().toString(16)}`
    const receipt = await rpc('eth_getTransactionReceipt', [hash])
    expect(receipt).toMatchObject({
      status: '0x1',
      gasUsed: '0x5208',
      cumulativeGasUsed: '0x5208',
      effectiveGasPrice: '0x3b9aca00',
      blockNumber: number,
    })
    expect(await rpc('eth_getTransactionByHash', [hash])).toMatchObject({
      blockNumber: number,
      transactionIndex: '0x0',
      chainId: '0x539',
      value: '0x5',
    })
    const block = (await rpc('eth_getBlockByNumber', [number, false])) as { hash: string }
    expect(await rpc('eth_getBlockByHash', [block.hash, false])).toEqual(block)
    expect(await rpc('eth_getLogs', [{ blockHash: block.hash }])).toEqual([])
  })

  it('fail with geth’s codes and texts', async () => {
    const nonce = await chain.nonce(alice.address, 'latest')
    expect(await rpc('eth_sendRawTransaction', [transfer(nonce - 1)])).toEqual({ code: -32000, message: 'nonce too low' })
    expect(await rpc('eth_sendRawTransaction', [transfer(nonce, 1n)])).toEqual({ code: -32000, message: 'transaction underpriced' })
    expect(await rpc('eth_nothing')).toEqual({ code: -32601, message: 'the method eth_nothing does not exist/is not available' })
    expect(await rpc('eth_getBalance')).toEqual({ code: -32602, message: 'missing value for required argument 0' })
    expect(await rpc('eth_getBalance', ['0x12', 'latest'])).toEqual({
      code: -32602,
      message: 'invalid argument 0: not an Ethereum address',
    })
    expect(await rpc('eth_getTransactionReceipt', [`0x${'00'.repeat(32)}`, 1])).toEqual({
      code: -32602,
      message: 'too many arguments, want at most 1',
    })
    expect(await rpc('eth_getBalance', [alice.address, '0x0'])).toEqual({
      code: -32000,
      message: 'missing trie node: the sandbox keeps only the latest state',
    })
    expect(await rpc('eth_getLogs', [{ blockHash: `0x${'00'.repeat(32)}` }])).toEqual({ code: -32000, message: 'unknown block' })
    const nectar = chain.logs({ fromBlock: 0, toBlock: 99 })[0]?.address
    const mint = { from: `0x${'33'.repeat(20)}`, to: nectar, data: encodeCall(nectarAbi, 'mint', [alice.address, 1n]) }
    expect(await rpc('eth_call', [mint, 'latest'])).toEqual({
      code: 3,
      message: 'execution reverted: MinterRole: caller does not have the Minter role',
      data: expect.stringMatching(/^0x08c379a0/),
    })
    expect(await rpc('eth_estimateGas', [mint])).toMatchObject({ code: 3 })
  })

  it('answer batches in order, and refuse what is no request', async () => {
    const one = (id: number, method: string) => ({ jsonrpc: '2.0', id, method })
    const batch = JSON.parse((await post(JSON.stringify([one(1, 'eth_chainId'), one(2, 'nope'), { id: 3 }]))).body)
    expect(batch).toMatchObject([{ id: 1, result: '0x539' }, { id: 2, error: { code: -32601 } }, { error: { code: -32600 } }])
    expect(JSON.parse((await post('{')).body)).toMatchObject({ error: { code: -32700, message: 'parse error' } })
    expect(JSON.parse((await post('[]')).body)).toMatchObject({ error: { code: -32600 } })
  })
})

describe('the door', () => {
  it('is closed to other methods, types, hosts and to bodies too large', async () => {
    expect((await post('', {}, 'GET')).status).toBe(405)
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('{}', { host: 'evil.example' })).status).toBe(403)
    expect((await post(`"${'x'.repeat(3 * 1024 * 1024)}"`)).status).toBe(413)
  })
})
