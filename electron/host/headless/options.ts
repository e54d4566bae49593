import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parseAmount } from '../../../shared/domain/amount.ts'
import { bidStrategy, scannerId } from '../../../shared/domain/engine.ts'
import { logLevels } from '../../runtime/log.ts'

/** A file whose first line is the secret, or the secret itself out of an environment variable. Never an argument: those are public. */
export type SecretSource = { readonly file: string } | { readonly text: string }

/** A run for scripts: which Community, which wallet, when to end. */
export interface ScriptedRun {
  /** The embedded Community with a throwaway wallet. */
  readonly sandbox: boolean
  /** End after this many bounties went through settlement; null = go on until told to stop. */
  readonly testing: number | null
  /** One JSON line on stdout at the end; everything else goes to stderr. */
  readonly json: boolean
  readonly polyswarmdAddr: string | null
  /** Path of a geth keyfile. */
  readonly keyfile: string | null
  /** The keyfile's. */
  readonly password: SecretSource | null
  readonly apiKey: string | null
  /** http and ws instead of https and wss; refused together with an API key by the connection itself. */
  readonly insecureTransport: boolean
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
  /** File whose first line opens the console's own file of secrets, for servers without a keychain; null = not given as an option. */
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

const flags = {
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  'no-ui': { type: 'boolean' },
  open: { type: 'boolean' },
  'log-level': { type: 'string' },
  'passphrase-file': { type: 'string' },
  sandbox: { type: 'boolean' },
  testing: { type: 'string' },
  json: { type: 'boolean' },
  'polyswarmd-addr': { type: 'string' },
  keyfile: { type: 'string' },
  'password-file': { type: 'string' },
  'api-key': { type: 'string' },
  'insecure-transport': { type: 'boolean' },
  backend: { type: 'string' },
  'bid-strategy': { type: 'string' },
  'max-per-day': { type: 'string' },
  'max-at-risk': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

export const helpText = `PolySwarm Console without a desktop: the window is served to a browser on this computer.

Usage: npm run headless -- [options]

  --port N               port on 127.0.0.1 (default: any free one)
  --data-dir DIR         where journal and settings are kept
  --open                 open the window in the browser
  --no-ui                serve no window
  --log-level LEVEL      debug, info, warn or error (default: info)
  --passphrase-file FILE keep secrets in a file sealed with this file's first line,
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

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((n) => n >= least && n <= most)

/** An amount in NCT, or the word that takes a limit away. */
const limit = z
  .string()
  .refine((text) => text === 'none' || parseAmount(text).ok)
  .transform((text) => {
    const parsed = parseAmount(text)
    return parsed.ok ? parsed.value : ('none' as const)
  })

const schema = z.object({
  port: wholeNumber(0, 65_535).default(0),
  'data-dir': z.string().min(1).nullable().default(null),
  'no-ui': z.boolean().default(false),
  open: z.boolean().default(false),
  'log-level': z.enum(logLevels).default('info'),
  'passphrase-file': z.string().min(1).nullable().default(null),
  sandbox: z.boolean().default(false),
  testing: wholeNumber(1, 1_000_000).nullable().default(null),
  json: z.boolean().default(false),
  'polyswarmd-addr': z.string().min(1).max(512).nullable().default(null),
  keyfile: z.string().min(1).nullable().default(null),
  'password-file': z.string().min(1).nullable().default(null),
  'api-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/)
    .nullable()
    .default(null),
  'insecure-transport': z.boolean().default(false),
  backend: scannerId.nullable().default(null),
  'bid-strategy': bidStrategy.nullable().default(null),
  'max-per-day': limit.nullable().default(null),
  'max-at-risk': limit.nullable().default(null),
})
type Values = z.output<typeof schema>

const wanted: Readonly<Record<string, string>> = {
  port: 'a port number from 0 to 65535',
  'log-level': `one of ${logLevels.join(', ')}`,
  testing: 'a number of bounties, at least 1',
  'polyswarmd-addr': 'the address of a polyswarmd',
  'api-key': 'an API key: printable characters without blanks',
  backend: `one of ${scannerId.options.join(', ')}`,
  'bid-strategy': `one of ${bidStrategy.options.join(', ')}`,
  'max-per-day': 'an amount in NCT, or "none"',
  'max-at-risk': 'an amount in NCT, or "none"',
}

/** Environment variables of the Python tools: used where the flag is not given. */
const variables: Readonly<Record<string, string>> = {
  'polyswarmd-addr': 'POLYSWARMD_ADDR',
  keyfile: 'KEYFILE',
  'api-key': 'API_KEY',
  backend: 'BACKEND',
  'bid-strategy': 'BID_STRATEGY',
}

/** Reads the command line; never throws and touches nothing but its arguments. */
export function parseCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ParsedCommand {
  let given: Readonly<Record<string, string | boolean | undefined>>
  try {
    given = parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values
  } catch (error) {
    return wrong(error instanceof Error ? error.message.replace(/\.\s[\s\S]*$/, '') : 'the options could not be read')
  }
  if (given.help) return { is: 'help' }
  if (given.version) return { is: 'version' }
  const scripted = given.sandbox || scriptedFlags.some((flag) => given[flag] !== undefined)
  // Variables that lie around in a shell must not make an engine run: they only complete a run that was asked for.
  const values = schema.safeParse(scripted ? withVariables(given, env) : given)
  if (!values.success) {
    const flag = String(values.error.issues[0]?.path[0] ?? '')
    const source = given[flag] === undefined ? (variables[flag] ?? `--${flag}`) : `--${flag}`
    return wrong(`${source} must be ${wanted[flag] ?? 'given with a value'}`)
  }
  return checked(values.data, scripted === true, env)
}

const scriptedFlags = [
  'testing',
  'polyswarmd-addr',
  'keyfile',
  'password-file',
  'api-key',
  'insecure-transport',
  'backend',
  'bid-strategy',
  'max-per-day',
  'max-at-risk',
  'json',
]

function withVariables(
  given: Readonly<Record<string, string | boolean | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...given }
  for (const [flag, variable] of Object.entries(variables)) if (values[flag] === undefined && env[variable]) values[flag] = env[variable]
  // The sandbox brings its own Community and wallet: a variable meant for another tool must not stand in its way.
  if (given.sandbox) for (const flag of ['polyswarmd-addr', 'keyfile', 'api-key']) if (given[flag] === undefined) delete values[flag]
  return values
}

function checked(values: Values, scripted: boolean, env: Readonly<Record<string, string | undefined>>): ParsedCommand {
  const base = {
    port: values.port,
    dataDir: values['data-dir'],
    ui: !values['no-ui'],
    open: values.open,
    logLevel: values['log-level'],
    passphraseFile: values['passphrase-file'],
  }
  if (values.open && !base.ui) return wrong('--open and --no-ui contradict each other')
  if (!scripted) return { is: 'run', options: { ...base, run: null } }
  const passwordFile = values['password-file']
  const run: ScriptedRun = {
    sandbox: values.sandbox,
    testing: values.testing,
    json: values.json,
    polyswarmdAddr: values['polyswarmd-addr'],
    keyfile: values.keyfile,
    password: passwordFile ? { file: passwordFile } : env.PASSWORD && !values.sandbox ? { text: env.PASSWORD } : null,
    apiKey: values['api-key'],
    insecureTransport: values['insecure-transport'],
    backend: values.backend,
    bidStrategy: values['bid-strategy'],
    perDay: values['max-per-day'],
    atOnce: values['max-at-risk'],
  }
  const contradiction = contradictionIn(run)
  return contradiction ? wrong(contradiction) : { is: 'run', options: { ...base, run } }
}

function contradictionIn(run: ScriptedRun): string | null {
  if (run.sandbox) {
    const foreign = run.polyswarmdAddr
      ? '--polyswarmd-addr'
      : run.keyfile
        ? '--keyfile'
        : run.password
          ? '--password-file'
          : run.apiKey
            ? '--api-key'
            : null
    return foreign ? `--sandbox brings its own Community and wallet: leave ${foreign} out` : null
  }
  if (!run.polyswarmdAddr) return 'name a Community: --sandbox or --polyswarmd-addr'
  if (!run.keyfile) return '--polyswarmd-addr needs the account that stakes: --keyfile'
  if (!run.password) return '--keyfile needs its password: --password-file, or the environment variable PASSWORD'
  return run.apiKey && run.insecureTransport ? '--api-key is never sent over --insecure-transport: leave one of them out' : null
}

const wrong = (message: string): ParsedCommand => ({ is: 'wrong', message })
