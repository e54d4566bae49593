import { gunzipSync, gzipSync } from 'node:zlib'
import { Interface, parseEther } from 'ethers'
import { describe, expect, it } from 'vitest'
import commitments from '../../../resources/fixtures/polyswarmd/commitments.json' with { type: 'json' }
import interfaces from '../../../resources/fixtures/polyswarmd/interfaces.json' with { type: 'json' }
import { bitsToInteger } from '../../../shared/domain/bits.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createChain } from '../chain/chain.ts'
import { contracts, encodeCall, registryAbi } from './abi.ts'
import { communityAccounts, createSandboxChains, defaultFunds, deployCommunity } from './deploy.ts'
import { commitmentOf, Harness } from './harness.ts'

describe('the compiled contracts', () => {
  it.each([
    ['NectarToken', contracts.nectarToken],
    ['ArbiterStaking', contracts.arbiterStaking],
    ['BountyRegistry', contracts.bountyRegistry],
    ['ERC20Relay', contracts.erc20Relay],
  ] as const)('%s has every function and event of the real one', (name, { abi }) => {
    const real = new Interface(interfaces.human[name])
    const shapes = (of: Interface) =>
      of.fragments.filter((f) => f.type === 'function' || f.type === 'event').map((f) => f.format('minimal'))
    expect(shapes(abi).toSorted()).toEqual(shapes(real).toSorted())
    for (const [signature, selector] of Object.entries(interfaces.selectors[name]))
      expect(abi.getFunction(signature)?.selector).toBe(selector)
  })

  it('know the parameters of the real registry', async () => {
    const harness = await Harness.start()
    const names = ['bountyFee', 'assertionFee', 'BOUNTY_AMOUNT_MINIMUM', 'ASSERTION_BID_ARTIFACT_MINIMUM', 'ASSERTION_BID_ARTIFACT_MAXIMUM']
    const values = [parseEther('0.0625'), parseEther('0.03125'), parseEther('2'), parseEther('0.0625'), parseEther('1')]
    expect((await Promise.all(names.map((name) => harness.read(name)))).flat()).toEqual(values)
    const blocks = ['ARBITER_LOOKBACK_RANGE', 'MAX_DURATION', 'assertionRevealWindow', 'arbiterVoteWindow']
    expect((await Promise.all(blocks.map((name) => harness.read(name)))).flat()).toEqual([100n, 100n, 10n, 100n])
  })
})

describe('a Community', () => {
  it('has the same addresses for the same seed, others for another', async () => {
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => Harness.start({ seed })))
    expect(a!.community.contracts).toEqual(b!.community.contracts)
    expect(a!.community.accounts).toEqual(b!.community.accounts)
    expect(c!.community.contracts).not.toEqual(a!.community.contracts)
  })

  it('gives ETH and NCT on home and NCT on side to those it funds', async () => {
    const account = `0x${'77'.repeat(20)}`
    const harness = await Harness.start({ fund: [account] })
    expect(await harness.home.balance(account)).toBe(defaultFunds.eth)
    expect(await harness.nectar('home', account)).toBe(defaultFunds.home)
    expect(await harness.nectar('side', account)).toBe(defaultFunds.side)
    expect(await harness.side.balance(account)).toBe(0n)
    await Promise.all([1n, 2n].map((side) => harness.community.fund(account, { eth: 0n, home: 0n, side })))
    expect(await harness.nectar('side', account)).toBe(defaultFunds.side + 3n)
  })

  it('is found again on chains that were restored', async () => {
    const first = await Harness.start({ seed: 5 })
    await first.community.fund(`0x${'77'.repeat(20)}`)
    const snapshots = { home: await first.home.dump(), side: await first.side.dump() }
    const { home, side } = await createSandboxChains({ accounts: communityAccounts({ seed: 5 }), clock: new ManualClock(), snapshots })
    const again = await deployCommunity(home, side, { seed: 5 })
    expect(again.contracts).toEqual(first.community.contracts)
    expect([home.blockNumber(), side.blockNumber()]).toEqual([first.home.blockNumber(), first.side.blockNumber()])
    await again.fund(`0x${'78'.repeat(20)}`)
    expect(await home.balance(`0x${'78'.repeat(20)}`)).toBe(defaultFunds.eth)
  })
})

describe('commitments of the real registry', () => {
  it('are accepted by revealAssertion from the account they were made by', async () => {
    const harness = await Harness.start()
    const { ambassador, rivals } = harness.community.accounts
    const expert = rivals[0]!
    for (const account of [ambassador, expert]) await harness.approve(account)
    const { vectors } = commitments
    for (const [i, v] of vectors.entries()) {
      const artifacts = v.verdicts.length
      await harness.plan(ambassador, 'postBounty', [
        i + 1,
        0,
        parseEther('2') * BigInt(artifacts),
        'Qm',
        artifacts,
        2,
        Array(8).fill(0),
        '',
      ])
    }
    await harness.side.mine()
    for (const [i, v] of vectors.entries()) await harness.plan(expert, 'postAssertion', [i + 1, [], 0, BigInt(v.commitment)])
    const block = await harness.side.mine()
    expect(block.transactions.every((tx) => harness.side.receipt(tx)?.status === 1)).toBe(true)
    await harness.side.mine()
    // Nobody here has the keys of the recorded accounts: in a copy of the chain their address takes the author's place.
    for (const account of new Set(vectors.map((v) => v.account))) {
      const side = await withAuthor(await harness.side.dump(), expert.address, account)
      for (const [i, v] of vectors.entries()) {
        if (v.account !== account) continue
        expect(commitmentOf(account, BigInt(v.nonce), bitsToInteger(v.verdicts))).toBe(BigInt(v.commitment))
        const reveal = (verdicts: bigint) =>
          side.call({
            from: account,
            to: harness.registry,
            data: encodeCall(registryAbi, 'revealAssertion', [i + 1, 0, BigInt(v.nonce), verdicts, '']),
          })
        expect(await reveal(bitsToInteger(v.verdicts))).toBe('0x')
        await expect(reveal(bitsToInteger(v.verdicts) ^ 1n)).rejects.toThrow('execution reverted: Commitment hash mismatch')
      }
    }
  })
})

async function withAuthor(snapshot: Uint8Array, from: string, to: string) {
  const text = gunzipSync(snapshot).toString('utf8')
  const [old, other] = [from, to].map((address) => address.slice(2).toLowerCase())
  const changed = text.replaceAll(`"${old}"`, (found, at: number) =>
    text.slice(at + found.length, at + found.length + 1) === ':' ? found : `"${other}"`,
  )
  return createChain({ chainId: 1338, gasPrice: 0n, clock: new ManualClock(), snapshot: gzipSync(changed) })
}
