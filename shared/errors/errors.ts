import { z } from 'zod'
import { reasonText } from './reason-sentences.ts'
import { type Reason, reason } from './reasons.ts'

/**
 * Every failure an operator can meet has a code here. The window's catalogue holds one sentence for each: what happened,
 * what it means for their money, what to do. `detail` is for people (never a secret); nothing branches on it.
 */
export const errorCodes = [
  // wallet
  'wrong-password',
  'password-needed',
  'keyfile-damaged',
  'not-a-keyfile',
  'kdf-unsupported',
  'keychain-refused',
  'wallet-locked',
  'wallet-missing',
  'wallet-exists',
  'password-weak',
  'test-wallet-refused',
  'address-mismatch',
  'signer-unavailable',
  // connection and daemon
  'unreachable',
  'timeout',
  'tls-failed',
  'unauthorized',
  'rate-limited',
  'insecure-api-key',
  'bad-answer',
  'refused-by-daemon',
  'not-polyswarmd',
  'address-invalid',
  // community
  'contracts-unknown',
  'contracts-changed',
  'community-exists',
  'community-missing',
  'community-busy',
  'chains-out-of-step',
  // money
  'balance-too-low',
  'gas-too-low',
  'gas-above-ceiling',
  'amount-invalid',
  'withdrawal-below-fee',
  'transfer-in-flight',
  'limit-reached',
  'relay-fee-unknown',
  'plan-changed',
  // engine
  'scanner-unavailable',
  'engine-running',
  'engine-stopped',
  'bounty-missing',
  'still-expected',
  // transactions
  'nonce-too-low',
  'nonce-conflict',
  'transaction-failed',
  'outcome-unknown',
  // console
  'invalid-request',
  'not-trusted',
  'journal-failed',
  'journal-in-use',
  'journal-newer',
  'sandbox-failed',
  'cancelled',
  'internal',
] as const
export const errorCode = z.enum(errorCodes)
export type ErrorCode = z.output<typeof errorCode>
export const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code)

/**
 * A failure as it travels over IPC. `retry`: the same call may succeed later without anybody changing anything. `reason`: what `detail` says,
 * where it is one of ours, so that the window can say it in its own language.
 */
export const problem = z.object({
  code: errorCode,
  detail: z.string().max(2000).nullable(),
  retry: z.boolean(),
  reason: reason.optional(),
})
export type Problem = z.output<typeof problem>

/** An expected failure as a value: calls answer with it, they do not throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (code: ErrorCode, detail: string | null = null, retry = retryable.has(code)): Result<never> => ({
  ok: false,
  problem: { code, detail, retry },
})

/** Failures that pass by themselves. */
const retryable: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'signer-unavailable',
  'outcome-unknown',
  'chains-out-of-step',
])

/** The thrown form inside the main process; converted to a `Problem` at the contract's edge. `detail`: in words, or a reason; it holds no secret. */
export class ConsoleError extends Error {
  readonly code: ErrorCode
  readonly retry: boolean
  /** null where the message is in words alone. */
  readonly reason: Reason | null
  constructor(code: ErrorCode, detail?: string | Reason, options?: { readonly cause?: unknown; readonly retry?: boolean }) {
    super(
      typeof detail === 'object' ? reasonText(detail) : (detail ?? code),
      options?.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = 'ConsoleError'
    this.code = code
    this.reason = typeof detail === 'object' ? detail : null
    this.retry = options?.retry ?? retryable.has(code)
  }
}

/** Anything thrown as a `Problem`: what is not a `ConsoleError` is `internal`, its text left out (it may hold anything). */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof ConsoleError)) return { code: 'internal', detail: null, retry: false }
  const { code, message, retry, reason } = error
  return { code, detail: message === code ? null : message.slice(0, 2000), retry, ...(reason && { reason }) }
}
