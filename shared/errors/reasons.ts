import { z } from 'zod'
import { keychainReasons, lossReasons, reasonCodes } from './reason-codes.ts'

/** Text for the sentence's places: a path, a count in digits, or words of somebody else, which are quoted and never translated. */
const values = z.record(z.string().max(40), z.string().max(500))

/** Why something is so, in a code: the window says it in its own language, logs and terminals in English. */
export const reason = z.object({ code: z.enum(reasonCodes), values })
export type Reason = z.output<typeof reason>

/** Why the keychain refused. */
export const keychainReason = z.object({ code: z.enum(keychainReasons), values })
export type KeychainReason = z.output<typeof keychainReason>

/** Why a stake was lost by something other than a wrong verdict. */
export const lossReason = z.object({ code: z.enum(lossReasons), values })
export type LossReason = z.output<typeof lossReason>

/** A reason among the values of a need or of a test's step: its own values, and its code as `why`. */
export const reasonValues = (given: Reason | null | undefined): Record<string, string> =>
  given ? { ...given.values, why: given.code } : {}

/** The reason that stands among such values, if one does. */
export function reasonFrom({ why, ...values }: Readonly<Record<string, string>>): Reason | undefined {
  const parsed = reason.safeParse({ code: why, values })
  return parsed.success ? parsed.data : undefined
}
