import { z } from 'zod'
import { parseAmount } from '../../../shared/domain/amount.ts'
import { bidStrategy, scannerId } from '../../../shared/domain/engine.ts'
import { logLevels } from '../../runtime/log.ts'
import {
  number,
  oneOf,
  orWrong,
  takeApart,
  text,
  toggle,
  type Values,
  type Variables,
  valuesOf,
  WrongOptions,
  wholeNumber,
} from './flags.ts'
import { placeFlags, placeOf, type RunPlace, variablesFor } from './place-options.ts'

/** A run for scripts: which Community, which wallet, when to end. */
export interface ScriptedRun extends RunPlace {
  /** End after this many bounties went through settlement; null = go on until told to stop. */
  readonly testing: number | null
  /** One JSON line on stdout at the end; everything else goes to stderr. */
  readonly json: boolean
  readonly backend: z.output<typeof scannerId> | null
  readonly bidStrategy: z.output<typeof bidStrategy> | null
  /** NCT base units staked since midnight, and out at once; 'none' = no limit; null = what is set for the Community. */
  readonly perDay: bigint | 'none' | null
  readonly atOnce: bigint | 'none' | null
}

export interface HeadlessOptions {
  /** TCP port on loopback; 0 = any free one. */
  readonly port: number
  /** Folder of journal and settings; null = the usual one of this system. */
  readonly dataDir: string | null
  /** Whether the window is served. */
  readonly ui: boolean
  /** Opens the address in the operator's browser. */
  readonly open: boolean
  readonly logLevel: (typeof logLevels)[number]
  /** File whose text opens the console's own file of secrets, for servers without a keychain; null = not given as an option. */
  readonly passphraseFile: string | null
  /** What to do by itself; null = only what the operator does in the window. */
  readonly run: ScriptedRun | null
}

export type ParsedCommand =
  | { readonly is: 'run'; readonly options: HeadlessOptions }
  | { readonly is: 'help' }
  | { readonly is: 'version' }
  /** `message`: one line for stderr; the program ends with exit code 2. */
  | { readonly is: 'wrong'; readonly message: string }

export const helpText = `PolySwarm Console without a desktop: the window is served to a browser on this computer.

Usage: npm run headless -- [options]

  --port N               port on 127.0.0.1 (default: any free one)
  --data-dir DIR         where journal and settings are kept
  --open                 open the window in the browser
  --no-ui                serve no window; without a command below, the engines of this folder run as they were left
  --log-level LEVEL      debug, info, warn or error (default: info)
  --passphrase-file FILE keep secrets in a file sealed with this file's text,
                         where the system has no keychain                      [KEYCHAIN_PASSPHRASE_FILE, or
                                                                               KEYCHAIN_PASSPHRASE: the passphrase itself]

To move money without a window: deposit, withdraw, maintain, view-balance
                         (npm run headless -- deposit --help)

To answer bounties without a window:
  --sandbox              in the embedded Community, with test money and a throwaway wallet
  --polyswarmd-addr A    in the Community at this address                      [POLYSWARMD_ADDR]
  --insecure-transport   http and ws instead of https and wss (never with an API key)
  --api-key KEY          the Community's API key                               [API_KEY]
  --keyfile FILE         geth keyfile of the account that stakes               [KEYFILE]
  --password-file FILE   file whose first line is the keyfile's password       [PASSWORD holds the password itself]
  --backend NAME         scanner: ${scannerId.options.join(', ')}                               [BACKEND]
  --bid-strategy NAME    ${bidStrategy.options.join(', ')}                     [BID_STRATEGY]
  --max-per-day NCT      stake at most this much between midnights; "none" = no limit
  --max-at-risk NCT      have at most this much out at once; "none" = no limit
  --testing N            end after N bounties went through settlement
  --json                 one JSON line with the totals at the end

  -h, --help    --version
`

/** An amount in NCT, or the word that takes a limit away. */
const limit = number(
  z
    .string()
    .transform((typed) => {
      const parsed = parseAmount(typed)
      return parsed.ok ? parsed.value : typed
    })
    // A limit of nothing would stop all staking without a word.
    .pipe(z.union([z.bigint().positive(), z.literal('none')])),
  null,
  'an amount in NCT such as 12.5, above 0 and with at most 18 decimals, or "none"',
)

/** Where the console keeps its things, and how much it writes to its log. */
export const hostFlags = (level: (typeof logLevels)[number]) => ({
  'data-dir': text(),
  'passphrase-file': text(),
  'log-level': oneOf(z.enum(logLevels), level),
})

const windowFlags = {
  ...hostFlags('info'),
  port: wholeNumber(0, 65_535, 0, 'a port number from 0 to 65535'),
  'no-ui': toggle,
  open: toggle,
  help: { ...toggle, short: 'h' },
  version: toggle,
} as const

/** Each of them asks for a run. */
const runFlags = {
  ...placeFlags,
  testing: wholeNumber(1, 1_000_000, null, 'a number of bounties from 1 to 1000000'),
  json: toggle,
  backend: oneOf(scannerId, null, 'BACKEND'),
  'bid-strategy': oneOf(bidStrategy, null, 'BID_STRATEGY'),
  'max-per-day': limit,
  'max-at-risk': limit,
} as const
const flags = { ...windowFlags, ...runFlags }

/** Reads the command line; never throws and touches nothing but its arguments. */
export const parseCommand = (args: readonly string[], env: Variables): ParsedCommand => orWrong(() => commandOf(args, env))

/** @throws WrongOptions */
function commandOf(args: readonly string[], env: Variables): ParsedCommand {
  const { given } = takeApart(flags, args, false)
  if (given.help) return { is: 'help' }
  if (given.version) return { is: 'version' }
  const isRun = Object.keys(runFlags).some((name) => given[name as keyof typeof runFlags] !== undefined)
  // Variables that lie around in a shell must not make an engine run: they only complete a run that was asked for.
  const variables = isRun ? variablesFor(given, env) : {}
  const values = valuesOf(flags, given, variables)
  if (values.open && values['no-ui']) throw new WrongOptions('--open and --no-ui contradict each other')
  return { is: 'run', options: { ...windowOf(values), run: isRun ? runOf(values, variables) : null } }
}

const windowOf = (values: Values<typeof windowFlags>): Omit<HeadlessOptions, 'run'> => ({
  port: values.port,
  dataDir: values['data-dir'],
  ui: !values['no-ui'],
  open: values.open,
  logLevel: values['log-level'],
  passphraseFile: values['passphrase-file'],
})

/** @throws WrongOptions */
const runOf = (values: Values<typeof runFlags>, variables: Variables): ScriptedRun => ({
  ...placeOf(values, variables),
  testing: values.testing,
  json: values.json,
  backend: values.backend,
  bidStrategy: values['bid-strategy'],
  perDay: values['max-per-day'],
  atOnce: values['max-at-risk'],
})
