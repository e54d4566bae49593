import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { testCertificate, testCertificateKey } from '../../electron/sandbox/daemon/tls.fixture.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import { eicarBytes } from '../../electron/scanners/builtin/eicar.ts'
import { decryptKeyfile } from '../../electron/wallet/keyfile.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { keyfile } from '../support/keyfiles.ts'
import { until } from './console-here.ts'
import { endings } from './endings.ts'
import { temporaryFolder } from './headless-process.ts'
import { onChain } from './on-chain.ts'
import { ServedConsole } from './served-console.ts'
import { ofBytes, ofFile, ofNumber, ofText, placesWith } from './spellings.ts'

/*
 * A whole run of a real console process: wallets, API key, assertions, reveals, lock, export. Everything that left the main process
 * for the window, all it printed and every byte below its folders is read for what may not be there.
 */

const BLOCK_MS = 250
const BOUNTIES = 3
const API_KEY = 'a8Key+of/the~operators=own'
const MADE_PASSWORD = 'fünf kupferne Laternen "at" dawn'
const imported = keyfile('geth-light.json')
const ends = endings()

const revealEvent = new Interface([
  'event RevealedAssertion(uint128 bountyGuid, address author, uint256 index, uint256 nonce, uint256 verdicts, uint256 numArtifacts, string metadata)',
])

/** Secrets that our reveals made public on the chain. */
function noncesOf({ community, contracts }: SandboxHandle, account: string): bigint[] {
  const { chain } = community.sides.side
  return chain.logs({ fromBlock: 0, toBlock: chain.blockNumber(), address: contracts.side.registry }).flatMap((log) => {
    const event = revealEvent.parseLog({ topics: [...log.topics], data: log.data })
    return event && String(event.args.author).toLowerCase() === account.toLowerCase() ? [event.args.nonce as bigint] : []
  })
}

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** What its bounties are about, byte for byte. */
function artifactsOf({ community: { artifacts } }: SandboxHandle): Buffer[] {
  const links = [...artifacts.entries()].flatMap(([, content]) => (content.kind === 'directory' ? content.links : []))
  return links.flatMap(({ hash }) => {
    const content = artifacts.get(hash)
    return content?.kind === 'file' ? [Buffer.from(content.bytes)] : []
  })
}

async function open(): Promise<{ sandbox: SandboxHandle; console: ServedConsole }> {
  const sandbox = await startSandbox({
    blockTimeMs: BLOCK_MS,
    bountyEvery: 1,
    bountyLimit: BOUNTIES,
    artifacts: 2,
    bountyDuration: 24,
    revealWindow: 60,
    maliciousShare: 0.5,
    urlShare: 0,
    maxArtifactBytes: 4096,
    actors: { rivals: 0, arbiters: 1 },
    fund: [imported.address],
    apiKey: API_KEY,
    tls: { cert: testCertificate, key: testCertificateKey },
  })
  ends.push(() => sandbox.close())
  sandbox.pauseBounties(true)
  const { path, remove } = temporaryFolder()
  ends.push(remove)
  const console = new ServedConsole(path, testCertificate)
  ends.push(() => console.kill())
  await console.connect()
  return { sandbox, console }
}

/** Both wallets opened, a wrong password tried, the API key given. */
async function enter(console: ServedConsole, sandbox: SandboxHandle): Promise<{ id: CommunityId; made: Buffer }> {
  const { address: own } = await console.call('wallet.create', { password: MADE_PASSWORD, remember: true })
  const { content } = await console.call('wallet.export', { address: own })
  const made = Buffer.from(await decryptKeyfile(content ?? '', MADE_PASSWORD))
  const { text, password, address } = imported
  await console.call('wallet.import', { from: { text }, password, remember: true })
  await console.call('wallet.lock', { address })
  expect(await console.ask('wallet.unlock', { address, password: `${password}x`, remember: false })).toMatchObject({ ok: false })
  await console.call('wallet.unlock', { address, password, remember: true })
  const at = { address: sandbox.address, apiKey: API_KEY, insecure: false } as const
  const wrongKey = await console.ask('community.test', { ...at, address: `${sandbox.address}/?key=${API_KEY}`, id: null })
  expect(wrongKey.ok && wrongKey.value.pins).toBeFalsy()
  const { pins } = await console.call('community.test', { ...at, id: null })
  if (pins === null) throw new Error(`the sandbox showed no contracts:\n${console.printed}`)
  const { pinnedAt: _, ...contracts } = pins
  const { id } = await console.call('community.join', { ...at, name: 'Rehearsal', kind: 'private', wallet: address, pins: contracts })
  return { id, made }
}

/** What it told and wrote so far, by place. */
const everything = (console: ServedConsole): Map<string, Buffer> =>
  new Map([
    ...console.disk(),
    ['a message to the window', Buffer.from(console.messages.join('\n'))] as const,
    ['the log', Buffer.from(console.printed)] as const,
  ])

describe('a whole console', () => {
  it('tells no window, no log and no file a secret, and keeps no artifact', async () => {
    const { sandbox, console } = await open()
    const { id, made } = await enter(console, sandbox)
    const state = async () => {
      const { state: all } = await console.call('app.snapshot', {})
      return all.communities[id]
    }
    await until('a balance', async () => (await state())?.balances.sideNct != null)
    await console.call('engine.start', { community: id })
    const strays = new Set<string>()
    const stopWatching = sandbox.community.sides.side.chain.onBlock(() => {
      const found = artifactsOf(sandbox).flatMap((artifact) => placesWith(console.disk(), ofFile(artifact)))
      for (const path of found) strays.add(path)
    })
    sandbox.pauseBounties(false)
    await until('all assertions', () => onChain(sandbox, imported.address).asserted.length === BOUNTIES, 30_000)
    expect(onChain(sandbox, imported.address).revealed).toEqual([])
    // What is owed is looked at in every place a window can ask for it, before any verdict is open.
    sandbox.setBlockTime(0)
    const page = { community: id, filter: 'all', search: '', since: null, offset: 0, limit: 50 } as const
    const { rows } = await console.call('assertions.page', page)
    for (const { guid } of rows) await console.call('bounty.details', { community: id, guid })
    await console.call('assertions.export', { community: id, format: 'json', filter: 'all', since: null })
    const unrevealed = everything(console)
    sandbox.setBlockTime(BLOCK_MS)
    await until('the reveals to be known', async () => (await state())?.total.revealed === BOUNTIES)
    stopWatching()
    await console.call('wallet.export', { address: imported.address })
    await console.call('events.page', { community: null, kind: null, mine: false, before: null, limit: 500 })
    const running = everything(console)
    expect(await console.stop()).toBe(0)
    const places = new Map([...everything(console), ...[...running].map(([name, bytes]) => [`${name}, running`, bytes] as const)])

    // The search itself works: what is not secret is found.
    const known = imported.address.slice(2).toLowerCase()
    expect(placesWith(places, [Buffer.from(known), Buffer.from(imported.address)])).toEqual(
      expect.arrayContaining([expect.stringContaining('data'), 'a message to the window']),
    )
    const nonces = noncesOf(sandbox, imported.address)
    expect(nonces).toHaveLength(BOUNTIES)
    for (const nonce of nonces) expect.soft(placesWith(unrevealed, ofNumber(nonce))).toEqual([])
    const secrets = {
      'the imported key': ofNumber(numberOf(Buffer.from(await decryptKeyfile(imported.text, imported.password)))),
      'the made key': ofNumber(numberOf(made)),
      'the imported password': ofText(imported.password),
      'the made password': ofText(MADE_PASSWORD),
      'the API key': ofText(API_KEY),
    }
    for (const [what, spellings] of Object.entries(secrets)) expect.soft(placesWith(places, spellings), what).toEqual([])
    const artifacts = artifactsOf(sandbox)
    expect(artifacts).toHaveLength(2 * BOUNTIES)
    expect(artifacts.some((bytes) => bytes.includes(eicarBytes()))).toBe(true)
    for (const spellings of [ofBytes(eicarBytes()), ...artifacts.map(ofFile)])
      expect.soft(placesWith(places, spellings), 'an artifact').toEqual([])
    expect.soft([...strays]).toEqual([])
  })
})

describe('the search', () => {
  it('finds a secret in every spelling, at every place of a longer text', () => {
    const secret = Buffer.from(readFileSync(join(import.meta.dirname, 'spellings.ts')).subarray(0, 32))
    const value = numberOf(secret)
    for (const before of ['', 'a', 'ab', 'abc']) {
      const within = Buffer.concat([Buffer.from(before), secret, Buffer.from('end')])
      const texts = [
        within.toString('base64'),
        within.toString('base64url'),
        within.toString('hex'),
        JSON.stringify(within),
        `${before}${value}`,
      ]
      for (const text of texts) expect(placesWith(new Map([['here', Buffer.from(text)]]), ofNumber(value))).toEqual(['here'])
    }
    const spelt = [
      'say "pässwörd ✓" now',
      JSON.stringify({ a: '"pässwörd ✓"' }),
      '\\"p\\u00e4ssw\\u00f6rd \\u2713\\"'.replaceAll('\\"', '"'),
    ]
    for (const text of spelt) expect(placesWith(new Map([['here', Buffer.from(text)]]), ofText('"pässwörd ✓"'))).toEqual(['here'])
  })
})
