import type { MenuItemConstructorOptions } from 'electron'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'

/** What the icon in the tray says of all Communities together; each has a picture of its own. */
export type TrayIcon = 'running' | 'paused' | 'needs' | 'lost'

export interface TrayState {
  readonly icon: TrayIcon
  /** One line: the icon's meaning in words. */
  readonly text: string
  /** Engines that can be paused now. */
  readonly toPause: readonly CommunityId[]
  /** Engines that the operator paused. */
  readonly toResume: readonly CommunityId[]
}

export interface TrayActions {
  show(): void
  pause(communities: readonly CommunityId[]): void
  resume(communities: readonly CommunityId[]): void
  quit(): void
}

/** The worst first: a Community that cannot be reached, then what only a person can do, then what stands still. */
export function trayState({ communities, needs, app }: ConsoleState): TrayState {
  const { language } = app.preferences
  const words = texts[language]
  const all = Object.values(communities)
  const wanted = all.filter(({ engine }) => engine.is !== 'stopped')
  const lost = wanted.filter(({ connection }) => connection.is === 'lost')
  const urgent = needs.filter(({ urgency }) => urgency === 'now').length
  const toResume = wanted.filter(({ engine }) => engine.is === 'paused' && engine.by === 'operator').map(({ settings }) => settings.id)
  // What a loss or another contract has paused is looked at in the window, not clicked away here.
  const toPause = wanted.filter(({ engine }) => engine.is !== 'paused').map(({ settings }) => settings.id)
  const said = (icon: TrayIcon, text: string): TrayState => ({ icon, text, toPause, toResume })
  if (lost.length > 0) return said('lost', words.lost(lost.map(({ settings }) => settings.name).join(', ')))
  if (urgent > 0) return said('needs', words.needs(urgent))
  if (wanted.length === 0) return said('paused', words.stopped)
  if (wanted.every(({ engine }) => engine.is !== 'running')) return said('paused', words.paused)
  return said('running', words.running)
}

/** The menu of the tray's icon. */
export function trayMenu(state: TrayState, actions: TrayActions, language: keyof typeof texts): MenuItemConstructorOptions[] {
  const words = texts[language]
  return [
    { label: state.text, enabled: false },
    { type: 'separator' },
    { label: words.show, click: () => actions.show() },
    ...(state.toPause.length > 0 ? [{ label: words.pause, click: () => actions.pause(state.toPause) }] : []),
    ...(state.toResume.length > 0 ? [{ label: words.resume, click: () => actions.resume(state.toResume) }] : []),
    { type: 'separator' },
    { label: words.quit, click: () => actions.quit() },
  ]
}

const texts = {
  en: {
    running: 'The engine is running',
    paused: 'The engine is paused',
    stopped: 'No engine is started',
    needs: (count: number) => (count === 1 ? 'One thing needs you now' : `${count} things need you now`),
    lost: (names: string) => `No connection: ${names}`,
    show: 'Show PolySwarm Console',
    pause: 'Pause the engine',
    resume: 'Resume the engine',
    quit: 'Quit',
  },
  ja: {
    running: 'エンジンは稼働中です',
    paused: 'エンジンは一時停止中です',
    stopped: 'エンジンは開始されていません',
    needs: (count: number) => `今すぐ対応が必要：${count} 件`,
    lost: (names: string) => `接続が切れています：${names}`,
    show: 'PolySwarm Console を表示',
    pause: 'エンジンを一時停止',
    resume: 'エンジンを再開',
    quit: '終了',
  },
} as const
