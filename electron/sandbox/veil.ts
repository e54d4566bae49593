import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * No secret: it only keeps the artifacts, test viruses among them, from lying on the disk as they are, where a virus scanner would
 * take the whole file away.
 */
const KEY = createHash('sha256').update('polyswarm console sandbox state').digest()
const LENGTH_BYTES = 4
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = LENGTH_BYTES + IV_BYTES + TAG_BYTES

/** One piece as it lies in a file: its length, and a tag that fits it alone, so that half of one is never taken for a whole. */
export function veilPiece(plain: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', KEY, iv)
  const veiled = cipher.update(plain)
  cipher.final()
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(veiled.length)
  return Buffer.concat([length, iv, cipher.getAuthTag(), veiled])
}

export interface Pieces {
  readonly pieces: readonly Buffer[]
  /** A piece that lies whole in the file is not what was written; a last one that was not written to its end is only left out. */
  readonly isDamaged: boolean
}

/** Reads pieces that lie one after another, up to the first that is not whole. */
export function unveilPieces(file: Buffer): Pieces {
  const pieces: Buffer[] = []
  let at = 0
  while (at < file.length) {
    const end = at + HEAD_BYTES <= file.length ? at + HEAD_BYTES + file.readUInt32BE(at) : Number.POSITIVE_INFINITY
    if (end > file.length) return { pieces, isDamaged: false }
    const piece = unveilPiece(file.subarray(at, end))
    if (!piece) return { pieces, isDamaged: end < file.length }
    pieces.push(piece)
    at = end
  }
  return { pieces, isDamaged: false }
}

function unveilPiece(piece: Buffer): Buffer | null {
  const [iv, tag] = [piece.subarray(LENGTH_BYTES, LENGTH_BYTES + IV_BYTES), piece.subarray(LENGTH_BYTES + IV_BYTES, HEAD_BYTES)]
  try {
    const decipher = createDecipheriv('aes-256-gcm', KEY, iv)
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(piece.subarray(HEAD_BYTES)), decipher.final()])
  } catch {
    return null
  }
}

const WHOLE_IV_BYTES = 16

/**
 * A whole file in one piece, as version 1 of the state was written: it is only read any more.
 * @throws Error when it is shorter than anything that was written
 */
export function unveilFile(file: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-ctr', KEY, file.subarray(0, WHOLE_IV_BYTES))
  return Buffer.concat([decipher.update(file.subarray(WHOLE_IV_BYTES)), decipher.final()])
}
