/**
 * Compiles the sandbox's contracts: `npx node resources/contracts/compile.ts` writes compiled/NAME.json (ABI and bytecode),
 * `--check` only says whether those are fresh (exit 1 when they are not).
 */
import { readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const names = ['NectarToken', 'ArbiterStaking', 'BountyRegistry', 'ERC20Relay'] as const

interface Problem {
  readonly severity: string
  readonly errorCode: string
  readonly formattedMessage: string
}
interface Output {
  readonly errors?: readonly Problem[]
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>
}
interface Compiled {
  readonly abi: readonly unknown[]
  readonly evm: { readonly bytecode: { readonly object: string } }
}
interface Compiler {
  version(): string
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string
}

/** "This contract has a payable fallback function, but no receive ether function": the relay's refuses everything. */
const ACCEPTED_WARNINGS: readonly string[] = ['3628']

/** The text of each compiled file by its name. Throws with the compiler's own words when a source has an error or a warning. */
export async function compileContracts(): Promise<ReadonlyMap<string, string>> {
  const require = createRequire(import.meta.url)
  const solc = require('solc') as Compiler
  const sources = Object.fromEntries(names.map((name) => [`${name}.sol`, { content: readFileSync(join(here, `${name}.sol`), 'utf8') }]))
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      optimizer: { enabled: true, runs: 1000 },
      viaIR: true,
      evmVersion: 'cancun',
      // The hash of the sources would make the bytecode change with every comment.
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const find = (path: string): { contents: string } | { error: string } => {
    try {
      return { contents: readFileSync(path.startsWith('@') ? require.resolve(path) : join(here, path), 'utf8') }
    } catch {
      return { error: `${path} was not found` }
    }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find })) as Output
  const problems = (output.errors ?? []).filter((p) => !ACCEPTED_WARNINGS.includes(p.errorCode))
  if (problems.length > 0) throw new Error(problems.map((p) => p.formattedMessage).join('\n'))
  return new Map(names.map((name) => [name, toFile(name, solc.version(), output.contracts?.[`${name}.sol`]?.[name])]))
}

function toFile(name: string, compiler: string, compiled: Compiled | undefined): string {
  if (!compiled) throw new Error(`the compiler gave nothing for ${name}`)
  const abi = compiled.abi.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')
  return `{\n  "contractName": "${name}",\n  "compiler": "${compiler}",\n  "abi": [\n${abi}\n  ],\n  "bytecode": "0x${compiled.evm.bytecode.object}"\n}\n`
}

/** The compiled files that are not what their sources give now. */
export async function staleContracts(): Promise<readonly string[]> {
  const stale: string[] = []
  for (const [name, text] of await compileContracts()) {
    const present = await readFile(pathOf(name), 'utf8').catch(() => null)
    if (present !== text) stale.push(relative(process.cwd(), pathOf(name)))
  }
  return stale
}

const pathOf = (name: string): string => join(here, 'compiled', `${name}.json`)

async function main(check: boolean): Promise<number> {
  if (check) {
    const stale = await staleContracts()
    process.stdout.write(stale.length === 0 ? 'compiled contracts are fresh\n' : `not fresh: ${stale.join(', ')}\n`)
    return stale.length === 0 ? 0 : 1
  }
  await mkdir(join(here, 'compiled'), { recursive: true })
  for (const [name, text] of await compileContracts()) {
    await writeFile(pathOf(name), text)
    process.stdout.write(`${name}: ${text.length} characters\n`)
  }
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'))
