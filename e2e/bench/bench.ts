import process from 'node:process'
import { parseArgs } from 'node:util'
import { benchEngine } from './engine.ts'
import { benchMaintain } from './maintain.ts'
import { benchStart, startText } from './start.ts'

const help = `Measures the console; tests never do.

Usage: npm run bench -- engine [--rate R] [--seconds S] [--json]
       npm run bench -- start [--json]
       npm run bench -- maintain [--blocks N] [--block-ms MS] [--json]

  engine        R one-artifact bounties a second (default 25) for S seconds (default 40) in the sandbox, rivals off, one arbiter:
                bounties, settled, forfeited, missed, requests, transactions and CPU for each bounty, peak memory, blocks from a
                bounty to its assertion. The sandbox runs in a process of its own and is not counted.
  start         from the start of the process to the first paint and to a usable console (sandbox unlocked, connected, engine running),
                cold and warm, with what was reached when; on Electron and without one. Electron needs a display (xvfb-run -a).
  maintain      a rule under an engine that is always wrong, for N blocks of the side chain (default 3600: an hour at one a second), each
                of MS milliseconds (default 150), on the sandbox's chains, daemon, relay and verifiers: deposits, lowest and highest side
                balance, forfeits, missed, blocks with more than one deposit on its way, ledger against both chains.
  --json        one line of JSON and nothing else on stdout
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: {
      rate: { type: 'string', default: '25' },
      seconds: { type: 'string', default: '40' },
      blocks: { type: 'string', default: '3600' },
      'block-ms': { type: 'string', default: '150' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  const out = (line: string): void => void process.stdout.write(`${line}\n`)
  const [what] = positionals
  if (values.help || (what !== 'engine' && what !== 'start' && what !== 'maintain')) {
    out(help)
    return values.help ? 0 : 2
  }
  if (what === 'start') {
    const starts = await benchStart((line) => void process.stderr.write(`${line}\n`))
    out(values.json ? JSON.stringify(starts) : startText(starts))
    return starts.hosts.length > 0 ? 0 : 1
  }
  if (what === 'maintain') return maintain(Number(values.blocks), Number(values['block-ms']), values.json)
  const rate = Number(values.rate)
  const seconds = Number(values.seconds)
  if (!(rate > 0 && rate <= 100 && seconds >= 1 && seconds <= 300)) {
    process.stderr.write('bench: --rate lies between 0 and 100, --seconds between 1 and 300\n')
    return 2
  }
  const result = await benchEngine(rate, seconds, (line) => void process.stderr.write(`${line}\n`))
  out(values.json ? JSON.stringify(result) : asLines(result))
  return result.forfeited === 0 && result.missed === 0 && result.totalsEqualChain ? 0 : 1
}

async function maintain(blocks: number, blockMs: number, json: boolean): Promise<number> {
  if (!(Number.isInteger(blocks) && blocks >= 100 && blocks <= 20_000 && blockMs >= 50 && blockMs <= 1_000)) {
    process.stderr.write('bench: --blocks lies between 100 and 20000, --block-ms between 50 and 1000\n')
    return 2
  }
  const run = { blocks, blockMs, bountyEvery: 4, voteWindow: 100 }
  const result = await benchMaintain(run, (line) => void process.stderr.write(`${line}\n`))
  process.stdout.write(`${json ? JSON.stringify(result) : asLines(result)}\n`)
  const isKept = result.violations === 0 && result.deposits > 0 && result.unexplained === 0 && result.totalsEqualChains
  return isKept ? 0 : 1
}

const asLines = (result: object): string =>
  Object.entries(result)
    .map(([name, value]) => `${name.padEnd(24)} ${value}`)
    .join('\n')

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
