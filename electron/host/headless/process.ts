import type { Terminal } from './run.ts'

type Listen = (listener: () => void) => () => void

/** Aborts at the first Ctrl-C, stop or hang-up; the second Ctrl-C ends at once, whatever is under way. */
export function processStop(of: NodeJS.Process): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    of.on(signal, () => {
      if (stop.signal.aborted && signal === 'SIGINT') of.exit(130)
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
