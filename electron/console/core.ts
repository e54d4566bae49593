import type { NotificationName } from '../../shared/contract/contract.ts'
import type { ConsoleState } from '../../shared/state/state.ts'
import type { Log } from '../runtime/log.ts'
import type { Platform } from '../runtime/platform.ts'

/** What the operator must know before the console ends, and what happens to it meanwhile. Counts over all Communities. */
export interface QuitInfo {
  /** Assertions with a stake that are neither settled nor lost. */
  readonly openAssertions: number
  /** Those of them whose reveal is not seen on chain: while the console is closed their window may pass and the stake is lost. */
  readonly unrevealed: number
  /** By Community with unrevealed ones: the last block in which the first of them may be revealed, and the block now, null before one was seen. */
  readonly reveals: readonly { readonly community: string; readonly lastBlock: number; readonly block: number | null }[]
  /** Transfers between the chains that have not arrived; they arrive without us. */
  readonly transfersInFlight: number
  /** Communities whose engine is started or paused. */
  readonly engines: number
}

/** The console as its hosts see it: the contract by name and JSON, and its end. Everything else stays behind it. */
export interface ConsoleCore {
  /**
   * Answers one call of the contract with the `Result` as JSON (`encodeResult`). Never rejects: an unknown name, a bad shape and an
   * unexpected failure are `Problem`s too.
   */
  dispatch(name: unknown, inputJson: unknown): Promise<unknown>
  /**
   * Hears every notification as JSON (`encodeNotification`), first to last; the returned function stops it. Listen first, then ask
   * for `app.snapshot`. A listener must not throw.
   */
  subscribe(listener: (name: NotificationName, json: unknown) => void): () => void
  /** The state now, as the window would see it: for hosts that show or await something without a window. */
  readonly state: ConsoleState
  /** What ending now would leave behind. Cheap: read from the state. */
  quitInfo(): QuitInfo
  /** Hears that the window asked to end the console (`app.quit`); the host asks what `quitInfo` says, if it can, and ends. */
  onQuit(listener: () => void): () => void
  /** Makes durable what is under way, ends helpers and connections. Never rejects; a second call waits for the first. */
  close(): Promise<void>
}

/** How a console starts where it is to do one thing alone. */
export interface StartOptions {
  /**
   * Engines that ran in an earlier run do not answer by themselves: a command about money, or about so many bounties, stakes nothing
   * beside. What is staked goes on to settlement, and the next start of the console finds the engines as the operator left them.
   */
  readonly holdEngines: boolean
}

/**
 * The composition root as a host calls it; the host decides where the log goes.
 * @throws ConsoleError('journal-failed' | 'journal-in-use' | 'journal-newer') when the console cannot start at all
 */
export type StartConsole = (platform: Platform, log: Log, options?: StartOptions) => Promise<ConsoleCore>
