import { z } from 'zod'
import { type ArtifactStore, looksLikeUri } from './artifact-store.ts'

const version = z.string().regex(/^\d+\.\d+\.\d+$/)
const text = z.string().nullish()

/** One object for each asserted artifact, as the Community's verdict schema has it; extra keys are free. */
const verdict = z.looseObject({
  malware_family: z.string(),
  domains: z.array(z.string()).nullish(),
  ip_addresses: z.array(z.union([z.ipv4(), z.ipv6()])).nullish(),
  stix: z.array(z.looseObject({ schema: z.string(), signature: z.unknown() })).nullish(),
  scanner: z
    .looseObject({
      version: version.nullish(),
      polyswarmclient_version: version.nullish(),
      vendor_version: text,
      signatures_version: text,
      environment: z.looseObject({ operating_system: text, architecture: text }).nullish(),
    })
    .nullish(),
})

const hexOf = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${length}}$`))
    .nullish()

const fileArtifact = z.looseObject({
  mimetype: z.string(),
  filename: text,
  filesize: z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]).nullish(),
  sha256: hexOf(64),
  sha1: hexOf(40),
  md5: hexOf(32),
})
const urlArtifact = z.looseObject({ uri: z.string().regex(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+$/), protocol: text })

const MAX_ARTIFACTS = 256
const schemas = {
  verdicts: z.array(verdict).min(1).max(MAX_ARTIFACTS),
  bounty: z
    .array(z.union([fileArtifact, urlArtifact]))
    .min(1)
    .max(MAX_ARTIFACTS),
} as const

/** `verdicts`: what a reveal carries. `bounty`: what a bounty says of its artifacts. */
export type MetadataKind = keyof typeof schemas

export const isMetadata = (kind: MetadataKind, value: unknown): boolean => schemas[kind].safeParse(value).success

const REMEMBERED = 2_000

/** Puts content in the place of a metadata URI, as polyswarmd does in its answers and events. */
export class MetadataResolver {
  readonly #store: ArtifactStore
  readonly #resolved = new Map<string, unknown>()

  constructor(store: ArtifactStore) {
    this.#store = store
  }

  /** The JSON behind a URI when it fits the schema; else the text as it is (JSON texts too: they stay text). */
  resolve(text: string, kind: MetadataKind): unknown {
    const key = `${kind} ${text}`
    const known = this.#resolved.get(key)
    if (known !== undefined) return known
    const value = this.#read(text, kind)
    if (value === undefined) return text
    this.#resolved.set(key, value)
    if (this.#resolved.size > REMEMBERED) for (const oldest of this.#resolved.keys()) return this.#forget(oldest, value)
    return value
  }

  #forget(key: string, value: unknown): unknown {
    this.#resolved.delete(key)
    return value
  }

  #read(text: string, kind: MetadataKind): unknown {
    if (!looksLikeUri(text)) return undefined
    const bytes = this.#store.file(text)
    if (!bytes) return undefined
    try {
      const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
      return isMetadata(kind, value) ? value : undefined
    } catch {
      return undefined
    }
  }
}
