import { readFile } from 'node:fs/promises'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { SecretSource } from './place-options.ts'

/**
 * The secret of a source: a file's first line without its line end, or the text itself.
 * @throws ConsoleError('invalid-request') that names the file when it cannot be read or is empty
 */
export async function readSecret(source: SecretSource): Promise<string> {
  if ('text' in source) return source.text
  const text = await readFile(source.file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConsoleError('invalid-request', `${source.file} cannot be read (${cause.code ?? 'unknown reason'})`, { cause })
  })
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  if (line === '') throw new ConsoleError('invalid-request', `${source.file} has no secret in its first line`)
  return line
}
