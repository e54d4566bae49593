import type { Clock } from '../../runtime/clock.ts'
import type { Terminal } from './run.ts'

type Listen = (listener: () => void) => () => void

/** npm passes a Ctrl-C on that the terminal has sent as well: both are one. */
const SAME_CTRL_C_MS = 500

/** Aborts at the first Ctrl-C, stop or hang-up; a second Ctrl-C ends at once, whatever is under way. */
export function processStop(of: NodeJS.Process, clock: Clock): AbortSignal {
  const stop = new AbortController()
  let firstAt = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    of.on(signal, () => {
      if (!stop.signal.aborted) firstAt = clock.now()
      else if (signal === 'SIGINT' && clock.now() - firstAt > SAME_CTRL_C_MS) of.exit(130)
      stop.abort()
    })
  return stop.signal
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
