import type { MenuItemConstructorOptions } from 'electron'
import type { NotificationValue } from '../../../shared/contract/contract.ts'
import type { Preferences } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'

type Place = NotificationValue<'navigate'>['to']
type Language = Preferences['language']

export interface MenuActions {
  navigate(to: Place): void
  quit(): void
}

/** In the order of the window's own navigation. */
const PLACES = [
  'live',
  'assertions',
  'earnings',
  'wallet',
  'communities',
  'engine',
  'activity',
  'settings',
] as const satisfies readonly Place[]

/** The application's menu: shown by macOS, elsewhere present for its shortcuts alone. No reload and no developer tools in it. */
export function menuTemplate(actions: MenuActions, platform: NodeJS.Platform, language: Language): MenuItemConstructorOptions[] {
  const words = texts[language]
  // Without labels of ours a role is named in English.
  const roles = <R extends keyof Words['roles']>(...names: readonly R[]): MenuItemConstructorOptions[] =>
    names.map((role) => ({ role, label: words.roles[role] }))
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const quit: MenuItemConstructorOptions = { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() }
  const own: MenuItemConstructorOptions =
    platform === 'darwin'
      ? { label: 'PolySwarm Console', submenu: [...roles('about'), line, ...roles('hide', 'hideOthers'), line, quit] }
      : { label: words.console, submenu: [quit] }
  return [
    own,
    { label: words.edit, submenu: [...roles('undo', 'redo'), line, ...roles('cut', 'copy', 'paste', 'delete', 'selectAll')] },
    {
      label: words.go,
      submenu: PLACES.map((to, index) => ({
        label: words.places[to],
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => actions.navigate(to),
      })),
    },
    { label: words.view, submenu: [...roles('resetZoom', 'zoomIn', 'zoomOut'), line, ...roles('togglefullscreen')] },
    { label: words.window, submenu: roles('minimize', 'close') },
  ]
}

/** Shows the menu in a language, when it is another than before. */
export function menuIn(
  actions: MenuActions,
  platform: NodeJS.Platform,
  show: (template: MenuItemConstructorOptions[]) => void,
): (language: Language) => void {
  let shown: Language | null = null
  return (language) => {
    if (language === shown) return
    shown = language
    show(menuTemplate(actions, platform, language))
  }
}

/** Tells the language of the window, now and with each change of the state. */
export function followLanguage(core: Pick<ConsoleCore, 'state' | 'subscribe'>, tell: (language: Language) => void): void {
  const follow = (): void => tell(core.state.app.preferences.language)
  follow()
  core.subscribe((name) => {
    if (name === 'patch') follow()
  })
}

interface Words {
  readonly console: string
  readonly edit: string
  readonly go: string
  readonly view: string
  readonly window: string
  readonly quit: string
  readonly places: Readonly<Record<(typeof PLACES)[number], string>>
  readonly roles: Readonly<
    Record<
      | 'about'
      | 'hide'
      | 'hideOthers'
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'delete'
      | 'selectAll'
      | 'resetZoom'
      | 'zoomIn'
      | 'zoomOut'
      | 'togglefullscreen'
      | 'minimize'
      | 'close',
      string
    >
  >
}

const texts: Readonly<Record<Language, Words>> = {
  en: {
    console: 'Console',
    edit: 'Edit',
    go: 'Go',
    view: 'View',
    window: 'Window',
    quit: 'Quit PolySwarm Console',
    places: {
      live: 'Live',
      assertions: 'Assertions',
      earnings: 'Earnings',
      wallet: 'Wallet',
      communities: 'Communities',
      engine: 'Engine',
      activity: 'Activity',
      settings: 'Settings',
    },
    roles: {
      about: 'About PolySwarm Console',
      hide: 'Hide PolySwarm Console',
      hideOthers: 'Hide Others',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      delete: 'Delete',
      selectAll: 'Select All',
      resetZoom: 'Actual Size',
      zoomIn: 'Zoom In',
      zoomOut: 'Zoom Out',
      togglefullscreen: 'Full Screen',
      minimize: 'Minimize',
      close: 'Close Window',
    },
  },
  ja: {
    console: 'コンソール',
    edit: '編集',
    go: '移動',
    view: '表示',
    window: 'ウィンドウ',
    quit: 'PolySwarm Console を終了',
    places: {
      live: 'ライブ',
      assertions: 'アサーション',
      earnings: '収益',
      wallet: 'ウォレット',
      communities: 'コミュニティ',
      engine: 'エンジン',
      activity: 'アクティビティ',
      settings: '設定',
    },
    roles: {
      about: 'PolySwarm Console について',
      hide: 'PolySwarm Console を隠す',
      hideOthers: 'ほかを隠す',
      undo: '取り消す',
      redo: 'やり直す',
      cut: '切り取り',
      copy: 'コピー',
      paste: '貼り付け',
      delete: '削除',
      selectAll: 'すべて選択',
      resetZoom: '実際のサイズ',
      zoomIn: '拡大',
      zoomOut: '縮小',
      togglefullscreen: '全画面表示',
      minimize: 'しまう',
      close: 'ウィンドウを閉じる',
    },
  },
}
