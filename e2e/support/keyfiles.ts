import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '../../shared/domain/identifiers.ts'

/** A keyfile that another program made, and what is in it. */
export interface Keyfile {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly password: string
  readonly address: Address
}

const FOLDER = join(import.meta.dirname, '../../resources/fixtures/keyfiles')

/** From the recordings, where expected.json tells passwords and addresses. */
export function keyfile(name: string): Keyfile {
  const all = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as {
    readonly file: string
    readonly password: string
    readonly address: string
  }[]
  const found = all.find(({ file }) => file === name)
  if (found === undefined) throw new Error(`there is no keyfile ${name} among the recordings`)
  const path = join(FOLDER, name)
  return { name, path, text: readFileSync(path, 'utf8'), password: found.password, address: found.address as Address }
}
