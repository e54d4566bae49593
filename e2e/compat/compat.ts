import { writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Wallet as EthersWallet, encryptKeystoreJson, hexlify, randomBytes } from 'ethers'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import { checks } from './programs.ts'
import { pythonClient } from './python.ts'
import type { Wallet } from './stage.ts'

/** Runs the released polyswarm-client, unchanged, against the sandbox: what it can do there, every other client can. */

const BLOCK_TIME_MS = 500
const CONFIRMATIONS = 4
/** Blocks. The engine's `--testing` ends it as soon as any settlement is confirmed once the last one has begun: they must not overlap. */
const BOUNTY_EVERY = 5
const CACHE = resolve(import.meta.dirname, '../../.cache')
/** All checks and the installation together. */
const DEADLINE_MS = 12 * 60_000

const out = (text: string): boolean => process.stdout.write(`${text}\n`)

async function main(): Promise<number> {
  const client = await pythonClient(CACHE)
  if (!client.ok) {
    return ended({ passed: 0, failed: 0, skipped: checks.length, notes: [`skipped: ${client.reason}`] })
  }
  const folder = await mkdtemp(join(tmpdir(), 'compat-'))
  const sandbox = await startSandbox({
    seed: 42,
    blockTimeMs: BLOCK_TIME_MS,
    confirmations: CONFIRMATIONS,
    bountyEvery: BOUNTY_EVERY,
    bountyDuration: 14,
    urlShare: 0,
    onError: (error) => out(`sandbox: ${error instanceof Error ? error.message : String(error)}`),
  })
  try {
    return await runChecks(sandbox, client.bin, folder)
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runChecks(sandbox: SandboxHandle, bin: string, folder: string): Promise<number> {
  let failed = 0
  for (const [index, { name, run }] of checks.entries()) {
    const began = Date.now()
    const wallet = await newWallet(join(folder, `${index}.json`))
    await sandbox.fund(wallet.account)
    try {
      await run({ sandbox, bin, wallet })
      out(`passed  ${name} (${((Date.now() - began) / 1_000).toFixed(1)} s)`)
    } catch (error) {
      failed += 1
      out(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return ended({ passed: checks.length - failed, failed, skipped: 0, notes: ['polyswarm-client 2.7.5, unchanged'] })
}

/** Says the outcome, and writes it where `--report FILE` asks for it. @returns the exit code */
function ended(outcome: {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly notes: readonly string[]
}): number {
  const { values } = parseArgs({ args: process.argv.slice(2), options: { report: { type: 'string' } } })
  if (values.report) writeFileSync(values.report, JSON.stringify(outcome))
  out([`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`, ...outcome.notes].join(': '))
  return outcome.failed === 0 ? 0 : 1
}

async function newWallet(keyfile: string): Promise<Wallet> {
  const { address, privateKey } = new EthersWallet(hexlify(randomBytes(32)))
  const password = 'only for this run'
  await writeFile(keyfile, await encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: 1024, r: 8, p: 1 } }))
  return { keyfile, password, account: address }
}

setTimeout(() => {
  out(`0 passed, 1 failed, 0 skipped: not done after ${DEADLINE_MS / 60_000} minutes`)
  process.exit(1)
}, DEADLINE_MS).unref()

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    out(`0 passed, 1 failed, 0 skipped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exit(1)
  },
)
