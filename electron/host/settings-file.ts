import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { SettingsFile } from '../runtime/platform.ts'

/**
 * The settings of both hosts: one JSON file, mode 0600, replaced as a whole and durable when `write` returns. Twenty lines of our own,
 * because the usual library brings a JSON schema compiler that takes a tenth of the whole start-up.
 */
export function settingsFile(path: string): SettingsFile {
  return {
    /** null when there is no file yet. @throws ConsoleError('invalid-request') when it is there and is not JSON: it is left as it is */
    read: () => {
      const text = readText(path)
      if (text === null) return null
      try {
        return JSON.parse(text) as unknown
      } catch (cause) {
        throw new ConsoleError('invalid-request', `The settings file ${path} is damaged. Move it aside to start anew.`, { cause })
      }
    },
    write: (value) => replace(path, `${JSON.stringify(value, null, 2)}\n`),
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function replace(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    rmSync(temporary, { force: true })
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
