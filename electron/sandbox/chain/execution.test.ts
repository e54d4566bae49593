import { getCreateAddress } from 'ethers'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { contracts, encodeCall, nectarAbi } from '../contracts/abi.ts'
import { alice, bob, home, nobody, side, sign, token } from './testing.ts'
import type { ChainBlock, ChainLog, Hex } from './types.ts'

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
  it('never leave a transaction unknown while they are made, and let others be answered meanwhile', async () => {
    const chain = await side()
    const hashes = []
    for (let nonce = 0; nonce < 100; nonce++) hashes.push(await chain.sendRaw(sign(chain, nonce)))
    const mined = chain.mine()
    let turns = 0
    while (chain.blockNumber() === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      turns++
      expect(hashes.every((hash) => chain.transaction(hash) !== null)).toBe(true)
    }
    await mined
    expect(turns).toBeGreaterThan(2)
    expect(chain.receipt(hashes[99]!)?.transactionIndex).toBe(99)
  })

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
