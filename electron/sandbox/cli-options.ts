import { parseArgs } from 'node:util'
import { address } from '../../shared/domain/identifiers.ts'
import { defaults, type SandboxOptions } from './options.ts'

/** Where polyswarmd listens when nobody says otherwise: the port that the Python tools' examples use. */
export const DEFAULT_PORT = 31_337

export const HELP = `Runs a whole PolySwarm Community on this computer: two chains, contracts, polyswarmd, and the people who use it.

Usage: npm run sandbox -- [options]

  --port N             polyswarmd's port on 127.0.0.1 (default ${DEFAULT_PORT}; 0 picks a free one)
  --block-time MS      milliseconds between blocks (default ${defaults.blockTimeMs}; 0 mines nothing by itself)
  --seed N             decides accounts, addresses and bounties: one seed, one history (default ${defaults.seed})
  --bounty-every N     blocks from one bounty to the next (default ${defaults.bountyEvery})
  --artifacts N        artifacts of each bounty, 1 to 256 (default: a mix of 1 to 4)
  --fund 0xADDRESS     gives this account ETH and NCT on home, NCT on side; may repeat
  --no-actors          nobody posts, asserts, votes or relays
  --api-key KEY        asks every client for this key, except for withdrawals
  --tls-cert FILE      speaks https and wss with this certificate (PEM) …
  --tls-key FILE       … and this key (PEM)
  --data-dir FOLDER    keeps the Community there from one start to the next
  --json               prints one line of JSON when ready, and nothing else
  --help               prints this text
`

/** What the command line asks for. */
export type CliRequest =
  | { readonly do: 'help' }
  | { readonly do: 'refuse'; readonly reason: string }
  | {
      readonly do: 'run'
      readonly json: boolean
      readonly options: SandboxOptions
      /** Files with PEM texts, still to be read. */
      readonly tls: { readonly cert: string; readonly key: string } | null
    }

class Misuse extends Error {}

/** Reads the command line; never throws. */
export function readCommandLine(args: readonly string[]): CliRequest {
  try {
    return interpret(args)
  } catch (error) {
    // parseArgs says what is wrong in its first sentence; the rest is advice about dashes.
    return { do: 'refuse', reason: error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error) }
  }
}

function interpret(args: readonly string[]): CliRequest {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: 'string' },
      'block-time': { type: 'string' },
      seed: { type: 'string' },
      'bounty-every': { type: 'string' },
      artifacts: { type: 'string' },
      fund: { type: 'string', multiple: true },
      'no-actors': { type: 'boolean' },
      'api-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'data-dir': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return { do: 'help' }
  const { 'tls-cert': cert, 'tls-key': key, 'api-key': apiKey, 'data-dir': dataDir } = values
  if ((cert === undefined) !== (key === undefined)) throw new Misuse('--tls-cert and --tls-key go together')
  if (apiKey !== undefined && !/^\S+$/.test(apiKey)) throw new Misuse('--api-key wants a word without blanks')
  if (dataDir === '') throw new Misuse('--data-dir wants a folder')
  const artifacts = values.artifacts === undefined ? {} : { artifacts: whole('--artifacts', values.artifacts, 1, 256) }
  const options: SandboxOptions = {
    port: whole('--port', values.port ?? DEFAULT_PORT.toString(), 0, 65_535),
    blockTimeMs: whole('--block-time', values['block-time'] ?? defaults.blockTimeMs.toString(), 0, 3_600_000),
    bountyEvery: whole('--bounty-every', values['bounty-every'] ?? defaults.bountyEvery.toString(), 1, 1_000_000),
    fund: (values.fund ?? []).map(account),
    ...(values.seed === undefined ? {} : { seed: whole('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) }),
    ...artifacts,
    ...(values['no-actors'] ? { actors: { ambassador: false, rivals: 0, arbiters: 0, verifiers: false } } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(dataDir === undefined ? {} : { dataDir }),
  }
  return { do: 'run', json: values.json ?? false, options, tls: cert !== undefined && key !== undefined ? { cert, key } : null }
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high)) throw new Misuse(`${name} wants a whole number from ${low} to ${high}, not ${JSON.stringify(text)}`)
  return value
}

function account(text: string): string {
  const parsed = address.safeParse(text)
  if (!parsed.success) throw new Misuse(`--fund wants an Ethereum address (0x and 40 hexadecimal digits), not ${JSON.stringify(text)}`)
  return parsed.data
}
