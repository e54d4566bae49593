import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, Notification, safeStorage, shell } from 'electron'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { Platform, SettingsFile } from '../../runtime/platform.ts'
import type { Layout } from '../entries.ts'
import type { Spawn } from '../warm-helpers.ts'
import { isOurWebsite } from './our-websites.ts'
import { SafeStorageKeychain } from './safe-storage-keychain.ts'

/** What Electron can do for the console. `window`: the window now, null while there is none. */
export function electronPlatform(layout: Layout, settings: SettingsFile, spawn: Spawn, window: () => BrowserWindow | null): Platform {
  const data = app.getPath('userData')
  return {
    host: 'electron',
    paths: { data, resources: layout.resources },
    keychain: new SafeStorageKeychain(safeStorage, join(data, 'keychain.json'), process.platform),
    settings,
    spawn,
    notify: (title, body) => {
      if (Notification.isSupported()) new Notification({ title, body }).show()
    },
    openExternal: async (url) => {
      if (!isOurWebsite(url)) throw new ConsoleError('not-trusted', 'only pages of PolySwarm are opened')
      await shell.openExternal(url)
    },
    saveFile: (suggestedName, text) => saveFile(window(), suggestedName, text),
  }
}

async function saveFile(window: BrowserWindow | null, suggestedName: string, text: string): Promise<{ readonly path: string } | null> {
  const options = { defaultPath: join(app.getPath('downloads'), suggestedName) }
  const { canceled, filePath } = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options)
  if (canceled || !filePath) return null
  await writeFile(filePath, text, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new ConsoleError('cancelled', `${filePath} cannot be written (${error.code ?? 'unknown reason'})`)
  })
  return { path: filePath }
}
