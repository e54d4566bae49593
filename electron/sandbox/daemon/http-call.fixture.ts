import { request } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly bytes: Buffer
  readonly text: string
}

export interface HttpCall {
  readonly method: string
  readonly path: string
  /** Sent as JSON; a GET may have one, which `fetch` could not send. */
  readonly json?: unknown
  readonly raw?: { readonly body: Buffer; readonly contentType: string }
  readonly headers?: Readonly<Record<string, string>>
}

/** One plain HTTP request to a daemon on loopback. */
export function call(address: string, { method, path, json, raw, headers }: HttpCall): Promise<HttpAnswer> {
  const [host, port] = address.split(':')
  const body = raw?.body ?? (json === undefined ? null : Buffer.from(JSON.stringify(json)))
  const contentType = raw?.contentType ?? 'application/json'
  const withBody = body === null ? {} : { 'Content-Type': contentType, 'Content-Length': body.length }
  return new Promise((resolve, reject) => {
    const outgoing = request({ host, port, method, path, headers: { ...withBody, ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const type = incoming.headers['content-type'] ?? ''
        resolve({ status: incoming.statusCode ?? 0, contentType: type, bytes, text: bytes.toString('utf8') })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body ?? undefined)
  })
}

/** A multipart body with one part for each file. */
export function multipart(files: readonly Uint8Array[], field = 'file'): { readonly body: Buffer; readonly contentType: string } {
  const boundary = 'sandbox-test-boundary'
  const parts = files.flatMap((bytes, i) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="f${i}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ])
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}
