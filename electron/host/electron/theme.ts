import { type BrowserWindow, nativeTheme } from 'electron'
import type { Preferences } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'

/** Height of the window's own title bar, as designed. */
export const TITLE_BAR_HEIGHT = 36

/** `--surface-frame` and `--text` of the design's tokens: the system draws its buttons on our bar. */
const COLOURS = { dark: { color: '#0b0e11', symbolColor: '#e8ecef' }, light: { color: '#eceff1', symbolColor: '#14191e' } } as const

/** Background and buttons of the title bar in today's theme. */
export function titleBarColours(): { readonly color: string; readonly symbolColor: string; readonly height: number } {
  return { ...COLOURS[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'], height: TITLE_BAR_HEIGHT }
}

/** Keeps the buttons that the system draws in the colours of the theme. */
export function followTheme(window: BrowserWindow): void {
  const repaint = (): void => {
    if (window.isDestroyed()) return
    const colours = titleBarColours()
    window.setBackgroundColor(colours.color)
    if (process.platform !== 'darwin') window.setTitleBarOverlay(colours)
  }
  nativeTheme.on('updated', repaint)
  window.on('closed', () => nativeTheme.off('updated', repaint))
}

/** What the operator chose in the settings is also the theme of menus and dialogs. */
export function chooseTheme(theme: Preferences['theme']): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme
}

/** Follows the chosen theme from now on. */
export function followPreferences(core: ConsoleCore): void {
  const follow = (): void => chooseTheme(core.state.app.preferences.theme)
  follow()
  core.subscribe((name) => {
    if (name === 'patch') follow()
  })
}
