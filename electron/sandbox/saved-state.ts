import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize } from 'node:v8'
import { z } from 'zod'
import { storedContent } from './artifact-shelf.ts'
import { unveilFile, unveilPieces, veilPiece } from './veil.ts'

const FILE = 'sandbox.state'
const VERSION = 2

const bytes = z.instanceof(Uint8Array)
const chains = { seed: z.number(), arbiters: z.number(), home: bytes, side: bytes }
/** The first builds wrote everything at once, at the sandbox's end alone. */
const whole = z.object({ version: z.literal(1), ...chains, artifacts: z.array(z.tuple([z.string(), storedContent])) })
const base = z.object({ version: z.literal(VERSION), ...chains, log: z.number().int().nonnegative() })
const savedState = z.discriminatedUnion('version', [whole, base])

/** What a sandbox goes on from, with its log and its artifacts. */
export interface SavedState {
  readonly seed: number
  /** How many were appointed. */
  readonly arbiters: number
  /** Snapshots of the chains. */
  readonly home: Uint8Array
  readonly side: Uint8Array
  /** The first file of the log that may hold steps which are not in the snapshots. */
  readonly log: number
}

/** As it was read: with the artifacts, where an earlier build wrote it. */
export type ReadState = z.output<typeof savedState>

/** Writes the state in one piece: a crash leaves the last one. Resolves when it is on the disk itself. */
export async function writeSavedState(folder: string, state: SavedState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, FILE)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(onDisk(state))
    await file.sync()
  } finally {
    await file.close()
  }
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
export async function readSavedState(folder: string): Promise<ReadState | null> {
  const path = join(folder, FILE)
  let file: Buffer
  try {
    file = await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = savedState.safeParse(unveil(file))
  if (!parsed.success)
    throw new Error(`${path} is damaged, or holds no sandbox that this version can read; move it away to start a new one`)
  return parsed.data
}

/** Head and both snapshots. Not by `v8.serialize`, as in version 1: its memory ends Electron's helpers once it is let go of. */
function onDisk({ home, side, ...head }: SavedState): Buffer {
  return Buffer.concat([veilPiece(Buffer.from(JSON.stringify({ version: VERSION, ...head }), 'utf8')), veilPiece(home), veilPiece(side)])
}

function unveil(file: Buffer): unknown {
  try {
    const [head, home, side] = unveilPieces(file).pieces
    return head ? { ...(JSON.parse(head.toString('utf8')) as object), home, side } : deserialize(unveilFile(file))
  } catch {
    return null
  }
}
