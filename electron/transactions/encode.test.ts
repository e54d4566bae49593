import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Interface } from 'ethers/abi'
import { SigningKey } from 'ethers/crypto'
import { Transaction } from 'ethers/transaction'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Pins } from '../../shared/domain/community.ts'
import { integerToGuid } from '../../shared/domain/identifiers.ts'
import { commitmentOf, randomNonce } from './commitment.ts'
import { decodeCall } from './decode.fixture.ts'
import { encodeCall, encodeTransaction, selectors } from './encode.ts'
import type { Intent } from './port.ts'

const folder = join(import.meta.dirname, '../../resources/fixtures/polyswarmd')
const fixture = <T extends z.ZodType>(name: string, schema: T): z.output<T> =>
  schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))

const pins: Pins = {
  homeChainId: 1337,
  sideChainId: 1338,
  homeNectar: '0xAE519FC2Ba8e6fFE6473195c092bF1BAe986ff90',
  homeRelay: '0xc7253857256391E518c4aF60aDa5Eb5972Dd6Dbc',
  sideNectar: '0xAE519FC2Ba8e6fFE6473195c092bF1BAe986ff90',
  sideRelay: '0xc7253857256391E518c4aF60aDa5Eb5972Dd6Dbc',
  registry: '0x7f1C87Bd3a22159b8a2E5D195B1a3283D10ea895',
  pinnedAt: 0,
}
const account = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'

const recorded = fixture(
  'signed-transactions.json',
  z.object({
    privateKey: z.string(),
    transactions: z.array(
      z.object({
        chainId: z.int(),
        nonce: z.int(),
        gasPrice: z.string(),
        gas: z.string(),
        to: z.string(),
        value: z.string(),
        data: z.string(),
        raw: z.string(),
        hash: z.string(),
        from: z.string(),
      }),
    ),
  }),
)
const interfaces = fixture('interfaces.json', z.object({ selectors: z.record(z.string(), z.record(z.string(), z.string())) }))
const commitments = fixture(
  'commitments.json',
  z.object({
    vectors: z.array(z.object({ account: z.string(), nonce: z.string(), verdicts: z.array(z.boolean()), commitment: z.string() })),
  }),
)

describe('transactions', () => {
  it.each(recorded.transactions.map((transaction, i) => [i, transaction] as const))(
    'number %i that a real chain mined comes out byte for byte from its intent',
    (_, transaction) => {
      const intent = decodeCall(transaction, 'side', account, pins)
      expect(intent).not.toBeNull()
      const gas = { limit: BigInt(transaction.gas), price: BigInt(transaction.gasPrice) }
      const built = encodeTransaction(intent as Intent, 'side', account, pins, transaction.nonce, gas)
      expect(built).toMatchObject({ value: 0n, data: transaction.data, to: transaction.to, chainId: transaction.chainId })
      const signed = Transaction.from({ ...built, type: 0, gasLimit: built.gas })
      signed.signature = new SigningKey(recorded.privateKey).sign(signed.unsignedHash)
      expect([signed.serialized.slice(2), signed.hash]).toEqual([transaction.raw, transaction.hash])
    },
  )

  it('use the selectors of the deployed contracts', () => {
    const { NectarToken, BountyRegistry } = interfaces.selectors
    expect(selectors).toEqual({
      approve: NectarToken?.['approve(address,uint256)'],
      transfer: NectarToken?.['transfer(address,uint256)'],
      postAssertion: BountyRegistry?.['postAssertion(uint128,uint256[],uint256,uint256)'],
      revealAssertion: BountyRegistry?.['revealAssertion(uint128,uint256,uint256,uint256,string)'],
      settleBounty: BountyRegistry?.['settleBounty(uint128)'],
    })
  })
})

const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
const guid = uint(128).map(integerToGuid)
const assertion = fc
  .array(fc.option(uint(256), { nil: null }), { minLength: 1, maxLength: 256 })
  .filter((bids) => bids.some((bid) => bid !== null))
  .map((bids) => ({ bids: bids.filter((bid) => bid !== null), mask: bids.map((bid) => bid !== null) }))
const sideIntent: fc.Arbitrary<Intent> = fc.oneof(
  uint(256).map((amount): Intent => ({ is: 'approve', amount })),
  fc
    .tuple(guid, assertion, uint(256))
    .map(([id, { bids, mask }, commitment]): Intent => ({ is: 'assert', guid: id, bids, mask, commitment, fee: 0n })),
  fc.record({
    is: fc.constant('reveal' as const),
    guid,
    index: fc.nat(),
    nonce: uint(256),
    verdicts: fc.array(fc.boolean(), { maxLength: 256 }),
    metadata: fc.string({ unit: 'binary', maxLength: 500 }),
  }),
  guid.map((id): Intent => ({ is: 'settle', guid: id })),
  uint(256).map((amount): Intent => ({ is: 'withdraw', amount })),
  fc.constant<Intent>({ is: 'fill' }),
)

describe('encoding', () => {
  const coder = new Interface([
    'function approve(address,uint256)',
    'function transfer(address,uint256)',
    'function postAssertion(uint128,uint256[],uint256,uint256)',
    'function revealAssertion(uint128,uint256,uint256,uint256,string)',
    'function settleBounty(uint128)',
  ])
  const integer = (bits: readonly boolean[]): bigint => BigInt(`0b0${[...bits].reverse().map(Number).join('')}`)
  const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')
  const byEthers = (intent: Intent): string => {
    switch (intent.is) {
      case 'approve':
        return coder.encodeFunctionData('approve', [pins.registry, intent.amount])
      case 'assert': {
        const { guid: id, bids, mask, commitment } = intent
        return coder.encodeFunctionData('postAssertion', [BigInt(`0x${id.replaceAll('-', '')}`), bids, integer(mask), commitment])
      }
      case 'reveal': {
        const { guid: id, index, nonce, verdicts, metadata } = intent
        const number = BigInt(`0x${id.replaceAll('-', '')}`)
        return coder.encodeFunctionData('revealAssertion', [number, index, nonce, integer(verdicts), wellFormed(metadata)])
      }
      case 'settle':
        return coder.encodeFunctionData('settleBounty', [BigInt(`0x${intent.guid.replaceAll('-', '')}`)])
      case 'deposit':
        return coder.encodeFunctionData('transfer', [pins.homeRelay, intent.amount])
      case 'withdraw':
        return coder.encodeFunctionData('transfer', [pins.sideRelay, intent.amount])
      case 'fill':
        return coder.encodeFunctionData('transfer', [account, 0n])
    }
  }

  it('is what ethers makes of any intent, and reads back as it', () => {
    fc.assert(
      fc.property(sideIntent, (intent) => {
        const call = encodeCall(intent, 'side', account, pins)
        expect(call.data).toBe(byEthers(intent))
        const back = decodeCall(call, 'side', account, pins)
        expect(back && encodeCall(back, 'side', account, pins)).toEqual(call)
        expect(back?.is).toBe(intent.is)
      }),
      { numRuns: 300 },
    )
    const deposit = { is: 'deposit', amount: 5n } as const
    expect(encodeCall(deposit, 'home', account, pins)).toEqual({ to: pins.homeNectar, data: byEthers(deposit) })
  })

  it('refuses what no contract could take, and an intent on the wrong chain', () => {
    const bad: Intent[] = [
      { is: 'withdraw', amount: -1n },
      { is: 'approve', amount: 1n << 256n },
      { is: 'assert', guid: integerToGuid(1n), bids: [1n], mask: [true, true], commitment: 1n, fee: 0n },
      { is: 'assert', guid: integerToGuid(1n), bids: [], mask: [false], commitment: 1n, fee: 0n },
      { is: 'reveal', guid: integerToGuid(1n), index: 0, nonce: 1n, verdicts: [], metadata: 'x'.repeat(1025) },
      { is: 'deposit', amount: 1n },
    ]
    for (const intent of bad) expect(() => encodeCall(intent, 'side', account, pins)).toThrow()
    expect(() => encodeCall({ is: 'withdraw', amount: 1n }, 'home', account, pins)).toThrow()
  })

  it('does not read calls of others as ours', () => {
    const { to, data } = encodeCall({ is: 'settle', guid: integerToGuid(7n) }, 'side', account, pins)
    expect(decodeCall({ to: pins.sideRelay, data }, 'side', account, pins)).toBeNull()
    expect(decodeCall({ to, data: `${data}00` }, 'side', account, pins)).toBeNull()
    expect(decodeCall({ to, data: data.replace('5592d687', '5592d688') }, 'side', account, pins)).toBeNull()
    expect(decodeCall({ to: pins.sideNectar, data: `${selectors.approve}${'f'.repeat(128)}` }, 'side', account, pins)).toBeNull()
    expect(decodeCall({ to: pins.sideNectar, data: `${selectors.transfer}${'1'.repeat(128)}` }, 'side', account, pins)).toBeNull()
  })
})

describe('commitments', () => {
  it('are those that the real registry accepted and opened', () => {
    expect(commitments.vectors.length).toBeGreaterThan(100)
    for (const { account: whose, nonce, verdicts, commitment } of commitments.vectors) {
      expect(commitmentOf(whose, BigInt(nonce), verdicts)).toBe(BigInt(commitment))
    }
  })

  it('come from nonces of 256 random bits that are never zero', () => {
    const answers = [new Uint8Array(32), new Uint8Array(32).fill(255)]
    expect(randomNonce(() => answers.shift() ?? new Uint8Array(32))).toBe((1n << 256n) - 1n)
    expect(new Set(Array.from({ length: 100 }, () => randomNonce())).size).toBe(100)
    expect(Array.from({ length: 100 }, () => randomNonce()).some((nonce) => nonce >= 1n << 255n)).toBe(true)
  })
})
