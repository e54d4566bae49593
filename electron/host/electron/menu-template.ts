import type { MenuItemConstructorOptions } from 'electron'
import type { NotificationValue } from '../../../shared/contract/contract.ts'

type Place = NotificationValue<'navigate'>['to']

export interface MenuActions {
  navigate(to: Place): void
  quit(): void
}

const PLACES: readonly (readonly [string, Place])[] = [
  ['Live', 'live'],
  ['Assertions', 'assertions'],
  ['Wallet', 'wallet'],
  ['Communities', 'communities'],
  ['Engine', 'engine'],
  ['Settings', 'settings'],
]

/** The application's menu: shown by macOS, elsewhere present for its shortcuts alone. No reload and no developer tools in it. */
export function menuTemplate(actions: MenuActions, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const quit: MenuItemConstructorOptions = { label: 'Quit PolySwarm Console', accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() }
  const own: MenuItemConstructorOptions =
    platform === 'darwin'
      ? {
          label: 'PolySwarm Console',
          submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, { type: 'separator' }, quit],
        }
      : { label: 'Console', submenu: [quit] }
  return [
    own,
    { role: 'editMenu' },
    {
      label: 'Go',
      submenu: PLACES.map(([label, to], index) => ({ label, accelerator: `CmdOrCtrl+${index + 1}`, click: () => actions.navigate(to) })),
    },
    {
      label: 'View',
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }],
    },
    { role: 'windowMenu' },
  ]
}
