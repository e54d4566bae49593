import { parseArgs } from 'node:util'
import { z } from 'zod'

/** One option of a command line: what may be given, and what it is when nothing is. */
export interface Flag<T> {
  readonly type: 'string' | 'boolean'
  /** One letter that stands for it. */
  readonly short: string | null
  readonly schema: z.ZodType<T>
  readonly otherwise: T
  /** What a refusal says after "must be". */
  readonly wanted: string
  /** Whether a refusal quotes what was given: never where it may be a secret. */
  readonly quoted: boolean
  /** Environment variable of the Python tools: counts where the option is not given. */
  readonly variable: string | null
}
export type Flags = Readonly<Record<string, Flag<unknown>>>
/** What the options are, each by its name. */
export type Values<F extends Flags> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never }
/** What stands on the command line itself, unread. */
export type Given<F extends Flags> = { readonly [K in keyof F]?: string | boolean | undefined }
export type Variables = Readonly<Record<string, string | undefined>>

/** What is wrong with a command line: one line for stderr; the program ends with exit code 2. */
export class WrongOptions extends Error {}

/** An option without a value. */
export const toggle: Flag<boolean> = {
  type: 'boolean',
  short: null,
  schema: z.boolean(),
  otherwise: false,
  wanted: 'given without a value',
  quoted: false,
  variable: null,
}

/** An option with a value; `otherwise` where none is given. */
export const valued = <T, const D>(schema: z.ZodType<T>, otherwise: D, wanted: string, variable: string | null = null): Flag<T | D> => ({
  type: 'string',
  short: null,
  schema,
  otherwise,
  wanted,
  quoted: false,
  variable,
})

/** A value that is a number, by whatever spelling. */
export const number = <T, const D>(schema: z.ZodType<T>, otherwise: D, wanted: string): Flag<T | D> => ({
  ...valued(schema, otherwise, wanted),
  quoted: true,
})

/** Any text but an empty one; null where none is given. */
export const text = (variable: string | null = null): Flag<string | null> => valued(z.string().min(1), null, 'given with a value', variable)

/** One of these words. */
export const oneOf = <T extends string, const D>(
  words: z.ZodType<T> & { readonly options: readonly T[] },
  otherwise: D,
  variable?: string,
): Flag<T | D> => valued(words, otherwise, `one of ${words.options.join(', ')}`, variable)

/** A whole number within these bounds. */
export const wholeNumber = <const D>(least: number, most: number, otherwise: D, wanted: string): Flag<number | D> =>
  number(
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .refine((n) => n >= least && n <= most),
    otherwise,
    wanted,
  )

/** Takes a command line apart; what the options are worth says `valuesOf`. @throws WrongOptions for an option that nobody knows, and for words where there are to be none */
export function takeApart<F extends Flags>(
  flags: F,
  args: readonly string[],
  allowPositionals: boolean,
): { readonly given: Given<F>; readonly positionals: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type, short }]) => [name, short === null ? { type } : { type, short }]),
  )
  try {
    const { values, positionals } = parseArgs({ args: joined(flags, args), options, strict: true, allowPositionals })
    return { given: values as Given<F>, positionals }
  } catch (error) {
    // The first sentence says what is wrong; the rest is advice about dashes.
    throw new WrongOptions(error instanceof Error ? error.message.replace(/\.\s[\s\S]*$/, '') : 'the options could not be read')
  }
}

/** A negative number after an option is its value, to be refused by name, and no option nobody knows. */
function joined(flags: Flags, args: readonly string[]): string[] {
  const together: string[] = []
  for (const arg of args) {
    const last = together.at(-1) ?? ''
    if (isNegative(arg) && flags[last.replace(/^--/, '')]?.type === 'string' && last.startsWith('--'))
      together[together.length - 1] = `${last}=${arg}`
    else together.push(arg)
  }
  return together
}

export const isNegative = (arg: string): boolean => /^-[\d.]/.test(arg)

/** @param env the variables that count where an option is not given @throws WrongOptions that names the option, or the variable it came from */
export function valuesOf<F extends Flags>(flags: F, given: Given<F>, env: Variables): Values<F> {
  const values = Object.entries(flags).map(([name, flag]) => [name, worthOf(name, flag, given[name], env)])
  return Object.fromEntries(values) as Values<F>
}

function worthOf<T>(
  name: string,
  { variable, schema, otherwise, wanted, quoted }: Flag<T>,
  given: string | boolean | undefined,
  env: Variables,
): T {
  const value = given ?? ((variable && env[variable]) || undefined)
  if (value === undefined) return otherwise
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new WrongOptions(`${given === undefined ? variable : `--${name}`} must be ${wanted}${quoted ? `: ${value}` : ''}`)
}

/** What `read` reads, or what is wrong with it: whoever parses a command line never throws. */
export function orWrong<T>(read: () => T): T | { readonly is: 'wrong'; readonly message: string } {
  try {
    return read()
  } catch (error) {
    if (error instanceof WrongOptions) return { is: 'wrong', message: error.message }
    throw error
  }
}
