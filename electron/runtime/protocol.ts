import { z } from 'zod'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type Problem, problem, toProblem } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel, HelperPort } from './channel.ts'
import type { Clock } from './clock.ts'

/** One request and its answer between the console and a helper. Both sides check both schemas. */
export interface CallSpec {
  readonly params: z.ZodType
  readonly result: z.ZodType
  /** Milliseconds until the caller gives up with 'timeout'. */
  readonly timeoutMs: number
}

/** Everything a helper understands and tells. Values must survive structured cloning (bigint and Uint8Array do). */
export interface Protocol {
  readonly calls: Readonly<Record<string, CallSpec>>
  readonly events: Readonly<Record<string, z.ZodType>>
}

export const defineProtocol = <const P extends Protocol>(protocol: P): P => protocol

export type CallName<P extends Protocol> = keyof P['calls'] & string
export type EventName<P extends Protocol> = keyof P['events'] & string
export type Params<P extends Protocol, N extends CallName<P>> = z.output<P['calls'][N]['params']>
export type Answer<P extends Protocol, N extends CallName<P>> = z.output<P['calls'][N]['result']>
export type EventData<P extends Protocol, N extends EventName<P>> = z.output<P['events'][N]>

export type Handlers<P extends Protocol> = {
  readonly [N in CallName<P>]: (params: Params<P, N>) => Promise<Answer<P, N>> | Answer<P, N>
}

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.int().nonnegative(), name: z.string().max(100), params: z.unknown() }),
  z.object({ type: z.literal('value'), id: z.int().nonnegative(), value: z.unknown() }),
  z.object({ type: z.literal('problem'), id: z.int().nonnegative(), problem }),
  z.object({ type: z.literal('event'), name: z.string().max(100), data: z.unknown() }),
])
type Message = z.output<typeof message>

/** Where values did not fit, without the values: they may be secrets. */
export function describeMisfit(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.length === 0 ? 'value' : issue.path.map(String).join('.')}: ${issue.code}`)
    .join(', ')
}

/** The helper's end. */
export interface Served<P extends Protocol> {
  /** Tells the console something it did not ask for. */
  emit<N extends EventName<P>>(name: N, data: EventData<P, N>): void
}

/** Answers calls on a helper's port. A request or an answer that does not fit its schema is refused; the helper lives on. */
export function serve<P extends Protocol>(port: HelperPort, protocol: P, handlers: Handlers<P>): Served<P> {
  const post = (answer: Message): void => port.post(answer)
  port.onMessage((raw) => {
    const request = message.safeParse(raw)
    if (!request.success || request.data.type !== 'call') return
    const { id, name, params } = request.data
    answerCall(protocol, handlers, name, params).then(
      (value) => post({ type: 'value', id, value }),
      (error: unknown) => post({ type: 'problem', id, problem: describeFailure(error) }),
    )
  })
  return { emit: (name, data) => post({ type: 'event', name, data }) }
}

async function answerCall<P extends Protocol>(protocol: P, handlers: Handlers<P>, name: string, raw: unknown): Promise<unknown> {
  const spec = Object.hasOwn(protocol.calls, name) ? protocol.calls[name] : undefined
  const handler = (handlers as Readonly<Record<string, (params: unknown) => unknown>>)[name]
  if (!spec || !handler) throw new ConsoleError('invalid-request', `unknown call ${name}`)
  const params = spec.params.safeParse(raw)
  if (!params.success) throw new ConsoleError('invalid-request', `${name}: ${describeMisfit(params.error)}`)
  const value = spec.result.safeParse(await handler(params.data))
  if (!value.success) throw new ConsoleError('internal', `${name} answered what it must not: ${describeMisfit(value.error)}`)
  return value.data
}

/** An unexpected error's text may hold anything, so only its kind and place travel: enough to find the line, nothing to leak. */
function describeFailure(error: unknown): Problem {
  if (error instanceof ConsoleError || !(error instanceof Error)) return toProblem(error)
  const place = /^\s+at .*?([\w.-]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1]
  return { code: 'internal', detail: `${error.name}${place ? ` at ${place}` : ''}`, retry: false }
}

interface Waiting {
  readonly spec: CallSpec
  readonly name: string
  resolve(value: unknown): void
  reject(error: ConsoleError): void
  cancelTimer(): void
}

/** The console's end of one helper's life. After the helper is gone every call, waiting or new, is rejected with `gone`. */
export class Connection<P extends Protocol> {
  readonly #channel: Channel
  readonly #protocol: P
  readonly #clock: Clock
  readonly #gone: (reason: Reason) => ConsoleError
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Set<(data: never) => void>>()
  #nextId = 0
  #exit: Reason | null = null

  constructor(channel: Channel, protocol: P, clock: Clock, gone: (reason: Reason) => ConsoleError) {
    this.#channel = channel
    this.#protocol = protocol
    this.#clock = clock
    this.#gone = gone
    channel.onMessage((raw) => this.#receive(raw))
    channel.onExit((reason) => this.#end(reason))
  }

  /**
   * @throws ConsoleError as the helper answered it; 'timeout'; 'bad-answer' when the answer does not fit; what `gone` makes when the
   *   helper ends first; 'invalid-request' when `params` do not fit
   */
  call<N extends CallName<P>>(name: N, params: Params<P, N>): Promise<Answer<P, N>> {
    const spec = this.#protocol.calls[name] as CallSpec
    if (this.#exit !== null) return Promise.reject(this.#gone(this.#exit))
    const checked = spec.params.safeParse(params)
    if (!checked.success) return Promise.reject(new ConsoleError('invalid-request', `${name}: ${describeMisfit(checked.error)}`))
    const id = this.#nextId++
    return new Promise<Answer<P, N>>((resolve, reject) => {
      const cancelTimer = this.#clock.after(spec.timeoutMs, () =>
        this.#settle(id)?.reject(new ConsoleError('timeout', because('helper-slow', { call: name }))),
      )
      this.#waiting.set(id, { spec, name, resolve: (value) => resolve(value as Answer<P, N>), reject, cancelTimer })
      this.#post({ type: 'call', id, name, params: checked.data }, id)
    })
  }

  /** Hears an event; the returned function stops it. Events that do not fit their schema are dropped. */
  on<N extends EventName<P>>(name: N, listener: (data: EventData<P, N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, set.add(listener))
    return () => set.delete(listener)
  }

  kill(): void {
    this.#channel.kill()
  }

  #post(request: Message, id: number): void {
    try {
      this.#channel.post(request)
    } catch {
      // A channel that cannot carry the request is as good as gone; its exit event may come later or not at all.
      this.#settle(id)?.reject(this.#gone(because('helper-out-of-reach')))
    }
  }

  #receive(raw: unknown): void {
    const parsed = message.safeParse(raw)
    if (!parsed.success) return
    const received = parsed.data
    if (received.type === 'event') this.#hear(received.name, received.data)
    else if (received.type === 'value') this.#answer(received.id, received.value)
    else if (received.type === 'problem') {
      const { code, detail, retry, reason } = received.problem
      this.#settle(received.id)?.reject(new ConsoleError(code, reason ?? detail ?? undefined, { retry }))
    }
  }

  #answer(id: number, raw: unknown): void {
    const waiting = this.#settle(id)
    if (!waiting) return
    const value = waiting.spec.result.safeParse(raw)
    if (value.success) waiting.resolve(value.data)
    else waiting.reject(new ConsoleError('bad-answer', `${waiting.name}: ${describeMisfit(value.error)}`))
  }

  #hear(name: string, raw: unknown): void {
    const schema = Object.hasOwn(this.#protocol.events, name) ? this.#protocol.events[name] : undefined
    const data = schema?.safeParse(raw)
    if (!data?.success) return
    for (const listener of this.#listeners.get(name) ?? []) listener(data.data as never)
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.cancelTimer()
    return waiting
  }

  #end(reason: Reason): void {
    if (this.#exit !== null) return
    this.#exit = reason
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(this.#gone(reason))
  }
}
