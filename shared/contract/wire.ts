import { z } from 'zod'
import { problem, type Result } from '../errors/errors.ts'
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type NotificationName,
  type NotificationValue,
  notifications,
} from './contract.ts'

/*
 * The contract as plain JSON values: amounts are decimal strings here, bigint on either side. One pair of functions for each direction, so
 * that preload, loopback server, bridge and test driver encode and check alike. All of them throw ZodError on a value that does not fit.
 */

export const encodeInput = <N extends CallName>(name: N, input: CallInput<N>): unknown => z.encode(calls[name].input as z.ZodType, input)
export const decodeInput = <N extends CallName>(name: N, json: unknown): CallInput<N> =>
  z.decode(calls[name].input as z.ZodType, json) as CallInput<N>

const resultJson = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem }),
])

export function encodeResult<N extends CallName>(name: N, result: Result<CallOutput<N>>): unknown {
  return result.ok ? { ok: true, value: z.encode(calls[name].output as z.ZodType, result.value) } : result
}
export function decodeResult<N extends CallName>(name: N, json: unknown): Result<CallOutput<N>> {
  const result = resultJson.parse(json)
  return result.ok ? { ok: true, value: z.decode(calls[name].output as z.ZodType, result.value) as CallOutput<N> } : result
}

export const encodeNotification = <N extends NotificationName>(name: N, value: NotificationValue<N>): unknown =>
  z.encode(notifications[name] as z.ZodType, value)
export const decodeNotification = <N extends NotificationName>(name: N, json: unknown): NotificationValue<N> =>
  z.decode(notifications[name] as z.ZodType, json) as NotificationValue<N>

/**
 * The object a host exposes to the page under `window.polyswarm`, and nothing else. Values are JSON: the bridge encodes and decodes, so the
 * preload stays small and the same bridge serves both hosts.
 */
export interface Exposed {
  readonly host: 'electron' | 'headless'
  call(name: CallName, inputJson: unknown): Promise<unknown>
  /** Returns the function that stops listening. */
  on(name: NotificationName, listener: (json: unknown) => void): () => void
  /**
   * Where the page can outlive the console: tells since when (ms) nothing comes from it any more, at once where that is so already. A page
   * that has no listener is told by the host itself.
   */
  onGone?(listener: (at: number) => void): () => void
}
export const exposedName = 'polyswarm'
