import { ConsoleError } from '../../shared/errors/errors.ts'
import { errorSentences } from '../../shared/errors/sentences.ts'

/** What the system says of a port or a folder, in words that help. */
const ofSystem: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'the port is taken by another program: choose another --port'],
  ['EACCES', 'this port or folder may not be used by you'],
])
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

/** Why the console cannot start or go on, in the operator's words and whole: of what they named, not of the console or the keychain. */
export class PlainError extends Error {}

/** Whether its sentence tells it whole: it is no fault of the program, and a stack says nothing to anybody. */
export const isExpected = (error: unknown): boolean =>
  error instanceof PlainError || ofSystem.has(codeOf(error)) || (error instanceof ConsoleError && error.code !== 'internal')

/** Why the console could not start or go on, in one line without a stack: for a terminal, a log, a box on the desktop. */
export function plainReason(error: unknown): string {
  const said = ofSystem.get(codeOf(error))
  if (said !== undefined) return said
  if (error instanceof ConsoleError)
    return error.message === error.code ? errorSentences[error.code] : `${errorSentences[error.code]} (${error.message})`
  return error instanceof Error ? error.message : 'it failed for an unknown reason'
}
