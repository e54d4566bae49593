import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import type { StoredContent } from './daemon/artifact-store.ts'

const FILE = 'sandbox.state'
const VERSION = 1
/**
 * No secret: it only keeps the artifacts, test viruses among them, from lying on the disk as they are, where a virus scanner would
 * take the whole file away.
 */
const VEIL = createHash('sha256').update('polyswarm console sandbox state').digest()
const IV_BYTES = 16

const bytes = z.instanceof(Uint8Array)
const link = z.object({ name: z.string(), hash: z.string(), size: z.number() })
const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), bytes }),
  z.object({ kind: z.literal('directory'), links: z.array(link) }),
])
const savedState = z.object({
  version: z.literal(VERSION),
  seed: z.number(),
  arbiters: z.number(),
  home: bytes,
  side: bytes,
  artifacts: z.array(z.tuple([z.string(), content])),
})

/** Everything a sandbox needs to go on where it was. */
export interface SavedState {
  readonly seed: number
  /** How many were appointed. */
  readonly arbiters: number
  /** Snapshots of the chains. */
  readonly home: Uint8Array
  readonly side: Uint8Array
  readonly artifacts: readonly (readonly [string, StoredContent])[]
}

/** Writes the state in one piece: a crash leaves the last one. */
export async function writeSavedState(folder: string, state: SavedState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-ctr', VEIL, iv)
  const plain = serialize({ version: VERSION, ...state })
  const path = join(folder, FILE)
  await writeFile(`${path}.new`, Buffer.concat([iv, cipher.update(plain), cipher.final()]), { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** Differs from an earlier one when the state was written meanwhile; null when there is none that could be read. */
export async function savedStateStamp(folder: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs } = await stat(join(folder, FILE), { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch {
    return null
  }
}

/**
 * Reads what `writeSavedState` wrote; null when there is nothing.
 * @throws Error that names the file when it cannot be read
 */
export async function readSavedState(folder: string): Promise<SavedState | null> {
  const path = join(folder, FILE)
  let file: Buffer
  try {
    file = await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = savedState.safeParse(unveil(file))
  if (!parsed.success) throw new Error(`${path} holds no sandbox that this version can read; move it away to start a new one`)
  return parsed.data
}

function unveil(file: Buffer): unknown {
  try {
    const decipher = createDecipheriv('aes-256-ctr', VEIL, file.subarray(0, IV_BYTES))
    return deserialize(Buffer.concat([decipher.update(file.subarray(IV_BYTES)), decipher.final()]))
  } catch {
    return null
  }
}
