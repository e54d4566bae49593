import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, dialog, Menu, session } from 'electron'
import type { Preferences } from '../../../shared/state/state.ts'
import type { ConsoleCore, StartConsole } from '../../console/core.ts'
import { breath } from '../../runtime/breath.ts'
import { systemClock } from '../../runtime/clock.ts'
import { lateLog } from '../../runtime/late-log.ts'
import type { Log } from '../../runtime/log.ts'
import { builtContent } from '../content.ts'
import { languageChosen } from '../early-file.ts'
import type { Layout } from '../entries.ts'
import { logWriter } from '../log-file.ts'
import { type QuitQuestion, quitQuestion } from '../quit-question.ts'
import { startJournal, startLongest, startSigner, type WarmHelpers, warmHelpers } from '../warm-helpers.ts'
import { registerAppScheme, serveContent } from './app-protocol.ts'
import { desktopHelp, parseDesktopArguments } from './arguments.ts'
import { NOTIFICATION_CHANNEL } from './channels.ts'
import { electronProcesses } from './electron-processes.ts'
import { guardPages, guardSession } from './guards.ts'
import { connectWindow, oncePainted } from './ipc.ts'
import { createMainWindow, keepWindowState } from './main-window.ts'
import { followLanguage, type MenuActions, menuIn } from './menu-template.ts'
import { tellStartFailure } from './start-failure.ts'
import { followPreferences } from './theme.ts'
import { ConsoleTray } from './tray.ts'
import { type KeptWindowState, keptWindowState } from './window-state.ts'

export interface ElectronParts {
  readonly layout: Layout
  /** Loads the core, which is heavy: called when the window is on its way. */
  readonly loadCore: () => Promise<StartConsole>
}

type Language = Preferences['language']

/** A page that is never painted must not keep the engine from its reveals. */
const CORE_WAITS_MS = 2000

/** What was reached when: read by the start benchmark, costs a microsecond. */
const mark = (what: string): void => void performance.mark(`console: ${what}`)

/** The desktop host, from the command line to the last window. */
export function runElectron(parts: ElectronParts): void {
  const args = parseDesktopArguments(process.argv.slice(app.isPackaged ? 1 : 2))
  if (args.help || args.version) {
    process.stdout.write(args.help ? desktopHelp : `${app.getVersion()}\n`)
    app.exit(0)
    return
  }
  if (args.dataDir) app.setPath('userData', resolve(args.dataDir))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  registerAppScheme()
  new Desktop(parts).start()
}

class Desktop {
  readonly #parts: ElectronParts
  /** Nothing is written before the page is painted: the log's library is not read before. */
  readonly #late = lateLog()
  readonly #log: Log = this.#late.log
  readonly #windowState: KeptWindowState
  readonly #helpers: WarmHelpers
  #window: BrowserWindow | null = null
  #core: ConsoleCore | null = null
  #starting: Promise<ConsoleCore> | null = null
  /** Held, or it would be collected and leave the tray. */
  #tray: ConsoleTray | null = null
  readonly #showMenu = menuIn({ navigate: (to) => this.#navigate(to), quit: () => this.#quit() }, process.platform, (template) =>
    Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
  )
  #prepared = false
  #ending = false

  constructor(parts: ElectronParts) {
    this.#parts = parts
    const data = app.getPath('userData')
    mkdirSync(data, { recursive: true, mode: 0o700 })
    this.#helpers = warmHelpers(electronProcesses(parts.layout))
    this.#windowState = keptWindowState(join(data, 'window.json'))
  }

  start(): void {
    this.#log.info('The console starts', { version: app.getVersion(), electron: process.versions.electron })
    // A thread, for which Electron need not be ready: until it is, the second core has nothing to do.
    startJournal(this.#helpers, app.getPath('userData'))
    guardPages(app, this.#log)
    app.on('second-instance', () => this.#show())
    app.on('activate', () => this.#show())
    // A closed window ends the console only through `#quit`, which asks first.
    app.on('window-all-closed', () => undefined)
    app.on('before-quit', (event) => {
      if (this.#ending) return
      event.preventDefault()
      this.#quit()
    })
    app.whenReady().then(
      () => this.#open(),
      (error: unknown) => this.#fail(error),
    )
  }

  #open(): void {
    mark('Electron is ready')
    const { layout } = this.#parts
    guardSession(session.defaultSession, this.#log)
    serveContent(session.defaultSession, builtContent(layout.renderer))
    // Another process, and until there is a window the second core still has nothing to do.
    startLongest(this.#helpers, app.getPath('userData'))
    // Page and core both want this process's one thread: the page first, so that something is painted while the core is read.
    const { promise: pagePainted, resolve } = Promise.withResolvers<void>()
    this.#starting = pagePainted.then(() => this.#startCore())
    const window = this.#openWindow(this.#starting)
    mark('window made')
    window.webContents.once('did-finish-load', () => this.#prepare())
    oncePainted(window, () => {
      mark('page painted')
      resolve()
    })
    this.#showMenu(this.#language())
    systemClock.after(CORE_WAITS_MS, resolve)
  }

  #openWindow(core: Promise<ConsoleCore>): BrowserWindow {
    const devTools = !app.isPackaged && process.env.POLYSWARM_CONSOLE_DEVTOOLS === '1'
    const window = createMainWindow({ layout: this.#parts.layout, state: this.#windowState, log: this.#log, clock: systemClock, devTools })
    this.#window = window
    window.on('close', (event) => {
      if (this.#ending) return
      event.preventDefault()
      if (this.#outlivesWindow()) window.hide()
      else this.#quit()
    })
    window.on('closed', () => {
      if (this.#window === window) this.#window = null
    })
    connectWindow(window, core, this.#log)
    return window
  }

  /** From here on the page needs this process only now and then until it is painted: there is room between, and a second core. */
  #prepare(): void {
    if (this.#prepared) return
    this.#prepared = true
    mark('core begins to be read')
    startSigner(this.#helpers)
    // Whoever starts the core hears what cannot be read.
    breath()
      .then(() => this.#parts.loadCore())
      .catch(() => undefined)
  }

  async #startCore(): Promise<ConsoleCore> {
    try {
      this.#prepare()
      const data = app.getPath('userData')
      // What is read is read in pieces, with a breath after each.
      await breath()
      await this.#openLog()
      await breath()
      const { electronSettings } = await import('./settings.ts')
      await breath()
      const { electronPlatform } = await import('./electron-platform.ts')
      mark('settings library read')
      await breath()
      this.#windowState.writeThrough(electronSettings(join(data, 'window.json'), 'replace'))
      const settings = electronSettings(join(data, 'settings.json'), 'refuse')
      await breath()
      const startConsole = await this.#parts.loadCore()
      mark('core read')
      const core = await startConsole(
        electronPlatform(this.#parts.layout, settings, this.#helpers.spawn, () => this.#window),
        this.#log,
      )
      mark('core started')
      this.#helpers.endUnused()
      this.#core = core
      core.onQuit(() => this.#quit())
      followPreferences(core)
      followLanguage(core, this.#showMenu)
      this.#openTray(core)
      return core
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  async #openLog(): Promise<void> {
    const { createLog } = await import('../../runtime/log.ts')
    const write = logWriter(join(app.getPath('userData'), 'console.log'), process.stderr)
    this.#late.become(createLog({ level: 'info', format: 'text', write }))
  }

  #openTray(core: ConsoleCore): void {
    try {
      const { resources } = this.#parts.layout
      this.#tray = new ConsoleTray({ core, resources, log: this.#log, show: () => this.#show(), quit: () => this.#quit() })
    } catch (error) {
      // Not every desktop has one.
      this.#log.warn('There is no tray', { error })
    }
  }

  /** On macOS an application outlives its window; elsewhere if the operator says so, and only where it can be reached without one. */
  #outlivesWindow(): boolean {
    return process.platform === 'darwin' || (this.#tray !== null && this.#core?.state.app.preferences.closeToTray === true)
  }

  #show(): void {
    if (this.#window === null && this.#starting) this.#openWindow(this.#starting)
    if (this.#window?.isMinimized()) this.#window.restore()
    this.#window?.show()
    this.#window?.focus()
  }

  #navigate(to: Parameters<MenuActions['navigate']>[0]): void {
    this.#show()
    import('../../../shared/contract/wire.ts').then(
      ({ encodeNotification }) => this.#window?.webContents.send(NOTIFICATION_CHANNEL, 'navigate', encodeNotification('navigate', { to })),
      (error: unknown) => this.#log.error('The window could not be told where to go', { error }),
    )
  }

  /** Asks when something is at stake, then makes durable what is under way and ends. */
  #quit(): void {
    if (this.#ending) return
    const question = this.#core ? quitQuestion(this.#core.quitInfo(), this.#core.state.app.preferences.language) : null
    // Asked from the tray: a question belongs to a window that is seen.
    if (question) this.#show()
    if (question && !this.#confirm(question)) return
    this.#ending = true
    this.#end().then(
      () => app.exit(0),
      () => app.exit(1),
    )
  }

  async #end(): Promise<void> {
    await this.#starting?.catch(() => undefined)
    await this.#core?.close()
    if (!this.#window) return
    keepWindowState(this.#window, this.#windowState, this.#log)
    this.#window.destroy()
  }

  #confirm({ message, detail, buttons }: QuitQuestion): boolean {
    const options = { type: 'warning' as const, message, detail, buttons: [...buttons], defaultId: 0, cancelId: 0, noLink: true }
    return (this.#window ? dialog.showMessageBoxSync(this.#window, options) : dialog.showMessageBoxSync(options)) === 1
  }

  /** The language of the window; before there is a core, what the settings say. */
  #language(): Language {
    return this.#core?.state.app.preferences.language ?? languageChosen(app.getPath('userData'))
  }

  #fail(error: unknown): void {
    this.#ending = true
    const end = (): void => app.exit(1)
    tellStartFailure(error, {
      language: this.#language(),
      words: async () => ({ ...(await import('../plain-reason.ts')), ...(await import('./start-words.ts')) }),
      log: this.#log,
      openLog: () => this.#openLog(),
      show: (title, text) => dialog.showErrorBox(title, text),
    }).then(end, end)
  }
}
