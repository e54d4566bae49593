import type { Log, LogFields, LogLevel } from './log.ts'

/** A log before there is one: keeps what is said, in order, until `become` gives the real one, and passes everything on from then. */
export function lateLog(): { readonly log: Log; readonly become: (real: Log) => void } {
  let kept: (() => void)[] | null = []
  let root: Log | null = null
  const wrap = (reach: (root: Log) => Log): Log => {
    let own: Log | null = null
    const say =
      (level: LogLevel) =>
      (message: string, fields?: LogFields): void => {
        if (root === null) {
          kept?.push(() => say(level)(message, fields))
          return
        }
        own ??= reach(root)
        own[level](message, fields)
      }
    return {
      debug: say('debug'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      child: (fields) => wrap((from) => reach(from).child(fields)),
    }
  }
  return {
    log: wrap((from) => from),
    become: (real) => {
      root ??= real
      const said = kept ?? []
      kept = null
      for (const line of said) line()
    },
  }
}
