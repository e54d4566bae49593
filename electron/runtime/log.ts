import { pino } from 'pino'
import { Redactor } from './redact.ts'

export type LogFields = Readonly<Record<string, unknown>>
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the rooms log to. Fields go through redaction; the message is a fixed sentence, never a value. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A log that says which room speaks, for example `{ room: 'engine', community: 'lima' }`. */
  child(fields: LogFields): Log
}

export interface LogOptions {
  readonly level: LogLevel
  /** `text`: one readable line for people; `json`: one object a line for machines. */
  readonly format: 'text' | 'json'
  /** Where lines go, each with its line end. */
  readonly write: (line: string) => void
  /** Colours in `text`: for terminals. */
  readonly colour?: boolean
  /** Shared by all logs of a process, so that a secret hidden once is hidden everywhere. */
  readonly redactor?: Redactor
}

/** The console's log on pino: levels, time in ISO 8601 (UTC), redaction of every field and text. */
export function createLog(options: LogOptions): Log {
  const redactor = options.redactor ?? new Redactor()
  const write = options.format === 'json' ? options.write : (line: string) => options.write(asText(line, options.colour ?? false))
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors come here as plain fields already: the redactor made them.
      serializers: { err: (fields: unknown) => fields },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  )
  return wrap(logger, redactor)
}

/** For tests and for parts that have nothing to tell. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}

function wrap(logger: pino.Logger, redactor: Redactor): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      // Redaction walks the fields: not for lines that nobody will see.
      if (logger.isLevelEnabled(level)) logger[level](redactor.fields(fields), redactor.text(message))
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(logger.child(redactor.fields(fields)), redactor),
  }
}

const COLOURS: Readonly<Record<string, string>> = { debug: '\u001b[90m', info: '\u001b[36m', warn: '\u001b[33m', error: '\u001b[31m' }
const PLAIN = '\u001b[0m'

/** `12:04:31.250 warn  the sentence  room=engine guid=…`; what is not plain follows as JSON. */
function asText(line: string, colour: boolean): string {
  const { level, time, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>
  const name = String(level)
  const label = colour ? `${COLOURS[name] ?? ''}${name.padEnd(5)}${PLAIN}` : name.padEnd(5)
  const rest = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value)}`,
  )
  const head = [`${String(time).slice(11, 23)} ${label} ${String(msg ?? '')}`, ...rest].join('  ')
  return `${head}${err === undefined ? '' : `\n${errorText(err)}`}\n`
}

function errorText(error: unknown): string {
  const { type, message, stack } = (error ?? {}) as Readonly<Record<string, unknown>>
  return `    ${String(type ?? 'Error')}: ${String(message ?? JSON.stringify(error))}${stack ? `\n${String(stack)}` : ''}`
}
