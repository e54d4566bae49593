import { PlainError } from '../plain-reason.ts'
import { namedFile } from './named-file.ts'
import type { SecretSource } from './place-options.ts'

/**
 * A secret that stands in a file: its first line without its line end.
 * @param what the file is called to the operator, with how it is named: `password file (--password-file)`
 * @throws PlainError that names the file, and says what to do, when it cannot be read or is empty
 */
export function secretIn(path: string, what: string): string {
  const line = namedFile(path, what).split(/\r?\n/, 1)[0] ?? ''
  if (line === '') throw new PlainError(`the ${what} ${path} has nothing in its first line: write the secret there`)
  return line
}

/**
 * A secret that is a whole file but for its last line end: one with several lines is taken as it is.
 * @throws PlainError as `secretIn`
 */
export function wholeSecretIn(path: string, what: string): string {
  const text = namedFile(path, what).replace(/\r?\n$/, '')
  if (text === '') throw new PlainError(`the ${what} ${path} is empty: write the secret there`)
  return text
}

/** The secret of a source: that of a file, or the text itself. @throws PlainError as `secretIn` */
export const readSecret = (source: SecretSource): string =>
  'text' in source ? source.text : secretIn(source.file, 'password file (--password-file)')
