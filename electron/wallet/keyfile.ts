import { createCipheriv, createDecipheriv, pbkdf2, randomBytes, randomUUID, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { keccak256 } from 'ethers/crypto'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { Turns } from '../runtime/turns.ts'
import { type Cost, checkCost, type Keyfile, parseKeyfile, readCost } from './keyfile-format.ts'
import { addressOf, isPrivateKey } from './secp256k1.ts'

/** geth's standard: about 0.7 s and 256 MB. */
export const STANDARD_SCRYPT = { n: 262_144, r: 8, p: 1 } as const
/** For wallets whose password everybody knows: a slow derivation protects nothing there. */
export const THROWAWAY_SCRYPT = { n: 256, r: 8, p: 1 } as const

const scryptAsync = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt)
const pbkdf2Async = promisify(pbkdf2)

/** Each derivation takes up to a gigabyte for its time, so they wait for each other. */
const derivations = new Turns()

/**
 * Opens a keyfile. Runs in the signer process alone.
 * @returns 32 bytes, the caller's to zero
 * @throws ConsoleError 'not-a-keyfile', 'keyfile-damaged', 'kdf-unsupported', 'wrong-password'
 */
export async function decryptKeyfile(text: string, password: string): Promise<Uint8Array> {
  const keyfile = parseKeyfile(text)
  const { crypto } = keyfile
  const cost = readCost(keyfile)
  checkCost(cost)
  for (const candidate of spellings(password)) {
    const derived = await derive(candidate, cost)
    try {
      if (timingSafeEqual(macOf(derived, crypto.ciphertext), crypto.mac)) return openKey(keyfile, derived)
    } finally {
      derived.fill(0)
    }
  }
  throw new ConsoleError('wrong-password')
}

/**
 * Locks a key into a new keyfile. Runs in the signer process alone.
 * @param key 32 bytes; left as it is
 */
export async function encryptKeyfile(
  key: Uint8Array,
  password: string,
  scryptCost: { readonly n: number; readonly r: number; readonly p: number },
): Promise<string> {
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const derived = await derive(password.normalize('NFC'), { kdf: 'scrypt', ...scryptCost, salt })
  try {
    const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
    const ciphertext = Buffer.concat([cipher.update(key), cipher.final()])
    return JSON.stringify({
      address: addressOf(key).slice(2).toLowerCase(),
      crypto: {
        cipher: 'aes-128-ctr',
        ciphertext: ciphertext.toString('hex'),
        cipherparams: { iv: iv.toString('hex') },
        kdf: 'scrypt',
        kdfparams: { dklen: 32, n: scryptCost.n, p: scryptCost.p, r: scryptCost.r, salt: salt.toString('hex') },
        mac: macOf(derived, ciphertext).toString('hex'),
      },
      id: randomUUID(),
      version: 3,
    })
  } finally {
    derived.fill(0)
  }
}

/** The same password can be typed as different bytes (a composed or a decomposed "ä"); as typed comes first, as geth takes it. */
function spellings(password: string): readonly string[] {
  return [...new Set([password, password.normalize('NFC'), password.normalize('NFKC'), password.normalize('NFD')])]
}

/** 32 bytes for the cipher (first half) and the check (second half). */
function derive(password: string, cost: Cost): Promise<Buffer> {
  return derivations.take(() => deriveNow(Buffer.from(password, 'utf8'), cost))
}

async function deriveNow(password: Buffer, cost: Cost): Promise<Buffer> {
  try {
    if (cost.kdf === 'pbkdf2') return await pbkdf2Async(password, cost.salt, cost.c, 32, 'sha256')
    const { n, r, p, salt } = cost
    // Node wants room for 128·N·r bytes and a little more.
    return await scryptAsync(password, salt, 32, { N: n, r, p, maxmem: 256 * n * r + 1024 * r * p + 65_536 })
  } finally {
    password.fill(0)
  }
}

/** The check of Web3 Secret Storage: keccak256 of the second half of the derived key and the ciphertext. */
const macOf = (derived: Uint8Array, ciphertext: Uint8Array): Buffer =>
  Buffer.from(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext])).slice(2), 'hex')

function openKey(keyfile: Keyfile, derived: Uint8Array): Uint8Array {
  const { ciphertext, cipherparams } = keyfile.crypto
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), cipherparams.iv)
  const plain = decipher.update(ciphertext)
  // Some early tools dropped a key's leading zero bytes.
  const key = new Uint8Array(32)
  key.set(plain, 32 - plain.length)
  plain.fill(0)
  if (!isPrivateKey(key)) throw new ConsoleError('keyfile-damaged', because('keyfile-no-key'))
  if (keyfile.address !== null && !sameAddress(keyfile.address, addressOf(key))) {
    key.fill(0)
    throw new ConsoleError('keyfile-damaged', because('keyfile-other-key'))
  }
  return key
}
