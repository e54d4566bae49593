import { readFileSync } from 'node:fs'
import { PlainError } from '../plain-reason.ts'

const whys: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
])

/**
 * The text of a file that the operator named.
 * @param what the file is called to the operator, with how it is named: `password file (--password-file)`
 * @throws PlainError that names the file, and says what to do, when it cannot be read
 */
export function namedFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new PlainError(`the ${what} ${path} cannot be read: ${whys.get(code) ?? code}. Name a file that you may read`)
  }
}

/** @throws PlainError as `namedFile` */
export const namedKeyfile = (path: string): string => namedFile(path, 'keyfile (--keyfile)')
