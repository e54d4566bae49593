import process from 'node:process'
import { parseArgs } from 'node:util'
import { benchEngine } from './engine.ts'
import { benchStart, startText } from './start.ts'

const help = `Measures the console; tests never do.

Usage: npm run bench -- engine [--rate R] [--seconds S] [--json]
       npm run bench -- start [--json]

  engine        R one-artifact bounties a second (default 25) for S seconds (default 40) in the sandbox, rivals off, one arbiter:
                bounties, settled, forfeited, missed, requests, transactions and CPU for each bounty, peak memory, blocks from a
                bounty to its assertion. The sandbox runs in a process of its own and is not counted.
  start         from the start of the process to the first paint and to a usable console (sandbox unlocked, connected, engine running),
                cold and warm, with what was reached when; on Electron and without one. Electron needs a display (xvfb-run -a).
  --json        one line of JSON and nothing else on stdout
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: {
      rate: { type: 'string', default: '25' },
      seconds: { type: 'string', default: '40' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  const out = (line: string): void => void process.stdout.write(`${line}\n`)
  const [what] = positionals
  if (values.help || (what !== 'engine' && what !== 'start')) {
    out(help)
    return values.help ? 0 : 2
  }
  if (what === 'start') {
    const starts = await benchStart((line) => void process.stderr.write(`${line}\n`))
    out(values.json ? JSON.stringify(starts) : startText(starts))
    return starts.hosts.length > 0 ? 0 : 1
  }
  const rate = Number(values.rate)
  const seconds = Number(values.seconds)
  if (!(rate > 0 && rate <= 100 && seconds >= 1 && seconds <= 300)) {
    process.stderr.write('bench: --rate lies between 0 and 100, --seconds between 1 and 300\n')
    return 2
  }
  const result = await benchEngine(rate, seconds, (line) => void process.stderr.write(`${line}\n`))
  out(
    values.json
      ? JSON.stringify(result)
      : Object.entries(result)
          .map(([name, value]) => `${name.padEnd(24)} ${value}`)
          .join('\n'),
  )
  return result.forfeited === 0 && result.missed === 0 && result.totalsEqualChain ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
