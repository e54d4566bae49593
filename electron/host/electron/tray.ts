import { join } from 'node:path'
import { Menu, nativeTheme, Tray } from 'electron'
import type { CallName } from '../../../shared/contract/contract.ts'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import type { ConsoleCore } from '../../console/core.ts'
import type { Log } from '../../runtime/log.ts'
import { type TrayActions, type TrayIcon, type TrayState, trayMenu, trayState } from './tray-state.ts'

export interface ConsoleTrayOptions {
  readonly core: ConsoleCore
  readonly resources: string
  readonly log: Log
  readonly show: () => void
  readonly quit: () => void
}

/** The icon in the tray: how the engines stand, pause and resume, the window, the end. */
export class ConsoleTray {
  readonly #options: ConsoleTrayOptions
  readonly #tray: Tray
  #shown = ''

  /** @throws Error of Electron where there can be no tray */
  constructor(options: ConsoleTrayOptions) {
    this.#options = options
    this.#tray = new Tray(this.#picture(trayState(options.core.state).icon))
    this.#tray.on('click', () => options.show())
    options.core.subscribe((name) => {
      if (name === 'patch') this.#follow()
    })
    nativeTheme.on('updated', () => this.#follow())
    this.#follow()
  }

  /** The state comes many times a second; the system hears of it only when something is said anew. */
  #follow(): void {
    const { core } = this.#options
    if (this.#tray.isDestroyed()) return
    const state = trayState(core.state)
    const { language } = core.state.app.preferences
    const shown = JSON.stringify([state, language, nativeTheme.shouldUseDarkColors])
    if (shown === this.#shown) return
    this.#shown = shown
    this.#tray.setImage(this.#picture(state.icon))
    this.#tray.setToolTip(`PolySwarm Console: ${state.text}`)
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, this.#actions(), language)))
  }

  #actions(): TrayActions {
    const { show, quit } = this.#options
    return {
      show,
      quit,
      pause: (communities: TrayState['toPause']) => this.#callAll('engine.pause', communities),
      resume: (communities: TrayState['toResume']) => this.#callAll('engine.start', communities),
    }
  }

  /** By the contract, as the window does it. */
  #callAll(name: Extract<CallName, 'engine.pause' | 'engine.start'>, communities: readonly CommunityId[]): void {
    const { core, log } = this.#options
    for (const community of communities)
      core.dispatch(name, { community }).catch((error: unknown) => log.error('The tray could not do what it was asked', { name, error }))
  }

  #picture(icon: TrayIcon): string {
    const ground = nativeTheme.shouldUseDarkColors ? 'on-dark' : 'on-light'
    return join(this.#options.resources, 'icons', `tray-${icon}-${ground}.png`)
  }
}
