import type { z } from 'zod'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { parseExact } from './json.ts'
import { NetworkFailure } from './network-failure.ts'
import { cleanText, failureText } from './text.ts'
import type { Transport, TransportAnswer, TransportRequest } from './transport.ts'
import { failure, frameworkFailure, success } from './wire.ts'

/** What the daemon said: a result, or its own refusal with everything it gave as `errors`. */
export type Reply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly status: number; readonly errors: unknown }

export interface CallOptions {
  /** How often it may be sent at all. More than 1 only where a repeat does no harm. */
  readonly tries: number
}

export interface HttpOptions {
  readonly transport: Transport
  readonly clock: Clock
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number
  readonly apiKey: string | null
}

const BACKOFF_MS = 250
const BACKOFF_MAX_MS = 4_000
/** What a rate limit asks for; polyswarmd's own client waits as long. */
const RATE_LIMIT_MS = 2_000
/** Waiting for a rate limit is no try, but it ends. */
const RATE_LIMIT_TOTAL_MS = 30_000
const GATEWAY: Readonly<Record<number, string>> = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' }

/** Requests with repeats and polyswarmd's envelope; every failure is a `ConsoleError`. */
export class DaemonHttp {
  readonly #options: HttpOptions
  constructor(options: HttpOptions) {
    this.#options = options
  }

  /** A call whose refusals are errors. */
  async result<T extends z.ZodType>(request: TransportRequest, schema: T, options: CallOptions): Promise<z.output<T>> {
    const reply = await this.reply(request, options)
    if (!reply.ok) throw this.refusal(reply)
    return this.fit(schema, reply.result, request.route)
  }

  /** A call whose refusals the caller reads itself. */
  async reply(request: TransportRequest, options: CallOptions): Promise<Reply> {
    return readReply(await this.answer(request, options))
  }

  /**
   * An answer of any content. Network failures, gateways' 502-504 and (without being counted) rate limits are repeated.
   * @throws ConsoleError for those when they do not pass, for 401, 403 and redirects
   */
  async answer(request: TransportRequest, { tries }: CallOptions): Promise<TransportAnswer> {
    let limitedMs = 0
    for (let tried = 1; ; ) {
      const attempt = await this.#attempt(request)
      if (attempt.ok) return attempt.answer
      const limited = attempt.error.code === 'rate-limited'
      const wait = limited ? attempt.waitMs : this.#backoff(tried)
      if (limited ? tries === 1 || limitedMs + wait > RATE_LIMIT_TOTAL_MS : tried >= tries || !repeatable(attempt.error))
        throw attempt.error
      if (limited) limitedMs += wait
      else tried += 1
      await this.#pause(wait, request.signal)
      this.#options.transport.counter.retry()
    }
  }

  /** Checks a result's shape. */
  fit<T extends z.ZodType>(schema: T, value: unknown, route: string): z.output<T> {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    const where = issue?.path.length ? ` at ${cleanText(issue.path.join('.'), 80)}` : ''
    throw new ConsoleError('bad-answer', `${route} answers in an unknown shape${where}: ${issue?.message ?? ''}`)
  }

  /** The daemon's refusal as an error; a key that it may have repeated is taken out. */
  refusal(reply: Extract<Reply, { readonly ok: false }>): ConsoleError {
    return new ConsoleError('refused-by-daemon', this.clean(failureText(reply.errors)), { retry: reply.status >= 500 })
  }

  clean(text: string): string {
    return this.#options.apiKey === null ? text : text.replaceAll(this.#options.apiKey, '[API key]')
  }

  async #attempt(
    request: TransportRequest,
  ): Promise<
    { readonly ok: true; readonly answer: TransportAnswer } | { readonly ok: false; readonly error: ConsoleError; readonly waitMs: number }
  > {
    try {
      const answer = await this.#options.transport.request(request)
      const error = statusError(answer.status)
      if (error === null) return { ok: true, answer }
      return { ok: false, error, waitMs: Math.max(RATE_LIMIT_MS, Math.min(answer.retryAfterMs ?? 0, 10_000)) + this.#jitter(500) }
    } catch (error) {
      return { ok: false, error: error as ConsoleError, waitMs: 0 }
    }
  }

  #backoff(tried: number): number {
    const full = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (tried - 1))
    return full / 2 + this.#jitter(full / 2)
  }

  #jitter(ms: number): number {
    return Math.round(this.#options.random() * ms)
  }

  #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        cancel()
        reject(new ConsoleError('cancelled'))
      }
      const cancel = this.#options.clock.after(ms, () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      })
      signal?.addEventListener('abort', abort, { once: true })
    })
  }
}

const repeatable = (error: ConsoleError): boolean => error.code === 'timeout' || error.code === 'unreachable'

/** What a status alone says, whatever the body; null = read the body. */
export function statusError(status: number): ConsoleError | null {
  if (status === 401 || status === 403)
    return new ConsoleError('unauthorized', because(status === 401 ? 'key-not-accepted' : 'access-forbidden'))
  if (status === 429) return new ConsoleError('rate-limited', because('too-many-requests'))
  if (status >= 300 && status < 400) return new ConsoleError('bad-answer', because('redirects', { status: String(status) }))
  if (status >= 502)
    return new NetworkFailure('unreachable', because('answers-status', { text: `${status} ${GATEWAY[status] ?? ''}`.trim() }), 'perhaps')
  return null
}

/** Takes the envelope off. */
export function readReply(answer: TransportAnswer): Reply {
  const { status, body } = answer
  if (body === null) throw new ConsoleError('bad-answer', 'The answer is longer than any we know.')
  const good = status >= 200 && status < 300
  const value = jsonOf(answer)
  if (value === undefined) throw foreign(status)
  const ok = success.safeParse(value)
  if (good && ok.success) return { ok: true, result: ok.data.result }
  const failed = failure.safeParse(value)
  if (failed.success) return { ok: false, status, errors: failed.data.errors }
  const framework = frameworkFailure.safeParse(value)
  if (framework.success && !good) return { ok: false, status, errors: framework.data.message }
  throw new ConsoleError('bad-answer', `An answer (${status}) without polyswarmd’s envelope.`)
}

/** undefined: it is a page, not JSON. Artifacts come as `text/html` too, so the type alone proves nothing. */
function jsonOf({ body, contentType }: TransportAnswer): unknown {
  const text = body?.toString('utf8') ?? ''
  if (!/^\s*[[{]/.test(text)) return undefined
  if (/html/i.test(contentType) && !/^\s*\{/.test(text)) return undefined
  return parseExact(text)
}

const foreign = (status: number): ConsoleError =>
  status >= 500
    ? new ConsoleError('bad-answer', because('answers-page', { status: String(status) }), { retry: true })
    : new ConsoleError('not-polyswarmd', because('answers-page', { status: String(status) }))
