import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

/*
 * What may not stand in any file in the clear is sealed for one account with AES-256-GCM: version byte, 12 random bytes, ciphertext, tag.
 * `place` (which row it is) is authenticated along, so that sealed bytes moved to another row do not open.
 */
const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

const randomness = new Uint8Array(IV_BYTES * 256)
let used = randomness.length

/** 12 random bytes, never given twice; drawn many at a time, for each draw asks the system. */
function freshIv(): Uint8Array {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += IV_BYTES
  return randomness.slice(used - IV_BYTES, used)
}

export function seal(key: KeyObject, place: string, text: string): Uint8Array {
  const iv = freshIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(place))
  const body = cipher.update(text, 'utf8')
  cipher.final()
  // Memory of its own: a slice of Node's shared pool would take the whole pool along to the worker, with whatever else lies in it.
  const sealed = new Uint8Array(1 + IV_BYTES + body.length + TAG_BYTES)
  sealed[0] = VERSION
  sealed.set(iv, 1)
  sealed.set(body, 1 + IV_BYTES)
  sealed.set(cipher.getAuthTag(), 1 + IV_BYTES + body.length)
  return sealed
}

/** The text again; null when it was sealed with another key, for another place, or is damaged. */
export function unseal(key: KeyObject, place: string, sealed: Uint8Array): string | null {
  if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] !== VERSION) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV_BYTES))
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const body = decipher.update(sealed.subarray(1 + IV_BYTES, sealed.length - TAG_BYTES))
    return Buffer.concat([body, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
