import type { Clock } from '../../runtime/clock.ts'
import type { Terminal } from './run.ts'

type Listen = (listener: () => void) => () => void

/** npm passes a Ctrl-C on that the terminal has sent as well: both are one. */
const SAME_CTRL_C_MS = 500
/** So long a Ctrl-C is the answer to a warning; who went on longer has not followed it, and is warned of what is open then. */
export const ANSWER_MS = 10_000

/** @returns whether the operator was told that something is open, and a further Ctrl-C is waited for */
export type Warn = () => boolean

export interface ProcessStop {
  /** Aborts when the operator or the system asks the console to end. */
  readonly stop: AbortSignal
  /** Asks `warn` at a Ctrl-C that answers no warning, before anything ends; the returned function takes that back. */
  readonly beforeStop: (warn: Warn) => () => void
}

/** What of a process its end is heard by. */
export type Stoppable = Pick<NodeJS.Process, 'exit'> & {
  readonly on: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void) => unknown
  readonly stdin: { readonly isTTY?: boolean }
  readonly stderr: { readonly isTTY?: boolean }
}

/**
 * Aborts at a stop, a hang-up or a Ctrl-C. In a terminal, where somebody reads and can answer, a Ctrl-C may only warn, and one soon after
 * aborts; a Ctrl-C after that ends at once, whatever is under way.
 */
export function processStop(of: Stoppable, clock: Clock): ProcessStop {
  const stop = new AbortController()
  let warn: Warn | null = null
  let warnedAt = Number.NEGATIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  const isSame = (): boolean => {
    const now = clock.now()
    const same = now - lastAt <= SAME_CTRL_C_MS
    if (!same) lastAt = now
    return same
  }
  const isAnswerable = of.stdin.isTTY === true && of.stderr.isTTY === true
  of.on('SIGINT', () => {
    if (isSame()) return
    if (stop.signal.aborted) of.exit(130)
    const isAnswer = clock.now() - warnedAt <= ANSWER_MS
    if (isAnswerable && !isAnswer && warn?.()) {
      warnedAt = clock.now()
      return
    }
    stop.abort()
  })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    of.on(signal, () => {
      lastAt = clock.now()
      stop.abort()
    })
  return {
    stop: stop.signal,
    beforeStop: (next) => {
      warn = next
      return () => {
        warn = null
      }
    },
  }
}

/** Standard streams as a terminal, and its Enter key. A closed pipe (`| head`) ends nothing. */
export function processTerminal(of: NodeJS.Process): { readonly terminal: Terminal; readonly onEnter: Listen } {
  for (const stream of [of.stdout, of.stderr]) stream.on('error', () => undefined)
  return {
    terminal: { out: (line) => void of.stdout.write(`${line}\n`), error: (line) => void of.stderr.write(`${line}\n`) },
    onEnter: (listener) => {
      const hear = (data: Buffer): void => {
        if (data.includes(10)) listener()
      }
      of.stdin.on('data', hear)
      of.stdin.on('error', () => undefined)
      of.stdin.unref?.()
      return () => {
        of.stdin.off('data', hear)
        of.stdin.pause()
      }
    },
  }
}
