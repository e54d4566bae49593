import { mkdirSync } from 'node:fs'
import type { ChainEntry } from './chain/entries.ts'
import type { SandboxChains } from './contracts/deploy.ts'
import type { ArtifactStore } from './daemon/artifact-store.ts'
import type { Kept } from './kept.ts'
import { writeSavedState } from './saved-state.ts'
import { type ChainName, logNumbers, type Position, removeLog, removeLogsBefore, StepLog } from './step-log.ts'

/** Bytes of log after which the state is written anew: reading so much takes a start after a kill 60 to 130 ms. */
const LEAST_LOG_BYTES = 2 * 1024 * 1024
/** Steps after which it is tried again when the log, or the state, could not be written. */
const RETRY_STEPS = 60

interface KeepingParts {
  readonly folder: string
  readonly chains: SandboxChains
  readonly artifacts: ArtifactStore
  readonly identity: { readonly seed: number; readonly arbiters: number }
  readonly kept: Kept
  /** Told why it cannot be kept, once, and null when it is kept again. */
  readonly onKeeping: (failure: string | null) => void
}

/**
 * Keeps a running sandbox in its folder: each step of its chains is in a file before anybody hears of it, so that whoever kills the process
 * takes back nothing. A failure is told and keeps no block from being mined.
 */
export class Keeping {
  readonly #parts: KeepingParts
  #nextLog: number
  /** Null while steps cannot be written: only a new state mends that. */
  #log: StepLog | null = null
  /** Bytes of older files of the log. */
  #olderBytes: number
  #stateBytes: number
  #stepsToRetry = 0
  #writing: Promise<void> | null = null
  #isTold = false

  private constructor(parts: KeepingParts) {
    this.#parts = parts
    this.#nextLog = parts.kept.nextLog
    this.#olderBytes = parts.kept.logBytes
    const { state } = parts.kept
    this.#stateBytes = state ? state.home.length + state.side.length : 0
  }

  /**
   * Begins to keep it: from when this resolves, all that happens is kept. Nothing may happen meanwhile.
   * @throws Error when another has gone on from the folder since it was read
   */
  static async begin(parts: KeepingParts): Promise<Keeping> {
    const keeping = new Keeping(parts)
    keeping.#assertOurs()
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 })
    if (parts.kept.isWhole) {
      keeping.#keepArtifacts()
      keeping.#beginLog()
    } else await keeping.write()
    for (const chain of ['home', 'side'] as const) {
      parts.chains[chain].keepWith((entry, number) => keeping.#step(chain, number, entry))
    }
    return keeping
  }

  /** Writes the chains as they are and lets the log begin anew. Rejects never: a failure is told. */
  write(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  /** When the chains stand still: what is left is a state, and a log in which nothing is. */
  async end(): Promise<void> {
    await this.#writing
    await this.write()
    this.#leave()
  }

  /** Takes its log back, of which nobody has heard: another sandbox may run in the folder, and what that one goes on to write counts. */
  abandon(): void {
    const log = this.#log
    this.#leave()
    if (log) removeLog(this.#parts.folder, log.number)
  }

  #leave(): void {
    for (const chain of Object.values(this.#parts.chains)) chain.keepWith(() => undefined)
    this.#closeLog()
  }

  #step(chain: ChainName, number: number, entry: ChainEntry): void {
    try {
      this.#log?.add(chain, number, entry)
    } catch (error) {
      this.#fail(error)
      this.#closeLog()
    }
    try {
      this.#assertOurs()
    } catch (error) {
      this.#fail(error)
    }
    if (this.#stepsToRetry > 0) this.#stepsToRetry -= 1
    // A large state is written more rarely: its log may grow to its packed bytes.
    const isDue = !this.#log || this.#isTold || this.#olderBytes + this.#log.bytes > Math.max(LEAST_LOG_BYTES, this.#stateBytes)
    // Between the steps: a chain that is taking one cannot be written.
    if (isDue && this.#stepsToRetry === 0 && !this.#writing) setImmediate(() => void this.write())
  }

  async #write(): Promise<void> {
    const { folder, chains, identity } = this.#parts
    this.#stepsToRetry = RETRY_STEPS
    try {
      // What another keeps here is not ours to replace; our log stays open, for that one may be gone again.
      this.#assertOurs()
      this.#closeLog()
      const hasArtifacts = this.#keepArtifacts()
      this.#beginLog()
      const log = this.#log?.number ?? this.#nextLog
      const [home, side] = [await chains.home.dump(), await chains.side.dump()]
      await writeSavedState(folder, { ...identity, home, side, log })
      removeLogsBefore(folder, log)
      this.#stateBytes = home.length + side.length
      this.#olderBytes = 0
      if (this.#log && hasArtifacts) this.#mend()
    } catch (error) {
      this.#fail(error)
    }
  }

  #keepArtifacts(): boolean {
    return this.#parts.artifacts.keep((error) => this.#fail(error))
  }

  #beginLog(): void {
    const { folder, chains } = this.#parts
    const begins: Position = { home: chains.home.nextEntry, side: chains.side.nextEntry }
    try {
      this.#log = new StepLog(folder, this.#nextLog, begins)
      this.#nextLog += 1
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Whoever goes on from this folder begins a log that is younger than ours. @throws Error when somebody did */
  #assertOurs(): void {
    const isTaken = logNumbers(this.#parts.folder).some((number) => number >= this.#nextLog)
    if (isTaken) throw new Error('another sandbox keeps itself in the same folder')
  }

  #closeLog(): void {
    const log = this.#log
    this.#log = null
    this.#olderBytes += log?.bytes ?? 0
    log?.close()
  }

  #mend(): void {
    if (this.#isTold) this.#parts.onKeeping(null)
    this.#isTold = false
  }

  #fail(error: unknown): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#parts.onKeeping(error instanceof Error ? error.message : String(error))
  }
}
