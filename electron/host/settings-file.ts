import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { SettingsFile } from '../runtime/platform.ts'

/** What is used of electron-store on the desktop and of conf without one: the whole content of a file, read and replaced. */
export interface Store {
  store: Record<string, unknown>
}

/** Options that both libraries take, so that both write the same file: mode 0600, never cleared because it is damaged. */
export interface StoreOptions {
  readonly cwd: string
  readonly fileExtension: string
  readonly configFileMode: number
  readonly clearInvalidConfig: boolean
  readonly accessPropertiesByDotNotation: boolean
  readonly deserialize: (text: string) => Record<string, unknown>
}

/** What to do with a file that is not JSON: refuse to work with it and leave it as it is, or begin a new one. */
export type WhenDamaged = 'refuse' | 'replace'

/**
 * One JSON file behind a library's store, opened at the first use.
 * @param open makes the library's store; it reads the file at once
 */
export function storeFile(path: string, whenDamaged: WhenDamaged, open: (options: StoreOptions) => Store): SettingsFile {
  let opened: Store | null = null
  const store = (): Store => {
    // The libraries make the folder as well, but readable by everybody.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    opened ??= readable(path, () => open(options(path, whenDamaged)))
    return opened
  }
  return {
    /** null when there is no file yet. @throws ConsoleError('invalid-request') when it is there, is not JSON and is not to be replaced */
    read: () => (existsSync(path) ? readable(path, () => store().store) : null),
    /** Durable and replaced as a whole when it returns. @throws like `read`, and the file system's errors */
    write: (value) => {
      store().store = value
    },
  }
}

const options = (path: string, whenDamaged: WhenDamaged): StoreOptions => ({
  cwd: dirname(path),
  fileExtension: 'json',
  configFileMode: 0o600,
  clearInvalidConfig: whenDamaged === 'replace',
  // The store is only ever read and written whole.
  accessPropertiesByDotNotation: false,
  deserialize,
})

/** The libraries would take anything that is JSON but no object for an empty store, and then write over it. */
function deserialize(text: string): Record<string, unknown> {
  const value = JSON.parse(text) as unknown
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not an object')
  return value as Record<string, unknown>
}

function readable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'SyntaxError') throw cause
    throw new ConsoleError('invalid-request', `The settings file ${path} is damaged. Move it aside to start anew.`, { cause })
  }
}
