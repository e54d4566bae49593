import { join } from 'node:path'
import process from 'node:process'
import { startConsole } from '../../electron/console/console.ts'
import type { ConsoleCore } from '../../electron/console/core.ts'
import { layout } from '../../electron/host/entries.ts'
import { headlessPlatform } from '../../electron/host/headless/headless-platform.ts'
import { passphraseKeychain } from '../../electron/host/headless/passphrase-keychain.ts'
import { call, joinPlace } from '../../electron/host/headless/run-steps.ts'
import { silentLog } from '../../electron/runtime/log.ts'
import { nectarAbi } from '../../electron/sandbox/contracts/abi.ts'
import type { SandboxHandle } from '../../electron/sandbox/sandbox.ts'
import type { LedgerEntry } from '../../shared/contract/contract.ts'
import type { Address, CommunityId } from '../../shared/domain/identifiers.ts'
import type { Ending } from './endings.ts'
import { lightKeyfile, temporaryFolder } from './headless-process.ts'

const ROOT = join(import.meta.dirname, '../..')
export const wallet = lightKeyfile()

/**
 * The whole console on the headless host inside this process, joined to a sandbox. `ends` gets what has to be ended, in order.
 * @param scanner the entry of another scanner process than the console's own
 */
export async function openConsole(
  sandbox: SandboxHandle,
  ends: Ending[],
  scanner?: string,
): Promise<{ core: ConsoleCore; id: CommunityId }> {
  const { path, remove } = temporaryFolder()
  ends.push(remove)
  const keychain = passphraseKeychain(join(path, 'keychain.json'), 'a passphrase for a test')
  const own = layout(join(ROOT, 'electron'), true)
  const platform = headlessPlatform({
    dataFolder: path,
    layout: scanner === undefined ? own : { ...own, helpers: { ...own.helpers, scanner } },
    keychain,
    env: process.env,
    log: silentLog,
  })
  const core = await startConsole(platform, silentLog)
  ends.push(() => core.close())
  const password = { text: wallet.password }
  const place = { sandbox: false, polyswarmdAddr: sandbox.address, keyfile: wallet.path, password, apiKey: null, insecureTransport: true }
  return { core, id: await joinPlace(core, place) }
}

/** @throws Error when it does not come to hold in time */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Newest first. */
export async function ledgerOf(core: ConsoleCore, community: CommunityId): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (;;) {
    const before = entries.at(-1)?.id ?? null
    const page = await call(core, 'ledger.page', { community, kind: null, from: null, to: null, before, limit: 500 })
    entries.push(...page.entries)
    if (page.entries.length < 500) return entries
  }
}

/** What the chains themselves say. */
export async function chainBalances({ community }: SandboxHandle, account: Address = wallet.address) {
  const { home, side } = community.sides
  const nct = ({ chain, nectar }: typeof home): Promise<bigint> =>
    community.reader.integer(chain, nectar, nectarAbi, 'balanceOf', [account])
  return { home: await nct(home), side: await nct(side), eth: await home.chain.balance(account) }
}
