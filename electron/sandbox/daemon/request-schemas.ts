import { z } from 'zod'
import { failure, Refusal } from './answer.ts'

const digits = (maximum: number) => z.string().check(z.minLength(1), z.maxLength(maximum), z.regex(/^\d+$/))
const booleans = z.array(z.boolean()).max(256)

/** The bodies polyswarmd takes, field by field in the order in which it checks them. */
export const bodies = {
  amount: z.object({ amount: digits(64) }),
  sendTransactions: z.object({
    transactions: z
      .array(
        z
          .string()
          .min(1)
          .regex(/^[0-9a-fA-F]+$/),
      )
      .max(10),
  }),
  awaitTransactions: z.object({ transactions: z.array(z.string().regex(/^(0x)?[0-9a-fA-F]{64}$/)).max(10) }),
  bounty: z.object({
    artifact_type: z.enum(['file', 'url']),
    amount: digits(100),
    uri: z.string().min(1).max(100),
    duration: z.int().min(1),
    metadata: z.string().min(1).max(100).optional(),
  }),
  assertion: z.object({
    bid: z.array(digits(100)).max(256),
    mask: booleans,
    verdicts: booleans.optional(),
    commitment: digits(100).optional(),
  }),
  reveal: z.object({ nonce: digits(100), verdicts: booleans, metadata: z.string().max(1024) }),
  vote: z.object({ votes: booleans, valid_bloom: z.boolean() }),
} as const

/**
 * Checks a request body.
 * @throws Refusal 400 with polyswarmd's own text ("Invalid JSON: data.amount must be string")
 */
export function parseBody<S extends z.ZodObject>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Refusal(failure(`Invalid JSON: ${explain(schema, body, parsed.error)}`))
}

function explain(schema: z.ZodObject, body: unknown, error: z.ZodError): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'data must be object'
  const required = Object.entries(schema.shape).filter(([, field]) => !isOptional(field))
  if (required.some(([name]) => !Object.hasOwn(body, name))) {
    return `data must contain [${required.map(([name]) => `'${name}'`).join(', ')}] properties`
  }
  const issue = error.issues[0]
  return issue ? `${path(issue.path)} ${rule(issue)}` : 'data is invalid'
}

const isOptional = (field: unknown): boolean => field instanceof z.ZodOptional

const path = (parts: readonly PropertyKey[]): string =>
  parts.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`), 'data')

/** JSON schema's names for what zod expects. */
const typeNames: Readonly<Record<string, string>> = { int: 'integer', string: 'string', boolean: 'boolean', array: 'array' }

function rule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`
    case 'invalid_format':
      return `must match pattern ${(issue.pattern ?? '').replace(/^\/|\/$/g, '')}`
    case 'too_big':
      return issue.origin === 'array'
        ? `must contain less than or equal to ${issue.maximum} items`
        : `must be shorter than or equal to ${issue.maximum} characters`
    case 'too_small':
      return issue.origin === 'string'
        ? `must be longer than or equal to ${issue.minimum} characters`
        : `must be bigger than or equal to ${issue.minimum}`
    case 'invalid_value':
      return `must be one of [${issue.values.map((v) => `'${String(v)}'`).join(', ')}]`
    default:
      return 'is invalid'
  }
}
