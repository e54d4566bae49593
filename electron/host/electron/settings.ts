import { basename } from 'node:path'
import { ipcMain } from 'electron'
import ElectronStore from 'electron-store'
import type { SettingsFile } from '../../runtime/platform.ts'
import { storeFile, type WhenDamaged } from '../settings-file.ts'

/** Settings through electron-store. Not to be loaded before the page: with what lies below it, it takes some ten milliseconds to read. */
export function electronSettings(path: string, whenDamaged: WhenDamaged): SettingsFile {
  return storeFile(path, whenDamaged, (options) => {
    const store = new ElectronStore<Record<string, unknown>>({ ...options, name: basename(path, '.json') })
    // It would tell any page, whoever asks, where the console's data lie; no page of ours ever asks.
    ipcMain.removeAllListeners('electron-store-get-data')
    return store
  })
}
