import { HDNodeWallet, Mnemonic } from 'ethers'
import { describe, expect, it } from 'vitest'
import { keyfiles, signedTransactions } from './fixtures.fixture.ts'
import { assertUsableOutsideSandbox, isKnownTestWallet } from './known-test-wallets.ts'
import { addressOf } from './secp256k1.ts'

describe('wallets that everybody knows', () => {
  it.each([
    ['Hardhat and Anvil', 'test test test test test test test test test test test junk', 20],
    ['ganache', 'myth like bonus scare over problem client lizard pioneer submit female collect', 10],
    ['Truffle', 'candy maple cake sugar pudding cream honey rich smooth crumble sweet treat', 10],
  ])('are the default accounts of %s', (_name, phrase, count) => {
    const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(phrase), "m/44'/60'/0'/0")
    for (let i = 0; i < count; i++) expect(isKnownTestWallet(root.deriveChild(i).address)).toBe(true)
    expect(isKnownTestWallet(root.deriveChild(count).address)).toBe(false)
  })

  it('are the published test keys of polyswarm-client, in any spelling', () => {
    expect(isKnownTestWallet(addressOf(signedTransactions.key))).toBe(true)
    expect(isKnownTestWallet('0x34E583CF9C1789C3141538EEC77D9F0B8F7E89F2')).toBe(true)
  })

  it('are refused outside the sandbox, and so is a trivial password; others are not', () => {
    const refusal = (account: string, reason: 'password-weak' | null): unknown => {
      try {
        assertUsableOutsideSandbox(account, reason)
        return null
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(refusal(addressOf(signedTransactions.key), null)).toBe('test-wallet-refused')
    expect(refusal(keyfiles[0]?.address ?? '', 'password-weak')).toBe('password-weak')
    expect(refusal(keyfiles[0]?.address ?? '', null)).toBeNull()
  })
})
