import type { KeychainReason } from '../../shared/errors/reasons.ts'
import type { Channel } from './channel.ts'

/** The helper processes the console starts. `journal` runs as a worker thread, the others as processes. */
export type HelperName = 'signer' | 'scanner' | 'sandbox' | 'journal'

/** What differs between the two hosts. Nothing else in the console knows which host it runs in. */
export interface Platform {
  readonly host: 'electron' | 'headless'
  readonly paths: { readonly data: string; readonly resources: string }
  readonly keychain: Keychain
  readonly settings: SettingsFile
  /** Starts a helper; throws when it cannot be started. `args` are plain words, never secrets. */
  spawn(helper: HelperName, args?: readonly string[]): Channel
  /** A notification outside the window (a lost stake, a stopped engine). Best effort. */
  notify(title: string, body: string): void
  /** Opens one of our own fixed https addresses in the operator's browser. */
  openExternal(url: string): Promise<void>
  /** Asks where to save and writes the file; `null` when the operator cancelled; 'content' when the host leaves saving to the window. */
  saveFile(suggestedName: string, text: string): Promise<{ readonly path: string } | null | 'content'>
}

export type KeychainStatus =
  | { readonly available: true; readonly backend: string }
  | { readonly available: false; readonly reason: KeychainReason }

/** A store for small secrets, held by the operating system. Every method throws ConsoleError('keychain-refused', reason). */
export interface Keychain {
  /** Whether secrets can be kept here, and where; the reason when not. Never throws. */
  status(): Promise<KeychainStatus>
  set(name: string, secret: string): Promise<void>
  get(name: string): Promise<string | null>
  delete(name: string): Promise<void>
}

/** One JSON file of settings, written atomically, mode 0600. The caller owns the schema. */
export interface SettingsFile {
  read(): unknown
  write(value: Readonly<Record<string, unknown>>): void
}
