import { importer } from 'ipfs-unixfs-importer'

/** One link of a content-addressed directory. */
export interface ArtifactLink {
  /** Its index in the directory, six digits. */
  readonly name: string
  readonly hash: string
  readonly size: number
}

/** What a content hash stands for. */
export type StoredContent =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly links: readonly ArtifactLink[] }

/** Where contents lie that this process has not read. */
export interface Shelf {
  /** Oldest first; `size` is 0 for a directory. */
  list(): readonly { readonly hash: string; readonly size: number }[]
  has(hash: string): boolean
  take(hash: string): StoredContent | null
  put(hash: string, content: StoredContent): void
  remove(hash: string): void
}

/** Bytes kept at most: what was stored first goes first. A busy sandbox must not eat the operator's memory. */
const DEFAULT_CAPACITY = 256 * 1024 * 1024

/**
 * Content-addressed artifacts in memory, under the hashes that an IPFS node would give them (CIDv0, `Qm…`); with a shelf they outlive the
 * process. Nothing is written to disk here and nothing is executed.
 */
export class ArtifactStore {
  readonly #content = new Map<string, StoredContent | { readonly kind: 'shelved'; readonly size: number }>()
  readonly #capacity: number
  readonly #shelf: Shelf | null
  #isKeeping = false
  #onError: (error: unknown) => void = () => {}
  #bytes = 0

  constructor(capacity: number = DEFAULT_CAPACITY, shelf: Shelf | null = null) {
    this.#capacity = capacity
    this.#shelf = shelf
    for (const { hash, size } of shelf?.list() ?? []) {
      this.#content.set(hash, { kind: 'shelved', size })
      this.#bytes += size
    }
  }

  /**
   * From now on the shelf is written to: all that it does not hold yet, and whatever comes, before its hash is told.
   * @returns whether the shelf now holds everything
   */
  keep(onError: (error: unknown) => void): boolean {
    this.#onError = onError
    this.#isKeeping = true
    let isWhole = true
    for (const [hash, content] of this.#content) {
      if (content.kind === 'shelved' || this.#shelf?.has(hash)) continue
      if (!this.#onShelf((shelf) => shelf.put(hash, content))) isWhole = false
    }
    return isWhole
  }

  /** Stores one file by itself (metadata) and returns its hash. */
  async addFile(bytes: Uint8Array): Promise<string> {
    for await (const entry of importer([{ content: bytes }], discard, { profile: 'unixfs-v0-2015' })) {
      return this.#keepFile(entry.cid.toString(), bytes)
    }
    throw new Error('nothing was imported')
  }

  /** Stores files as one directory, their names replaced by their indexes, and returns the directory's hash. */
  async addDirectory(files: readonly Uint8Array[]): Promise<string> {
    const candidates = files.map((content, i) => ({ path: indexName(i), content }))
    const links: ArtifactLink[] = []
    let root = ''
    for await (const entry of importer(candidates, discard, { profile: 'unixfs-v0-2015', wrapWithDirectory: true })) {
      const position = entry.path === undefined || entry.path === '' ? -1 : Number(entry.path)
      const bytes = files[position]
      root = entry.cid.toString()
      if (bytes) links.push({ name: indexName(position), hash: this.#keepFile(root, bytes), size: Number(entry.size) })
    }
    links.sort((a, b) => (a.name < b.name ? -1 : 1))
    this.#keepDirectory(root, links)
    return root
  }

  get(hash: string): StoredContent | null {
    const found = this.#content.get(hash)
    return found?.kind === 'shelved' ? (this.#shelf?.take(hash) ?? null) : (found ?? null)
  }

  /** A file's bytes; null when the hash is unknown or names a directory. */
  file(hash: string): Uint8Array | null {
    const found = this.get(hash)
    return found?.kind === 'file' ? found.bytes : null
  }

  /** What polyswarmd lists under a hash: a directory's links, or the file itself as one link without a name. */
  list(hash: string): readonly ArtifactLink[] | null {
    const found = this.get(hash)
    if (!found) return null
    return found.kind === 'directory' ? found.links : [{ name: '', hash, size: found.bytes.length }]
  }

  /** Everything stored, oldest first: what tests compare. */
  *entries(): IterableIterator<[string, StoredContent]> {
    for (const hash of this.#content.keys()) {
      const content = this.get(hash)
      if (content) yield [hash, content]
    }
  }

  /** Takes back what an earlier build kept, without computing the hashes again. */
  restore(hash: string, content: StoredContent): void {
    if (content.kind === 'file') this.#keepFile(hash, content.bytes)
    else this.#keepDirectory(hash, content.links)
  }

  #keepFile(hash: string, bytes: Uint8Array): string {
    const isNew = !this.#content.has(hash)
    if (isNew) this.#bytes += bytes.length
    if (isNew || this.#isLost(hash)) this.#add(hash, { kind: 'file', bytes })
    if (isNew) this.#evict(hash)
    return hash
  }

  #keepDirectory(hash: string, links: readonly ArtifactLink[]): void {
    if (!this.#content.has(hash) || this.#isLost(hash)) this.#add(hash, { kind: 'directory', links })
  }

  /** Its place on the shelf is damaged: whoever brings it again mends that. */
  #isLost(hash: string): boolean {
    return this.get(hash) === null
  }

  #add(hash: string, content: StoredContent): void {
    this.#content.set(hash, content)
    this.#onShelf((shelf) => shelf.put(hash, content))
  }

  /** A shelf that refuses is told of, and keeps nobody from the artifact in memory. */
  #onShelf(write: (shelf: Shelf) => void): boolean {
    if (!this.#isKeeping || !this.#shelf) return true
    try {
      write(this.#shelf)
      return true
    } catch (error) {
      this.#onError(error)
      return false
    }
  }

  #evict(newest: string): void {
    for (const [hash, content] of this.#content) {
      if (this.#bytes <= this.#capacity || hash === newest) return
      this.#content.delete(hash)
      if (content.kind !== 'directory') this.#bytes -= content.kind === 'file' ? content.bytes.length : content.size
      this.#onShelf((shelf) => shelf.remove(hash))
    }
  }
}

/** The importer wants somewhere to put its blocks; the store keeps whole files instead. */
const discard = { put: async <T>(cid: T): Promise<T> => cid }

const indexName = (index: number): string => index.toString().padStart(6, '0')

const BASE58 = /^[1-9A-HJ-NP-Za-km-z]+$/

/** What polyswarmd takes for a content URI: base58 and shorter than 100 characters, no more. */
export const looksLikeUri = (text: string): boolean => text.length > 0 && text.length < 100 && BASE58.test(text)
