import { getCreateAddress, parseEther, Transaction, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import signed from '../../../resources/fixtures/polyswarmd/signed-transactions.json' with { type: 'json' }
import type { Address } from '../../../shared/domain/identifiers.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { contracts, encodeCall, nectarAbi } from '../contracts/abi.ts'
import { type SandboxAccount, sandboxAccount, signTransaction, type TransactionRequest } from '../contracts/account.ts'
import { type ChainOptions, createChain, type EvmChain } from './chain.ts'
import type { ChainBlock, ChainLog, Hex } from './types.ts'

const GWEI = 1_000_000_000n
const alice = sandboxAccount('chain', 'alice')
const bob = sandboxAccount('chain', 'bob')
const nobody: Address = `0x${'11'.repeat(20)}`

const home = (options: Partial<ChainOptions> = {}): Promise<EvmChain> =>
  createChain({
    chainId: 1337,
    gasPrice: GWEI,
    alloc: { [alice.address]: parseEther('1'), [bob.address]: parseEther('1') },
    clock: new ManualClock(),
    ...options,
  })
const side = (options: Partial<ChainOptions> = {}): Promise<EvmChain> =>
  createChain({ chainId: 1338, gasPrice: 0n, clock: new ManualClock(), ...options })

/** A transfer of nothing, unless told otherwise. */
const sign = (chain: EvmChain, nonce: number, request: Partial<TransactionRequest> = {}, account: SandboxAccount = alice): Hex =>
  signTransaction(account, {
    chainId: chain.chainId,
    nonce,
    to: nobody,
    data: '0x',
    gasLimit: 21_000n,
    gasPrice: chain.gasPrice,
    ...request,
  })

async function token(chain: EvmChain): Promise<Address> {
  await chain.sendRaw(sign(chain, 0, { to: null, data: contracts.nectarToken.bytecode, gasLimit: 3_000_000n }))
  await chain.mine()
  return getCreateAddress({ from: alice.address, nonce: 0 })
}

describe('sending', () => {
  it('mines a transfer, takes gas at the fixed price, and keeps receipt and raw bytes', async () => {
    const chain = await home()
    const raw = sign(chain, 0, { value: 7n })
    const hash = await chain.sendRaw(raw)
    expect(hash).toBe(Transaction.from(raw).hash)
    expect(chain.receipt(hash)).toBeNull()
    expect(chain.transaction(hash)).toEqual({ raw, from: alice.address.toLowerCase(), nonce: 0, blockNumber: null })
    const block = await chain.mine()
    expect(block).toMatchObject({ number: 1, transactions: [hash], gasUsed: 21_000n, parentHash: chain.block(0)?.hash })
    expect(chain.receipt(hash)).toMatchObject({
      status: 1,
      blockNumber: 1,
      blockHash: block.hash,
      transactionIndex: 0,
      gasUsed: 21_000n,
      gasPrice: GWEI,
      to: nobody,
      contractAddress: null,
      revertReason: null,
    })
    expect(await chain.balance(nobody)).toBe(7n)
    expect(await chain.balance(alice.address)).toBe(parseEther('1') - 7n - 21_000n * GWEI)
    expect(chain.transaction(hash)?.blockNumber).toBe(1)
  })

  it('mines what ethers signs, legacy and EIP-1559, from and to addresses in any case', async () => {
    const chain = await home()
    const wallet = new Wallet(alice.privateKey)
    const common = { chainId: 1337, to: bob.address, value: 1n, gasLimit: 21_000n }
    await chain.sendRaw((await wallet.signTransaction({ ...common, nonce: 0, type: 0, gasPrice: GWEI })) as Hex)
    const fees = { maxFeePerGas: 3n * GWEI, maxPriorityFeePerGas: GWEI }
    const hash = await chain.sendRaw((await wallet.signTransaction({ ...common, nonce: 1, type: 2, ...fees })) as Hex)
    expect((await chain.mine()).transactions).toHaveLength(2)
    expect(chain.receipt(hash)?.gasPrice).toBe(2n * GWEI)
    expect(await chain.balance(bob.address.toLowerCase())).toBe(parseEther('1') + 2n)
    expect(await chain.nonce(alice.address.toUpperCase().replace('0X', '0x'), 'latest')).toBe(2)
  })

  it('accepts recorded transactions of a real client as they are, and signs them byte for byte alike', async () => {
    const chains = new Map(
      await Promise.all(
        [1337, 1338].map(async (id) => [id, await createChain({ chainId: id, gasPrice: 0n, clock: new ManualClock() })] as const),
      ),
    )
    const account = { address: signed.transactions[0]?.from ?? '', privateKey: signed.privateKey as Hex }
    for (const { chainId, nonce, gas, gasPrice, to, data, raw, hash } of signed.transactions) {
      const request = { chainId, nonce, to, data: data as Hex, gasLimit: BigInt(gas), gasPrice: BigInt(gasPrice) }
      expect(signTransaction(account, request)).toBe(`0x${raw}`)
      expect(await chains.get(chainId)?.sendRaw(`0x${raw}`)).toBe(hash)
    }
    expect(signed.transactions.length).toBeGreaterThan(5)
  })

  it('refuses with the texts of geth', async () => {
    const chain = await home()
    await chain.sendRaw(sign(chain, 0))
    await expect(chain.sendRaw(sign(chain, 0))).rejects.toThrow(/^already known$/)
    await expect(chain.sendRaw(sign(chain, 0, { value: 1n }))).rejects.toThrow(/^replacement transaction underpriced$/)
    await expect(chain.sendRaw(sign(chain, 0, { gasPrice: (GWEI * 109n) / 100n }))).rejects.toThrow(/^replacement transaction underpriced$/)
    await expect(chain.sendRaw(sign(chain, 1, { chainId: 1338 }))).rejects.toThrow(/^invalid sender$/)
    await expect(chain.sendRaw(sign(chain, 1, { gasPrice: GWEI - 1n }))).rejects.toThrow(/^transaction underpriced$/)
    await expect(chain.sendRaw(sign(chain, 1, { gasLimit: 20_999n }))).rejects.toThrow(/^intrinsic gas too low$/)
    await expect(chain.sendRaw(sign(chain, 1, { gasLimit: 50_000_001n }))).rejects.toThrow(/^exceeds block gas limit$/)
    await expect(chain.sendRaw(sign(chain, 1, { value: parseEther('1') }))).rejects.toThrow(
      /^insufficient funds for gas \* price \+ value$/,
    )
    await expect(chain.sendRaw('0x00')).rejects.toThrow(/^transaction type not supported$/)
    await expect(chain.sendRaw('0x')).rejects.toThrow(/^typed transaction too short$/)
    await expect(chain.sendRaw('0xc0')).rejects.toThrow(/^rlp: /)
    await expect(chain.sendRaw(`0x${'f8'.repeat(200_000)}`)).rejects.toThrow(/^oversized data$/)
    await chain.mine()
    await expect(chain.sendRaw(sign(chain, 0))).rejects.toThrow(/^nonce too low$/)
  })

  it('refuses a signature without a chain id', async () => {
    const chain = await home()
    const bare = Transaction.from({ type: 0, nonce: 0, to: nobody, gasLimit: 21_000n, gasPrice: GWEI })
    bare.signature = new Wallet(alice.privateKey).signingKey.sign(bare.unsignedHash)
    await expect(chain.sendRaw(bare.serialized as Hex)).rejects.toThrow(/^only replay-protected \(EIP-155\) transactions allowed over RPC$/)
  })

  it('replaces a pooled transaction by one that pays a tenth more', async () => {
    const chain = await home()
    const first = await chain.sendRaw(sign(chain, 0))
    const second = await chain.sendRaw(sign(chain, 0, { gasPrice: (GWEI * 110n) / 100n }))
    expect(chain.transaction(first)).toBeNull()
    expect((await chain.mine()).transactions).toEqual([second])
  })

  it('says when the pool is full, for one account and for all', async () => {
    const chain = await side({ pool: { perAccount: 2, total: 3 } })
    for (const nonce of [0, 1]) await chain.sendRaw(sign(chain, nonce))
    await expect(chain.sendRaw(sign(chain, 2))).rejects.toThrow(/^txpool is full$/)
    await chain.sendRaw(sign(chain, 0, {}, bob))
    await expect(chain.sendRaw(sign(chain, 1, {}, bob))).rejects.toThrow(/^txpool is full$/)
    await chain.mine()
    await chain.sendRaw(sign(chain, 2))
  })
})

describe('nonces', () => {
  it('lets a nonce that is too high wait until the gap closes', async () => {
    const chain = await side()
    await chain.sendRaw(sign(chain, 2))
    expect(chain.pool(alice.address)).toEqual({ pending: [], queued: [2] })
    expect(await chain.nonce(alice.address, 'pending')).toBe(0)
    expect((await chain.mine()).transactions).toEqual([])
    await chain.sendRaw(sign(chain, 0))
    expect(chain.pool(alice.address)).toEqual({ pending: [0], queued: [2] })
    expect(await chain.nonce(alice.address, 'pending')).toBe(1)
    expect(await chain.nonce(alice.address, 'latest')).toBe(0)
    await chain.sendRaw(sign(chain, 1))
    expect(chain.pool(alice.address)).toEqual({ pending: [0, 1, 2], queued: [] })
    expect(await chain.nonce(alice.address, 'pending')).toBe(3)
    expect((await chain.mine()).transactions).toHaveLength(3)
    expect(await chain.nonce(alice.address, 'latest')).toBe(3)
    expect(chain.pool(alice.address)).toEqual({ pending: [], queued: [] })
  })

  it('mines better paid accounts first, and equals in order of arrival', async () => {
    const chain = await home()
    const a0 = await chain.sendRaw(sign(chain, 0))
    const b0 = await chain.sendRaw(sign(chain, 0, {}, bob))
    const a1 = await chain.sendRaw(sign(chain, 1, { gasPrice: 2n * GWEI }))
    expect((await chain.mine()).transactions).toEqual([a0, a1, b0])
  })

  it('drops a transaction whose money was spent meanwhile, and keeps those after it waiting', async () => {
    const chain = await home()
    const most = parseEther('0.6')
    await chain.sendRaw(sign(chain, 0, { value: most }))
    const unpaid = await chain.sendRaw(sign(chain, 1, { value: most }))
    await chain.sendRaw(sign(chain, 2))
    expect((await chain.mine()).transactions).toHaveLength(1)
    expect(chain.transaction(unpaid)).toBeNull()
    expect(chain.receipt(unpaid)).toBeNull()
    expect(chain.pool(alice.address)).toEqual({ pending: [], queued: [2] })
    await chain.sendRaw(sign(chain, 1))
    expect((await chain.mine()).transactions).toHaveLength(2)
  })
})

describe('a free chain', () => {
  it('stays free for ever, also after blocks more than half full', async () => {
    const chain = await side({ blockGasLimit: 30_000n, transactionGasLimit: 30_000n })
    for (let nonce = 0; nonce < 20; nonce++) {
      await chain.sendRaw(sign(chain, nonce))
      expect((await chain.mine()).transactions).toHaveLength(1)
    }
    expect(chain.gasPrice).toBe(0n)
    expect(await chain.balance(alice.address)).toBe(0n)
  })

  it('takes the 50 million gas that polyswarmd asks for, many of them in one block', async () => {
    const chain = await side()
    for (let nonce = 0; nonce < 100; nonce++) await chain.sendRaw(sign(chain, nonce, { gasLimit: 50_000_000n }))
    expect((await chain.mine()).transactions).toHaveLength(100)
  })

  it('fills blocks up to their gas and their count, and the rest goes into the next', async () => {
    const byGas = await side({ blockGasLimit: 50_000n, transactionGasLimit: 50_000n })
    for (let nonce = 0; nonce < 3; nonce++) await byGas.sendRaw(sign(byGas, nonce))
    expect((await byGas.mine()).transactions).toHaveLength(2)
    expect((await byGas.mine()).transactions).toHaveLength(1)
    const byCount = await side({ maxTransactionsPerBlock: 2 })
    for (let nonce = 0; nonce < 3; nonce++) await byCount.sendRaw(sign(byCount, nonce))
    expect((await byCount.mine()).transactions).toHaveLength(2)
  })
})

describe('contracts', () => {
  it('deploys, calls, logs and tells why it refused', async () => {
    const chain = await side()
    const nectar = await token(chain)
    expect((await chain.code(nectar)).length).toBeGreaterThan(1_000)
    const mint = sign(chain, 1, { to: nectar, data: encodeCall(nectarAbi, 'mint', [bob.address, 5n]), gasLimit: 200_000n })
    const minted = await chain.sendRaw(mint)
    const refused = await chain.sendRaw(
      sign(chain, 0, { to: nectar, data: encodeCall(nectarAbi, 'mint', [bob.address, 5n]), gasLimit: 200_000n }, bob),
    )
    await chain.mine()
    const [log] = chain.receipt(minted)?.logs ?? []
    expect(log).toMatchObject({ address: nectar.toLowerCase(), blockNumber: 2, transactionHash: minted, logIndex: 0 })
    expect(nectarAbi.parseLog({ topics: [...(log?.topics ?? [])], data: log?.data ?? '0x' })?.args.toArray()).toEqual([
      `0x${'0'.repeat(40)}`,
      bob.address,
      5n,
    ])
    expect(chain.receipt(refused)).toMatchObject({
      status: 0,
      revertReason: 'MinterRole: caller does not have the Minter role',
      logs: [],
      gasPrice: 0n,
    })
    expect(BigInt(await chain.call({ to: nectar, data: encodeCall(nectarAbi, 'balanceOf', [bob.address]) }))).toBe(5n)
    const transfer = encodeCall(nectarAbi, 'transfer', [alice.address, 6n])
    await expect(chain.call({ from: bob.address, to: nectar, data: transfer })).rejects.toThrow(
      /^execution reverted: Transfers are not enabled$/,
    )
  })

  it('leaves no trace of a call or an estimate', async () => {
    const chain = await side()
    const nectar = await token(chain)
    const mint = encodeCall(nectarAbi, 'mint', [bob.address, 5n])
    await chain.call({ from: alice.address, to: nectar, data: mint })
    await chain.estimateGas({ from: alice.address, to: nectar, data: mint })
    expect(BigInt(await chain.call({ to: nectar, data: encodeCall(nectarAbi, 'balanceOf', [bob.address]) }))).toBe(0n)
    expect(await chain.nonce(alice.address, 'latest')).toBe(1)
  })

  it('estimates gas that suffices, and hardly more', async () => {
    const chain = await side()
    const nectar = await token(chain)
    const data = encodeCall(nectarAbi, 'mint', [bob.address, 5n])
    const estimate = await chain.estimateGas({ from: alice.address, to: nectar, data })
    const hash = await chain.sendRaw(sign(chain, 1, { to: nectar, data, gasLimit: estimate }))
    await chain.mine()
    const receipt = chain.receipt(hash)
    expect(receipt?.status).toBe(1)
    expect(Number(estimate)).toBeLessThan(Number(receipt?.gasUsed) * 1.2)
    const creation = await chain.estimateGas({ from: alice.address, to: null, data: contracts.nectarToken.bytecode })
    const created = await chain.sendRaw(sign(chain, 2, { to: null, data: contracts.nectarToken.bytecode, gasLimit: creation }))
    await chain.mine()
    expect(chain.receipt(created)).toMatchObject({
      status: 1,
      contractAddress: getCreateAddress({ from: alice.address, nonce: 2 }).toLowerCase(),
    })
    await expect(chain.estimateGas({ from: bob.address, to: nectar, data })).rejects.toThrow(/^execution reverted: MinterRole/)
    await expect(chain.estimateGas({ from: bob.address, to: nobody, data: '0x', value: 1n })).rejects.toThrow(
      /^insufficient funds for transfer$/,
    )
  })

  it('ends a transaction that never would, and undoes it', async () => {
    const chain = await side({ transactionGasLimit: 1_000_000n })
    // PUSH1 1, PUSH0, SSTORE, then JUMPDEST, PUSH1 4, JUMP for ever; deployed by returning it from the constructor.
    const loop = '60015f555b600456'
    const code = `0x67${loop}5f5260086018f3` as Hex
    await chain.sendRaw(sign(chain, 0, { to: null, data: code, gasLimit: 200_000n }))
    await chain.mine()
    const hash = await chain.sendRaw(sign(chain, 1, { to: getCreateAddress({ from: alice.address, nonce: 0 }), gasLimit: 1_000_000n }))
    await chain.mine()
    expect(chain.receipt(hash)).toMatchObject({ status: 0, gasUsed: 1_000_000n, revertReason: null })
  })

  it('finds logs by range, address and topics', async () => {
    const chain = await side()
    const nectar = await token(chain)
    for (const [i, to] of [alice.address, bob.address, bob.address].entries()) {
      await chain.sendRaw(sign(chain, 1 + i, { to: nectar, data: encodeCall(nectarAbi, 'mint', [to, 1n]), gasLimit: 200_000n }))
      await chain.mine()
    }
    const transfer = nectarAbi.getEvent('Transfer')?.topicHash as Hex
    const toBob = `0x${'0'.repeat(24)}${bob.address.slice(2)}` as Hex
    const all = { fromBlock: 0, toBlock: 99 }
    expect(chain.logs({ ...all, topics: [transfer] })).toHaveLength(3)
    expect(chain.logs({ ...all, topics: [transfer, null, toBob] }).map((l) => l.blockNumber)).toEqual([3, 4])
    expect(chain.logs({ ...all, topics: [[transfer, toBob], null, [toBob]] })).toHaveLength(2)
    expect(chain.logs({ fromBlock: 3, toBlock: 3, topics: [transfer] })).toHaveLength(1)
    expect(chain.logs({ ...all, address: nobody })).toEqual([])
    expect(chain.logs({ ...all, address: [nobody, nectar], topics: [transfer] })).toHaveLength(3)
    expect(chain.logs({ ...all, topics: [null, null, null, toBob] })).toEqual([])
  })
})

describe('blocks', () => {
  it('are told to listeners in order, with their logs, until they unsubscribe', async () => {
    const errors: unknown[] = []
    const chain = await side({ onError: (error) => errors.push(error) })
    const seen: (readonly [ChainBlock, readonly ChainLog[]])[] = []
    chain.onBlock(() => {
      throw new Error('a listener that fails')
    })
    const stop = chain.onBlock((block, logs) => seen.push([block, logs]))
    await token(chain)
    await chain.mine()
    stop()
    await chain.mine()
    expect(seen.map(([block]) => block.number)).toEqual([1, 2])
    expect(seen[0]?.[1].length).toBeGreaterThan(0)
    expect(errors).toHaveLength(3)
  })

  it('come at the block time, whose timestamps never go back, and stop at 0', async () => {
    const clock = new ManualClock()
    const chain = await side({ clock })
    chain.setBlockTime(1_000)
    await clock.advance(3_500)
    expect(chain.blockNumber()).toBe(3)
    expect(chain.block(3)?.timestamp).toBe((chain.block(0)?.timestamp ?? 0) + 3)
    chain.setBlockTime(500)
    await clock.advance(1_000)
    expect(chain.blockNumber()).toBe(5)
    chain.setBlockTime(0)
    await clock.advance(10_000)
    expect(chain.blockNumber()).toBe(5)
    expect(clock.waiting).toBe(0)
    await Promise.all([chain.mine(), chain.mine()])
    expect(chain.block(7)?.timestamp).toBe(chain.block(6)?.timestamp)
  })

  it('stop when the chain is closed', async () => {
    const clock = new ManualClock()
    const chain = await side({ clock })
    chain.setBlockTime(1_000)
    await chain.close()
    await clock.advance(5_000)
    expect(chain.blockNumber()).toBe(0)
    expect(clock.waiting).toBe(0)
  })

  it('are forgotten with their transactions once they are old; the state stays', async () => {
    const chain = await side({ keepBlocks: 300 })
    const hash = await chain.sendRaw(sign(chain, 0))
    for (let i = 0; i < 300; i++) await chain.mine()
    expect(chain.receipt(hash)).not.toBeNull()
    await chain.mine()
    expect([chain.receipt(hash), chain.transaction(hash), chain.block(1)]).toEqual([null, null, null])
    expect(chain.block(2)).not.toBeNull()
    expect(await chain.nonce(alice.address, 'latest')).toBe(1)
  })
})

describe('a snapshot', () => {
  it('brings back state, blocks, receipts, logs and pool, and the chain goes on', async () => {
    const before = await home()
    const nectar = await token(before)
    const minted = await before.sendRaw(
      sign(before, 1, { to: nectar, data: encodeCall(nectarAbi, 'mint', [bob.address, 5n]), gasLimit: 200_000n }),
    )
    await before.mine()
    await before.sendRaw(sign(before, 3))
    const snapshot = await before.dump()
    const after = await home({ snapshot })
    expect(after.block(2)).toEqual(before.block(2))
    expect(after.receipt(minted)).toEqual(before.receipt(minted))
    expect(after.transaction(minted)).toEqual(before.transaction(minted))
    expect(after.logs({ fromBlock: 0, toBlock: 9 })).toEqual(before.logs({ fromBlock: 0, toBlock: 9 }))
    expect(after.pool(alice.address)).toEqual({ pending: [], queued: [3] })
    expect(await after.balance(alice.address)).toBe(await before.balance(alice.address))
    expect(BigInt(await after.call({ to: nectar, data: encodeCall(nectarAbi, 'balanceOf', [bob.address]) }))).toBe(5n)
    await after.sendRaw(sign(after, 2))
    const [mine, theirs] = [await after.mine(), await before.mine()]
    expect(mine.number).toBe(3)
    expect(mine.transactions).toHaveLength(2)
    expect(mine.parentHash).toBe(theirs.parentHash)
  })

  it('of another chain, or a damaged one, is refused', async () => {
    const snapshot = await (await home()).dump()
    await expect(side({ snapshot })).rejects.toThrow('the snapshot is of chain 1337, not of 1338')
    await expect(home({ snapshot: snapshot.subarray(0, 40) })).rejects.toThrow()
    await expect(home({ snapshot: new Uint8Array([1, 2, 3]) })).rejects.toThrow()
  })
})
