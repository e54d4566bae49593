import { readFile } from 'node:fs/promises'
import { formatEther } from 'ethers'
import { HELP, readCommandLine } from './cli-options.ts'
import { defaultFunds } from './contracts/deploy.ts'
import { describe } from './helper.ts'
import type { SandboxOptions } from './options.ts'
import { type SandboxHandle, startSandbox } from './sandbox.ts'

const out = (text: string): boolean => process.stdout.write(`${text}\n`)
const complain = (text: string): boolean => process.stderr.write(`sandbox: ${text}\n`)

async function run(): Promise<void> {
  const request = readCommandLine(process.argv.slice(2))
  if (request.do === 'help') {
    out(HELP.trimEnd())
    return
  }
  if (request.do === 'refuse') {
    complain(`${request.reason} (--help lists the options)`)
    process.exitCode = 2
    return
  }
  const { options, json } = request
  const tls = request.tls ? { tls: { cert: await readPem(request.tls.cert), key: await readPem(request.tls.key) } } : {}
  const sandbox = await startSandbox({ ...options, ...tls, onError: (error) => complain(textOf(error)), onKeeping })
  endWithSignals(sandbox)
  out(json ? JSON.stringify(summary(sandbox, options)) : introduction(sandbox, options))
}

function onKeeping(failure: string | null): void {
  complain(
    failure === null ? 'it is kept in its folder again' : `it cannot be kept in its folder, and falls back if it is killed: ${failure}`,
  )
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(`cannot read ${path}: ${textOf(error)}`)
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The first signal saves and ends; a second one does not wait. */
function endWithSignals(sandbox: SandboxHandle): void {
  let ending = false
  const end = (): void => {
    if (ending) process.exit(1)
    ending = true
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(textOf(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}

const summary = (sandbox: SandboxHandle, options: SandboxOptions) => ({
  ...describe(sandbox),
  tls: options.tls !== undefined,
  apiKeyRequired: options.apiKey !== undefined,
  funded: options.fund ?? [],
})

function introduction(sandbox: SandboxHandle, options: SandboxOptions): string {
  const { home, side } = sandbox.contracts
  const { eth, home: homeNct, side: sideNct } = defaultFunds
  const each = `${formatEther(eth)} ETH and ${formatEther(homeNct)} NCT on home, ${formatEther(sideNct)} NCT on side`
  const funded = (options.fund ?? []).map((account) => `  ${account}: ${each}`)
  return [
    `polyswarmd listens on ${sandbox.address}${options.apiKey === undefined ? '' : ' and asks for the API key'}; seed ${sandbox.seed}.`,
    `Home chain (1337): ${sandbox.rpc.home}   Nectar ${home.nectar}   relay ${home.relay}`,
    `Side chain (1338): ${sandbox.rpc.side}   Nectar ${side.nectar}   relay ${side.relay}`,
    `  BountyRegistry ${side.registry}   ArbiterStaking ${side.arbiterStaking}`,
    ...(funded.length > 0 ? ['Funded:', ...funded] : []),
    'Ctrl-C ends it.',
  ].join('\n')
}

run().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  complain(code === 'EADDRINUSE' ? `${textOf(error)}: choose another port with --port` : textOf(error))
  process.exit(1)
})
