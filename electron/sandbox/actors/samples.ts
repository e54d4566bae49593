import { createHash } from 'node:crypto'
import type { SeededRandom } from './random.ts'

/** The test string every scanner knows, built in memory: it must not stand in any file of ours. */
const eicar = (): Buffer =>
  Buffer.from('WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=', 'base64')
const EICAR = eicar()

/** Hosts of URLs that count as malicious in the sandbox. */
const BAD_HOSTS: ReadonlySet<string> = new Set(['malware.example', 'phishing.example'])

/** One artifact with what its bounty says of it. */
export interface Sample {
  readonly bytes: Uint8Array
  readonly metadata: Readonly<Record<string, string>>
}

/** What the arbiters find out: the ground truth of an artifact's bytes. */
export function isMalicious(artifactType: 'file' | 'url', bytes: Uint8Array): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (artifactType === 'file') return content.includes(EICAR)
  const host = /^[a-z]+:\/\/([^/?#]+)/i.exec(content.toString('utf8'))?.[1]
  return host !== undefined && BAD_HOSTS.has(host.toLowerCase())
}

interface FileKind {
  readonly extension: string
  readonly mimetype: string
  /** The file's first bytes. */
  readonly head: string
  readonly text: boolean
}

const kinds: readonly [FileKind, ...FileKind[]] = [
  { extension: 'exe', mimetype: 'application/x-dosexec', head: 'MZ\x90\0\x03\0\0\0\x04\0\0\0', text: false },
  { extension: 'dll', mimetype: 'application/x-dosexec', head: 'MZ\x90\0\x03\0\0\0\x04\0\0\0', text: false },
  { extension: 'pdf', mimetype: 'application/pdf', head: '%PDF-1.7\n', text: false },
  { extension: 'zip', mimetype: 'application/zip', head: 'PK\x03\x04\x14\0\0\0\x08\0', text: false },
  {
    extension: 'docx',
    mimetype: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    head: 'PK\x03\x04',
    text: false,
  },
  { extension: 'png', mimetype: 'image/png', head: '\x89PNG\r\n\x1a\n', text: false },
  { extension: 'js', mimetype: 'text/javascript', head: '"use strict";\n', text: true },
  { extension: 'ps1', mimetype: 'text/plain', head: 'param([string]$Path)\r\n', text: true },
  { extension: 'html', mimetype: 'text/html', head: '<!doctype html>\n<html>', text: true },
  { extension: 'csv', mimetype: 'text/csv', head: 'id,name,amount\n', text: true },
]

const stems: readonly [string, ...string[]] = [
  'invoice',
  'statement',
  'setup',
  'update',
  'report_final',
  'holiday-photos',
  'payroll',
  'driver',
  'readme',
  'contract_signed',
  'backup',
  'installer',
]

const SMALLEST_FILE = 256

/**
 * A file with a plausible name, type and size.
 * @param malicious whether it holds the EICAR test string somewhere
 * @param maxBytes its size at most (at least 512)
 */
export function sampleFile(random: SeededRandom, malicious: boolean, maxBytes: number): Sample {
  const kind = random.pick(kinds)
  const size = random.between(SMALLEST_FILE, Math.max(512, maxBytes))
  const body = random.bytes(size)
  if (kind.text) for (let i = 0; i < body.length; i++) body[i] = 32 + ((body[i] ?? 0) % 95)
  const bytes = Buffer.from(body)
  bytes.write(kind.head, 0, 'latin1')
  if (malicious) EICAR.copy(bytes, random.between(kind.head.length, size - EICAR.length))
  return { bytes, metadata: describe(bytes, `${random.pick(stems)}-${random.between(1, 9999)}.${kind.extension}`, kind.mimetype) }
}

function describe(bytes: Uint8Array, filename: string, mimetype: string): Sample['metadata'] {
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex')
  return { filename, filesize: bytes.length.toString(), mimetype, sha256: digest('sha256'), sha1: digest('sha1'), md5: digest('md5') }
}

const hosts: readonly [string, ...string[]] = ['downloads.example', 'www.example.org', 'cdn.example.net', 'files.example.com']
const badHosts = [...BAD_HOSTS] as [string, ...string[]]

/** A URL as an artifact: its bytes are its text. */
export function sampleUrl(random: SeededRandom, malicious: boolean): Sample {
  const host = random.pick(malicious ? badHosts : hosts)
  const uri = `https://${host}/${random.pick(stems)}/${random.between(1, 99_999)}`
  return { bytes: Buffer.from(uri, 'utf8'), metadata: { uri, protocol: 'https' } }
}
