import { z } from 'zod'
import { scannerId } from '../../shared/domain/engine.ts'
import { guid } from '../../shared/domain/identifiers.ts'
import { defineProtocol } from '../runtime/protocol.ts'

/** Largest artifact that is scanned, bytes: polyswarmd's own default limit. */
export const ARTIFACT_LIMIT = 32 * 1024 * 1024

/** What the ambassador claims about an artifact: unproven, for a scanner that can use it; null where nothing was said. */
const claim = z.string().max(2048).nullable()
const claims = z.object({ filename: claim, mimetype: claim, url: claim })

/** One artifact for one scanner. `content` is hostile: the file's bytes, or the UTF-8 text of a url. It is never written to disk. */
export const scanJob = z.object({
  scanner: scannerId,
  guid,
  index: z.int().min(0).max(255),
  artifactType: z.enum(['file', 'url']),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= ARTIFACT_LIMIT, 'not bytes, or too large'),
  claims: claims.nullable(),
  /** Milliseconds the scanner may take; after that nobody waits for its answer. */
  budgetMs: z.int().positive(),
})
export type ScanJob = z.output<typeof scanJob>

/** Text of a scanner's choice that travels with the reveal: printable, short. */
const word = z
  .string()
  .max(256)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out
  .regex(/^[^\u0000-\u001f\u007f]*$/)

/**
 * What a scanner says of one artifact. `confidence` in parts per million. 'none': it has no opinion, and the artifact stays out of the mask.
 * `version` is semantic (1.2.3), or polyswarmd refuses the verdict's metadata.
 */
export const opinion = z.discriminatedUnion('is', [
  z.object({
    is: z.enum(['malicious', 'benign']),
    confidence: z.int().min(0).max(1_000_000),
    /** The malware's name; empty when benign or not known. */
    family: word,
    version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
    /** Of the engine and the signatures behind the scanner, where it has some. */
    vendorVersion: word.nullable(),
    signaturesVersion: word.nullable(),
  }),
  z.object({ is: z.literal('none') }),
])
export type Opinion = z.output<typeof opinion>

/** What was measured on the bytes, whatever the scanner says. */
export const measured = z.object({
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mimetype: z.string().max(127).nullable(),
})
export type Measured = z.output<typeof measured>

/** `took`: milliseconds the scanner itself needed. */
export const scanAnswer = z.object({ opinion, measured, took: z.number().nonnegative() })
export type ScanAnswer = z.output<typeof scanAnswer>

/** No scan may take longer than this, whatever its bounty's budget: then the scanner process counts as hung. */
export const LONGEST_SCAN_MS = 120_000

/** What the scanner process understands. It holds no secret, opens no connection of the console's and writes no file. */
export const scannerProtocol = defineProtocol({
  calls: {
    /** Every built-in scanner proves that it does its work, on an artifact made in memory. */
    selfTest: { params: z.object({}), result: z.object({ scanners: z.array(z.string()) }), timeoutMs: 20_000 },
    scan: { params: scanJob, result: scanAnswer, timeoutMs: LONGEST_SCAN_MS },
    /** Answers as soon as no scanner holds the process: tells a slow scanner from a hung one. */
    ping: { params: z.object({}), result: z.object({}), timeoutMs: 10_000 },
  },
  events: {},
})
export type ScannerProtocol = typeof scannerProtocol

/** One scanner inside the scanner process. It may throw; what it answers is checked like anything from outside. */
export interface Scanner {
  readonly id: z.output<typeof scannerId>
  scan(job: ScanJob): Opinion | Promise<Opinion>
  /** Throws when the scanner does not find what it must. */
  selfTest(): void | Promise<void>
}
