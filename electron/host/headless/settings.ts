import { basename } from 'node:path'
import Conf from 'conf'
import type { SettingsFile } from '../../runtime/platform.ts'
import { storeFile } from '../settings-file.ts'

/** Settings through conf: the library under the desktop's electron-store, so that both hosts write the same file. */
export const headlessSettings = (path: string): SettingsFile =>
  storeFile(path, 'refuse', (options) => new Conf<Record<string, unknown>>({ ...options, configName: basename(path, '.json') }))
