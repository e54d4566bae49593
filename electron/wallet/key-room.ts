import { hkdfSync, randomBytes } from 'node:crypto'
import type { Address } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Handlers } from '../runtime/protocol.ts'
import { decryptKeyfile, encryptKeyfile, STANDARD_SCRYPT, THROWAWAY_SCRYPT } from './keyfile.ts'
import { challengeDigest } from './proof.ts'
import { addressOf, isPrivateKey, signDigest, signTransaction } from './secp256k1.ts'
import type { SignedTransaction, UnsignedTransaction } from './signer-port.ts'
import type { SignerProtocol } from './signer-protocol.ts'

/** Fixed for ever: another text makes every sealed secret of every journal unreadable. */
const JOURNAL_KEY_INFO = 'PolySwarm Console journal seal v1'

/** The unlocked keys, inside the signer process. Nothing here ever returns one. */
export class KeyRoom implements Handlers<SignerProtocol> {
  readonly #keys = new Map<string, { readonly address: Address; readonly key: Uint8Array }>()

  async unlock(request: { readonly keyfile: string; readonly password: string; readonly challenge: Uint8Array }): Promise<{
    address: Address
    proof: Uint8Array
    journalKey: Uint8Array
  }> {
    const key = await decryptKeyfile(request.keyfile, request.password)
    const address = addressOf(key)
    this.#forget(address)
    this.#keys.set(address.toLowerCase(), { address, key })
    const journalKey = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), JOURNAL_KEY_INFO, 32))
    return { address, proof: signDigest(challengeDigest(request.challenge), key), journalKey }
  }

  lock(request: { readonly address: Address }): null {
    this.#forget(request.address)
    return null
  }

  sign(request: { readonly address: Address; readonly transactions: readonly UnsignedTransaction[] }): SignedTransaction[] {
    const held = this.#keys.get(request.address.toLowerCase())
    if (!held) throw new ConsoleError('wallet-locked')
    return request.transactions.map((transaction) => signTransaction(transaction, held.key, held.address))
  }

  async generate(request: { readonly password: string; readonly cost: 'standard' | 'throwaway' }): Promise<{
    address: Address
    keyfile: string
  }> {
    const key = newKey()
    try {
      const keyfile = await encryptKeyfile(key, request.password, request.cost === 'standard' ? STANDARD_SCRYPT : THROWAWAY_SCRYPT)
      return { address: addressOf(key), keyfile }
    } finally {
      key.fill(0)
    }
  }

  /** Zeroes every key: at the end of the process. */
  close(): void {
    for (const { address } of [...this.#keys.values()]) this.#forget(address)
  }

  #forget(address: Address): void {
    const held = this.#keys.get(address.toLowerCase())
    held?.key.fill(0)
    this.#keys.delete(address.toLowerCase())
  }
}

function newKey(): Uint8Array {
  for (;;) {
    // Its own memory, not a slice of Node's shared pool, so that zeroing it zeroes all there is.
    const key = new Uint8Array(randomBytes(32))
    if (isPrivateKey(key)) return key
  }
}
