import { parseEther, Transaction, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import signed from '../../../resources/fixtures/polyswarmd/signed-transactions.json' with { type: 'json' }
import { ManualClock } from '../../runtime/clock.ts'
import { signTransaction } from '../contracts/account.ts'
import { createChain } from './chain.ts'
import { alice, bob, GWEI, home, nobody, side, sign } from './testing.ts'
import type { Hex } from './types.ts'

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
