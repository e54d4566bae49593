import type { ReasonCode } from './reason-codes.ts'

/*
 * Apart from the schemas of reasons: the host gives reasons before the first paint, and reads nothing heavy until then.
 */
const LONGEST = 500

/** A reason with its values, cut to what travels. */
export const because = <C extends ReasonCode>(
  code: C,
  given: Readonly<Record<string, string>> = {},
): { code: C; values: Record<string, string> } => ({
  code,
  values: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.slice(0, LONGEST)])),
})
