import { Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedTransactions } from './fixtures.fixture.ts'
import { challengeDigest, provenAddress } from './proof.ts'
import { addressOf, isPrivateKey, signDigest, signTransaction } from './secp256k1.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter(isPrivateKey)
const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })

describe('signing', () => {
  it.each(signedTransactions.list)('gives byte for byte what a real chain mined: $signed.hash', ({ unsigned, signed }) => {
    expect(signTransaction(unsigned, signedTransactions.key, addressOf(signedTransactions.key))).toEqual(signed)
  })

  it('agrees with ethers on every transaction', async () => {
    const transaction = fc.record({
      chainId: fc.integer({ min: 1, max: 2 ** 40 }),
      nonce: fc.integer({ min: 0, max: 2 ** 40 }),
      gasPrice: word,
      gas: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
      to: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
      value: word,
      data: fc.uint8Array({ maxLength: 300 }).map((bytes): `0x${string}` => `0x${Buffer.from(bytes).toString('hex')}`),
    })
    await fc.assert(
      fc.asyncProperty(key, transaction, async (secret, { gas, ...rest }) => {
        const theirs = await new Wallet(`0x${Buffer.from(secret).toString('hex')}`).signTransaction({ ...rest, gasLimit: gas, type: 0 })
        expect(signTransaction({ ...rest, gas }, secret, addressOf(secret)).raw).toBe(theirs)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the proof of an address', () => {
  it('is taken for its own key and challenge alone', () => {
    const challenge = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(key, challenge, challenge, (secret, asked, other) => {
        const proof = signDigest(challengeDigest(asked), secret)
        expect(provenAddress(asked, proof)).toBe(addressOf(secret))
        fc.pre(Buffer.compare(asked, other) !== 0)
        expect(provenAddress(other, proof)).not.toBe(addressOf(secret))
      }),
      { numRuns: 50 },
    )
  })

  it('is null for what is no signature', () => {
    const challenge = new Uint8Array(32)
    expect(provenAddress(challenge, new Uint8Array(65))).toBeNull()
    expect(provenAddress(challenge, new Uint8Array(64))).toBeNull()
    expect(provenAddress(challenge, new Uint8Array(65).fill(255))).toBeNull()
  })
})
