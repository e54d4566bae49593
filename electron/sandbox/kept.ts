import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadState, readSavedState, savedStateStamp } from './saved-state.ts'
import { logFile, logNumbers, readSteps, type Steps } from './step-log.ts'

/** What lies in a folder already. */
export interface Kept {
  /** Null when there is no sandbox. */
  readonly state: ReadState | null
  /** What the chains did after the state was written. */
  readonly steps: Steps
  /** Where the next file of the log goes. */
  readonly nextLog: number
  /** Bytes of the log so far. */
  readonly logBytes: number
  /** Whether state and log are all, and in today's form: else the state is to be written anew before anything happens. */
  readonly isWhole: boolean
  /** Files that are not what was written. */
  readonly damaged: readonly string[]
}

/** Only reads: the folder may be another process's. @throws Error that names the file when the state cannot be read */
export async function readKept(folder: string): Promise<Kept> {
  const state = await readSavedState(folder)
  if (state?.version !== 2) {
    // A log without its state is of a sandbox that somebody moved away.
    const steps: Steps = { home: new Map(), side: new Map() }
    return { state, steps, nextLog: (logNumbers(folder).at(-1) ?? 0) + 1, logBytes: 0, isWhole: false, damaged: [] }
  }
  const { steps, next, bytes, damaged } = readSteps(folder, state.log)
  return { state, steps, nextLog: next, logBytes: bytes, isWhole: damaged.length === 0, damaged }
}

/** Differs from an earlier one when something was kept meanwhile; null when there is no sandbox that could be read. */
export async function keptStamp(folder: string): Promise<string | null> {
  const stamp = await savedStateStamp(folder)
  if (stamp === null) return null
  return [stamp, ...logNumbers(folder).map((number) => `${number}: ${sizeOf(join(folder, logFile(number)))}`)].join(', ')
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
