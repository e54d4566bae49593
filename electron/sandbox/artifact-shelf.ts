import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StoredContent } from './daemon/artifact-store.ts'
import { unveilPieces, veilPiece } from './veil.ts'

const FOLDER = 'artifacts'
/** Order of arrival, content hash, bytes. */
const NAME = /^(\d{9})\.(\w+)\.(\d+)$/
/** Behind a name until all is written. */
const UNFINISHED = '.new'

const bytes = z.instanceof(Uint8Array)
const link = z.object({ name: z.string(), hash: z.string(), size: z.number() })
export const storedContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), bytes }),
  z.object({ kind: z.literal('directory'), links: z.array(link) }),
])

/** One content on the disk. */
export interface Shelved {
  readonly hash: string
  /** Bytes of the content: 0 for a directory. */
  readonly size: number
}

/** Artifacts in files of their own, each written once, before anybody is told its hash; veiled, never as they are. */
export class ArtifactShelf {
  readonly #folder: string
  readonly #names = new Map<string, string>()
  /** What a killed process was writing. */
  #leftovers: readonly string[]
  #next = 0

  /** Looks what is there; what a killed process was writing is not. Nothing is written, or removed, before `put`. */
  constructor(dataDir: string) {
    this.#folder = join(dataDir, FOLDER)
    const names = namesIn(this.#folder)
    this.#leftovers = names.filter((name) => name.endsWith(UNFINISHED))
    for (const name of names) {
      const [, order, hash] = NAME.exec(name) ?? []
      if (hash === undefined) continue
      this.#names.set(hash, name)
      this.#next = Number(order) + 1
    }
  }

  /** Oldest first. */
  list(): Shelved[] {
    return Array.from(this.#names, ([hash, name]) => ({ hash, size: Number(name.split('.')[2]) }))
  }

  has(hash: string): boolean {
    return this.#names.has(hash)
  }

  /** Null when it is not there, or cannot be read. */
  take(hash: string): StoredContent | null {
    const name = this.#names.get(hash)
    if (name === undefined) return null
    try {
      const [head, content] = unveilPieces(readFileSync(join(this.#folder, name))).pieces
      if (!head) return null
      const told: unknown = JSON.parse(head.toString('utf8'))
      return storedContent.parse(content ? { kind: 'file', bytes: content } : told)
    } catch {
      return null
    }
  }

  /** @throws Error when it cannot be written */
  put(hash: string, content: StoredContent): void {
    const size = content.kind === 'file' ? content.bytes.length : 0
    const name = this.#names.get(hash) ?? `${String(this.#next++).padStart(9, '0')}.${hash}.${size}`
    if (!existsSync(this.#folder)) mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    for (const leftover of this.#leftovers) rmSync(join(this.#folder, leftover), { force: true })
    this.#leftovers = []
    const path = join(this.#folder, name)
    writeFileSync(path + UNFINISHED, onDisk(content), { mode: 0o600 })
    renameSync(path + UNFINISHED, path)
    this.#names.set(hash, name)
  }

  remove(hash: string): void {
    const name = this.#names.get(hash)
    if (name === undefined) return
    this.#names.delete(hash)
    rmSync(join(this.#folder, name), { force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** What it is as JSON, then a file's bytes. Not by `v8.serialize`: its memory ends Electron's helpers once it is let go of. */
function onDisk(content: StoredContent): Buffer {
  const head = (told: object): Buffer => veilPiece(Buffer.from(JSON.stringify(told), 'utf8'))
  return content.kind === 'file' ? Buffer.concat([head({ kind: 'file' }), veilPiece(content.bytes)]) : head(content)
}
