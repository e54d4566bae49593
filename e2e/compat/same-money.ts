import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Wallet as EthersWallet, encryptKeystoreJson, hexlify, randomBytes } from 'ethers'
import { nectarAbi, relayAbi } from '../../electron/sandbox/contracts/abi.ts'
import type { SandboxHandle } from '../../electron/sandbox/sandbox.ts'
import { runProgram } from './python.ts'
import type { Stage, Wallet } from './stage.ts'

/*
 * The released balancemanager and ours are given the same commands, each with an account of its own that begins with the same funds: they
 * must end with the same code and leave the same balances.
 */

const ROOT = resolve(import.meta.dirname, '../..')
const TIMEOUT_MS = 120_000
const PATIENCE_MS = 60_000
/** NCT on the side chain that a funded account begins with. */
const SIDE = 10_000

/** A command, and whether it moves money. Amounts are ones that the Python tool's floats hold exactly. */
const commands: readonly { readonly args: readonly string[]; readonly moves: boolean }[] = [
  { args: ['deposit', '250.5'], moves: true },
  { args: ['deposit', '3000000000', '--denomination', 'nct-gwei'], moves: true },
  { args: ['withdraw', '1000'], moves: true },
  { args: ['deposit', '999999999'], moves: false },
  { args: ['withdraw', '999999999'], moves: false },
  { args: ['deposit'], moves: false },
  { args: ['withdraw', '0'], moves: false },
  { args: ['maintain', String(SIDE + 5_000), '125', '--confirmations', '4', '--testing', '1'], moves: true },
  { args: ['view-balance', 'home'], moves: false },
  { args: ['view-balance', 'moon'], moves: false },
  { args: ['withdraw', '--all'], moves: true },
  { args: ['deposit', '--all', '--denomination', 'nct-wei'], moves: true },
]

/** @throws Error with the first difference */
export async function sameMoney({ sandbox, bin }: Stage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'same-money-'))
  try {
    const [theirs, ours] = [await newWallet(join(folder, 'theirs.json')), await newWallet(join(folder, 'ours.json'))]
    for (const { account } of [theirs, ours]) await sandbox.fund(account)
    for (const { args, moves } of commands) {
      const before = [await total(sandbox, theirs), await total(sandbox, ours)] as const
      const [a, b] = await Promise.all([runTheirs(sandbox, bin, theirs, args), runOurs(sandbox, folder, ours, args)])
      if (a.code !== b.code) throw new Error(`${args.join(' ')}: balancemanager ended with ${a.code}, ours with ${b.code}\n${b.output}`)
      if (moves) await Promise.all([quiet(sandbox, theirs, before[0]), quiet(sandbox, ours, before[1])])
      const [left, right] = [await balances(sandbox, theirs), await balances(sandbox, ours)]
      if (left !== right) throw new Error(`${args.join(' ')}: balancemanager leaves ${left}, ours ${right}`)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const place = (sandbox: SandboxHandle): string[] => ['--polyswarmd-addr', sandbox.address, '--insecure-transport']

function runTheirs(sandbox: SandboxHandle, bin: string, { keyfile, password }: Wallet, args: readonly string[]) {
  return runProgram(join(bin, 'balancemanager'), [...args, ...place(sandbox)], { KEYFILE: keyfile, PASSWORD: password }, TIMEOUT_MS)
}

function runOurs(sandbox: SandboxHandle, folder: string, { keyfile, password }: Wallet, args: readonly string[]) {
  const all = [join(ROOT, 'electron/headless.ts'), ...args, ...place(sandbox), '--data-dir', join(folder, 'ours')]
  return runProgram(process.execPath, all, { KEYFILE: keyfile, PASSWORD: password }, TIMEOUT_MS)
}

/** Until what was moved is there: first it is gone from one chain, then the relay has paid it on the other, less its fee. */
async function quiet(sandbox: SandboxHandle, wallet: Wallet, before: bigint): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  const fee = await sandbox.community.reader.integer(sandbox.chains.home, sandbox.contracts.home.relay, relayAbi, 'fees')
  for (;;) {
    const now = await total(sandbox, wallet)
    if (now === before || now === before - fee) {
      // A maintained deposit may not even be out yet when its program ends; a moment later it would show.
      await new Promise((done) => setTimeout(done, 3_000))
      const later = await total(sandbox, wallet)
      if (later === before || later === before - fee) return
    }
    if (Date.now() > end) throw new Error(`the money of ${wallet.account} did not arrive: ${before} before, ${now} now`)
    await new Promise((done) => setTimeout(done, 250))
  }
}

function nct(sandbox: SandboxHandle, { account }: Wallet, on: 'home' | 'side'): Promise<bigint> {
  const { chain, nectar } = sandbox.community.sides[on]
  return sandbox.community.reader.integer(chain, nectar, nectarAbi, 'balanceOf', [account])
}
const total = async (sandbox: SandboxHandle, wallet: Wallet): Promise<bigint> =>
  (await nct(sandbox, wallet, 'home')) + (await nct(sandbox, wallet, 'side'))
const balances = async (sandbox: SandboxHandle, wallet: Wallet): Promise<string> =>
  `${await nct(sandbox, wallet, 'home')} at home and ${await nct(sandbox, wallet, 'side')} on side`

async function newWallet(keyfile: string): Promise<Wallet> {
  const { address, privateKey } = new EthersWallet(hexlify(randomBytes(32)))
  const password = 'only for this run'
  await writeFile(keyfile, await encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: 1024, r: 8, p: 1 } }))
  return { keyfile, password, account: address }
}
