import { BrowserWindow, screen } from 'electron'
import type { Clock } from '../../runtime/clock.ts'
import type { Log } from '../../runtime/log.ts'
import type { Layout } from '../entries.ts'
import { isOwnAddress, PAGE_ADDRESS } from './page-address.ts'
import { followTheme, titleBarColours } from './theme.ts'
import { type KeptWindowState, MINIMUM, placeWindow } from './window-state.ts'

export interface MainWindowOptions {
  readonly layout: Layout
  readonly state: KeptWindowState
  readonly log: Log
  readonly clock: Clock
  /** For developers of the console: never in a packaged one. */
  readonly devTools: boolean
}

/** Crashes of the page within a minute after which it is not loaded again. */
const MAX_CRASHES = 3
const CRASH_SPAN_MS = 60_000

/** Makes the window, in the colour of the page, and loads the page: a window that waits unseen is painted late. */
export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  const kept = options.state.read()
  const place = placeWindow(
    kept,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...place,
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    show: kept?.maximized !== true,
    title: 'PolySwarm Console',
    backgroundColor: titleBarColours().color,
    titleBarStyle: 'hidden',
    ...(process.platform === 'darwin' ? {} : { titleBarOverlay: titleBarColours() }),
    webPreferences: {
      preload: options.layout.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: options.devTools,
    },
  })
  // Shows it, too.
  if (kept?.maximized) window.maximize()
  followTheme(window)
  window.on('close', () => keepWindowState(window, options.state, options.log))
  loadPage(window, options)
  return window
}

function loadPage(window: BrowserWindow, { log, clock }: MainWindowOptions): void {
  const crashes: number[] = []
  // A load that is overtaken by a reload rejects and is no failure; one that truly failed leaves an empty window, which the log explains.
  const load = (): void =>
    void window.loadURL(PAGE_ADDRESS).catch((error: unknown) => log.warn('The window could not be loaded', { error }))
  // An empty page is the one that no guard is asked about beforehand; it has no power, but the operator has lost their window.
  window.webContents.on('did-navigate', (_event, address) => {
    if (!isOwnAddress(address)) load()
  })
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = clock.now()
    crashes.push(now)
    const recent = crashes.filter((at) => now - at < CRASH_SPAN_MS).length
    log.error('The window crashed', { reason, exitCode, recent })
    if (recent <= MAX_CRASHES) load()
  })
  load()
}

/** Writes the window's place down: when it is closed, and by whoever ends the console without closing it. */
export function keepWindowState(window: BrowserWindow, state: KeptWindowState, log: Log): void {
  try {
    state.write({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  } catch (error) {
    log.warn('The place of the window could not be kept', { error })
  }
}
