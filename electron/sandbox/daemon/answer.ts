import { stringify } from 'lossless-json'

/** What a route answers: a status, a content type and a body, ready to be written. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string | Uint8Array
}

const json = 'application/json'

/** JSON with integers of any size exactly as they are: polyswarmd writes payouts and parameters above 2^53 as plain integers. */
export function exactJson(value: unknown): string {
  const text = stringify(value)
  if (text === undefined) throw new Error('not a JSON value')
  return text
}

/** `{"result":…,"status":"OK"}`, status 200. */
export const success = (result: unknown): Answer => ({ status: 200, contentType: json, body: exactJson({ result, status: 'OK' }) })

/** `{"errors":…,"status":"FAIL"}`: polyswarmd's own refusals. */
export const failure = (errors: unknown, status = 400): Answer => ({
  status,
  contentType: json,
  body: exactJson({ errors, status: 'FAIL' }),
})

/** `{"message":…}`: what the web framework says by itself (404, 405, 500). */
export const webError = (message: string, status: number): Answer => ({ status, contentType: json, body: exactJson({ message }) })

/** The framework's texts, as recorded. */
export const notFound = (): Answer =>
  webError(
    '404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    404,
  )
export const methodNotAllowed = (): Answer => webError('405 Method Not Allowed: The method is not allowed for the requested URL.', 405)
export const badRequest = (): Answer =>
  webError('400 Bad Request: The browser (or proxy) sent a request that this server could not understand.', 400)

/** Raw bytes, with the type that polyswarmd gives to artifacts. */
export const rawBytes = (body: Uint8Array): Answer => ({ status: 200, contentType: 'text/html; charset=utf-8', body })

/** Thrown inside a route to end it with this answer. */
export class Refusal extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super(`refused with status ${answer.status}`)
    this.name = 'Refusal'
    this.answer = answer
  }
}
