import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { type Answer, failure, Refusal, rawBytes, success, webError } from '../answer.ts'
import { looksLikeUri } from '../artifact-store.ts'
import type { Request } from '../context.ts'
import { isMetadata } from '../metadata.ts'

const MAX_FILES = 256

/** POST /artifacts: multipart, every part named `file` is an artifact; answers with the directory's content URI. */
export async function postArtifacts(request: Request): Promise<Answer> {
  request.requireAccount()
  const files = await readFiles(request)
  if (files.length === 0) return failure('No artifacts')
  if (files.length > MAX_FILES) return failure('Too many artifacts')
  return success(await request.community.artifacts.addDirectory(files))
}

async function readFiles(request: Request): Promise<readonly Uint8Array[]> {
  const { incoming, community } = request
  if (!/^multipart\/form-data\b/i.test(incoming.headers['content-type'] ?? '')) return []
  const files: Uint8Array[] = []
  let refusal: Answer | null = null
  try {
    // One file more than allowed tells that there were too many; one byte more, that it was too large.
    const parser = busboy({ headers: incoming.headers, limits: { files: MAX_FILES + 1, fileSize: community.maxArtifactSize + 1 } })
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      // A form that ends in the middle of a file: the parser itself tells it too.
      stream.on('error', () => undefined)
      stream.on('data', (chunk: Buffer) => refusal === null && chunks.push(chunk))
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks)
        if (name !== 'file' || refusal) return
        if (bytes.length > community.maxArtifactSize) refusal = failure('Artifact too large', 413)
        else if (bytes.length === 0) refusal = failure('Artifact empty')
        else files.push(bytes)
      })
    })
    await pipeline(incoming, parser)
  } catch {
    throw new Refusal(failure('Unable to read file sizes'))
  }
  if (refusal) throw new Refusal(refusal)
  return files
}

/** GET /artifacts/URI */
export function listArtifacts(request: Request, [uri = '']: readonly string[]): Answer {
  request.requireAccount()
  if (uri === 'status') return success({ online: true })
  if (!looksLikeUri(uri)) return failure('Invalid artifact URI')
  const links = request.community.artifacts.list(uri)
  if (!links) return failure(`Artifact with URI ${uri} not found`, 404)
  return success(links.map(({ hash, name }) => ({ hash, name })))
}

/** GET /artifacts/URI/i: the bytes as they are; they may be malware. */
export function getArtifact(request: Request, [uri = '', index = '']: readonly string[]): Answer {
  request.requireAccount()
  if (!looksLikeUri(uri)) return failure('Invalid artifact URI')
  const { artifacts } = request.community
  const link = artifacts.list(uri)?.[Number(index)]
  const bytes = link ? artifacts.file(link.hash) : null
  return bytes ? rawBytes(bytes) : failure(`Artifact with URI ${uri}/${index} not found`, 404)
}

/** GET /artifacts/URI/i/stat: broken in the daemon that everybody runs, and so here. */
export function statArtifact(request: Request): Answer {
  request.requireAccount()
  return webError('stat() takes 2 positional arguments but 3 were given', 500)
}

/** POST /bounties/metadata: the JSON itself, or the JSON in a JSON string, as the known client sends it. */
export async function postMetadata(request: Request): Promise<Answer> {
  request.requireAccount()
  const body = await request.json()
  if (body === null) return webError('the JSON object must be str, bytes or bytearray, not NoneType', 500)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const value = parse(text)
  if (!isMetadata('verdicts', value) && !isMetadata('bounty', value)) return failure('Invalid metadata')
  return success(await request.community.artifacts.addFile(Buffer.from(text, 'utf8')))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
