import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommunitySettings, type Pins, sandbox } from '../../shared/domain/community.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { noResults } from '../../shared/state/initial.ts'
import { emptyState, sampleRow } from '../../shared/state/samples.ts'
import type { NewEventLine } from '../../shared/state/state.ts'
import { HomeAccounts } from '../balance/home-account.ts'
import { TestJournal } from '../journal/fixture.ts'
import type { Journal, StoredBounty } from '../journal/port.ts'
import { ManualClock } from '../runtime/clock.ts'
import { silentLog } from '../runtime/log.ts'
import { MemoryKeychain } from '../runtime/memory-keychain.fixture.ts'
import { ScannerProcess } from '../scanners/scanners.ts'
import { ACCOUNT, PINS } from '../transactions/world.fixture.ts'
import { Vault } from '../wallet/vault.ts'
import { Communities, type CommunitiesOptions, type NewCommunity } from './communities.ts'
import { Feed } from './feed.ts'
import { withCommunity } from './joining.ts'
import { memorySettings } from './memory-settings.fixture.ts'
import { Needs } from './needs.ts'
import { nonceOwners } from './nonce-owners.ts'
import { SettingsStore } from './settings.ts'
import { StateStore } from './store.ts'

const never = (): never => {
  throw new Error('a Community without a wallet needs none of this')
}
const KEY = 'an-api-key-of-a-portal'

let folder = ''
let keychain = new MemoryKeychain()
let files: TestJournal
const opened: Communities[] = []
beforeEach(async () => {
  files = new TestJournal()
  folder = await mkdtemp(join(tmpdir(), 'communities-'))
  keychain = new MemoryKeychain()
})
afterEach(async () => {
  for (const communities of opened.splice(0)) await communities.closeAll()
  await files.end()
  await rm(folder, { recursive: true })
})

/** Communities that watch an address where nobody answers; settings and keychain survive to the next ones as over a restart. */
function communities(file = memorySettings(), held: readonly StoredBounty[] = [], over: Partial<CommunitiesOptions> = {}) {
  const clock = new ManualClock()
  const settings = new SettingsStore(file)
  const store = new StateStore({ initial: emptyState })
  const journal = {
    write: () => Promise.resolve(),
    openBounties: () => Promise.resolve(held),
    transfers: () => Promise.resolve([]),
    results: (_, since) => Promise.resolve({ ...noResults(since), asserted: held.length }),
  } as Partial<Journal> as Journal
  const made = new Communities({
    settings,
    store,
    journal,
    signer: { isUnlocked: () => false, sign: never, journalKey: () => null },
    scanners: new ScannerProcess({ clock, spawn: never }),
    nonces: never,
    homeAccounts: { of: never } as never,
    vault: new Vault(keychain, folder),
    wallets: { assertUsable: never } as never,
    feed: new Feed(store, journal, silentLog),
    needs: new Needs(store, settings, clock),
    holdEngines: false,
    clock,
    log: silentLog,
    ...over,
  })
  opened.push(made)
  return { made, clock, file, settings, store, needs: () => store.state.needs.map(({ code }) => code) }
}

/** What a Community whose wallet stakes is made of, on a real journal. */
const staking = (journal: Journal): Partial<CommunitiesOptions> => ({
  journal,
  homeAccounts: new HomeAccounts({ journal, onTrouble: () => undefined }),
  nonces: nonceOwners(),
  wallets: { assertUsable: () => undefined } as never,
})

/** Where settings are kept until it is full. */
class Disk {
  isFull = false
  readonly #file = memorySettings()
  readonly settings: ReturnType<typeof memorySettings> = {
    ...this.#file,
    write: (json) => {
      if (this.isFull) throw new Error('the disk is full')
      this.#file.write(json)
    },
  }
}

const { pinnedAt: _pinnedAt, ...known } = PINS
const joining = (over: Partial<NewCommunity['settings']> = {}, apiKey: string | null = null): NewCommunity => ({
  settings: {
    name: 'Lima',
    kind: 'public',
    address: '127.0.0.1:1',
    insecure: false,
    wallet: null,
    pins: { ...known, pinnedAt: 1 } satisfies Pins,
    ...over,
  },
  apiKey,
})

describe('joined Communities', () => {
  it('are known by their address: the same one is not joined twice', async () => {
    const { made, settings } = communities()
    expect(await made.join(joining())).toBe('lima')
    await expect(made.join(joining({ name: 'Other', address: 'https://127.0.0.1:1/' }))).rejects.toMatchObject({ code: 'community-exists' })
    expect(settings.value.communities).toHaveLength(1)
    const registry = '0x9999999999999999999999999999999999999999'
    expect(await made.join(joining({ address: '127.0.0.1:2', pins: { ...PINS, registry } }))).toBe('lima-2')
  })

  it('are known by their contracts too: two joins of one Community would give out the same nonces twice', async () => {
    const { made, settings } = communities()
    await made.join(joining())
    await expect(made.join(joining({ name: 'Other', address: '127.0.0.1:2' }))).rejects.toMatchObject({
      code: 'community-exists',
      message: expect.stringContaining('Lima'),
    })
    const other = await made.join(joining({ address: '127.0.0.1:2', pins: null }))
    await expect(made.setPins(other, PINS)).rejects.toMatchObject({ code: 'community-exists' })
    expect(settings.value.communities.map(({ community }) => community.pins !== null)).toEqual([true, false])
  })

  it('ask for a wallet as long as there is none', async () => {
    const { made, needs } = communities()
    await made.join(joining())
    expect(needs()).toContain('wallet-missing')
  })

  it('refuse a key that would travel in the clear, and stay open as they were', async () => {
    const { made, settings } = communities()
    const id = await made.join(joining({ insecure: true }))
    const before = made.find(id)
    await expect(made.setApiKey(id, KEY)).rejects.toMatchObject({ code: 'insecure-api-key' })
    expect(made.find(id)).toBe(before)
    expect(settings.joined(id)?.community.hasApiKey).toBe(false)
    expect(await keychain.get(`api-key-${id}`)).toBeNull()
  })

  it('are not closed by a keychain that refuses their key', async () => {
    const { made } = communities()
    const id = await made.join(joining({}, KEY))
    const before = made.find(id)
    keychain.refuse = 'always'
    await expect(made.setPins(id, PINS)).rejects.toMatchObject({ code: 'keychain-refused' })
    expect(made.find(id)).toBe(before)
  })

  it('are opened later, by themselves or when asked, where the keychain was still locked at the start', async () => {
    const { file } = await joinedWithKey()
    keychain.refuse = 'always'
    const next = communities(file)
    await next.made.openAll()
    expect([next.made.find('lima'), next.needs()]).toEqual([null, ['connection-lost']])
    keychain.refuse = 'never'
    await next.clock.advance(30_000)
    await next.made.retry('lima')
    expect(next.made.find('lima')).not.toBeNull()
    keychain.refuse = 'always'
    const asked = communities(file)
    await asked.made.openAll()
    keychain.refuse = 'never'
    await asked.made.retry('lima')
    expect(asked.made.find('lima')).not.toBeNull()
  })

  it('start their engine with the console only where the operator wants that', async () => {
    const { made, file, settings } = communities()
    for (const name of ['Lima', 'Quito']) {
      const id = await made.join(joining({ name, address: name, pins: null }))
      settings.updateJoined(id, (joined) => ({ ...joined, wish: 'running' }))
    }
    made.configure('quito', { autoStart: false })
    await made.closeAll()
    const next = communities(file)
    next.made.wishes.begin()
    expect(next.settings.value.communities.map(({ wish }) => wish)).toEqual(['running', 'stopped'])
  })

  it('tell what decides how their engine stakes when it is set otherwise', async () => {
    const said: unknown[] = []
    const feed = { say: (lines: readonly NewEventLine[]) => said.push(...lines.map(({ code, subject }) => [code, subject])) }
    const { made } = communities(undefined, undefined, { feed: feed as unknown as Feed })
    const id = await made.join(joining())
    said.length = 0
    made.configure(id, { strategy: 'aggressive' })
    made.configure(id, { strategy: 'aggressive' })
    expect(said).toEqual([['strategy-changed', 'aggressive']])
  })

  it('are shown at a start with what is owed there and why they are not open, where they cannot be opened', async () => {
    const { file } = await joinedWithKey()
    keychain.refuse = 'always'
    const next = communities(file, held)
    await next.made.openAll()
    expect(next.store.state.communities.lima).toMatchObject({
      settings: { name: 'Lima' },
      connection: { is: 'lost', code: 'keychain-refused', everConnected: false },
      ...owed,
    })
    expect(Object.keys(next.store.state.bounties.lima ?? {})).toEqual([row.guid])
  })

  it('are shown with what is owed there before the sandbox runs, and when it does not', async () => {
    const { file } = await joinedWithKey()
    const { made, settings, store, clock } = communities(file, held)
    const address = '127.0.0.1:31337'
    const community: CommunitySettings = { ...sandbox, address, insecure: true, hasApiKey: false, wallet: null, pins: null }
    settings.update((value) => withCommunity(value, community, 'running', clock.now()))
    await made.sandboxStarts()
    expect(store.state.communities.sandbox).toMatchObject({ settings: { name: 'Sandbox' }, connection: { is: 'connecting' }, ...owed })
    expect(Object.keys(store.state.bounties.sandbox ?? {})).toEqual([row.guid])
    await made.sandboxFailed('no port is free')
    expect(store.state.communities.sandbox).toMatchObject({
      connection: { is: 'lost', code: 'sandbox-failed', detail: 'no port is free', nextTryAt: null },
      ...owed,
    })
  })

  it('are not left, whatever cannot be opened, while the journal holds an open assertion', async () => {
    const { file } = await joinedWithKey()
    keychain.refuse = 'always'
    const next = communities(file, [{ account: PINS.registry } as StoredBounty])
    await next.made.openAll()
    expect(next.made.find('lima')).toBeNull()
    await expect(next.made.leave('lima')).rejects.toMatchObject({ code: 'community-busy' })
    await expect(next.made.setPins('lima', PINS)).rejects.toMatchObject({ code: 'community-busy' })
    expect(next.settings.joined('lima')).not.toBeNull()
    keychain.refuse = 'never'
    expect(await keychain.get('api-key-lima')).toBe(KEY)
  })

  it('leave with their key', async () => {
    const { made, settings } = communities()
    const id = await made.join(joining({}, KEY))
    await made.leave(id)
    expect([made.find(id), settings.value.communities, await keychain.get(`api-key-${id}`)]).toEqual([null, [], null])
  })
})

describe('an engine that is started for so many bounties', () => {
  it('is stopped over a restart, also after it was paused and resumed; one that answers without end goes on', async () => {
    const journal = files.open()
    const file = memorySettings()
    const { made, settings } = communities(file, [], staking(journal))
    const id = await made.join(joining({ wallet: ACCOUNT }))
    const wish = () => settings.joined(id)?.wish
    made.wishes.startFor(id, 2)
    expect(wish()).toBe('stopped')
    for (const next of ['paused', 'running'] as const) {
      made.wishes.set(id, next)
      expect([next, wish()]).toEqual([next, 'stopped'])
    }
    const stoppedBy = () => settings.joined(id)?.stopped?.by ?? null
    expect(stoppedBy()).toBe('command')
    made.wishes.set(id, 'stopped')
    expect(stoppedBy()).toBe('operator')
    for (const next of ['running', 'paused'] as const) {
      made.wishes.set(id, next)
      expect([wish(), stoppedBy()]).toEqual([next, null])
    }
    made.wishes.set(id, 'stopped', 'command')
    expect(stoppedBy()).toBe('command')
    // A window on the folder shows it before anything happens.
    const again = communities(file, [], staking(journal))
    await made.closeAll()
    await again.made.openAll()
    expect(again.made.find(id)?.staker?.engine.view.state).toMatchObject({
      is: 'stopped',
      by: 'command',
      since: settings.joined(id)?.stopped?.at,
    })
  })

  it.each([
    { was: 'running', shown: 'locked' },
    { was: 'paused', shown: 'paused' },
    { was: 'stopped', shown: 'stopped' },
  ] as const)('one that was $was when its console merely ended is $shown at the next start', async ({ was, shown }) => {
    const journal = files.open()
    const file = memorySettings()
    const { made } = communities(file, [], staking(journal))
    const id = await made.join(joining({ wallet: ACCOUNT }))
    made.wishes.set(id, 'running')
    if (was !== 'running') made.wishes.set(id, was)
    await made.closeAll()
    const next = communities(file, [], staking(journal))
    next.made.wishes.begin()
    await next.made.openAll()
    expect(next.made.find(id)?.staker?.engine.view.state.is).toBe(shown)
  })

  it('is not started when the settings cannot be written, and is stopped all the same', async () => {
    const disk = new Disk()
    const { made } = communities(disk.settings, [], staking(files.open()))
    const id = await made.join(joining({ wallet: ACCOUNT }))
    const stands = () => made.find(id)?.staker?.engine.view.state.is
    disk.isFull = true
    expect(() => made.wishes.startFor(id, 2)).toThrow('the disk is full')
    expect(() => made.wishes.set(id, 'running')).toThrow('the disk is full')
    expect(stands()).toBe('stopped')
    disk.isFull = false
    made.wishes.set(id, 'running')
    disk.isFull = true
    expect(() => made.wishes.set(id, 'paused')).toThrow('the disk is full')
    expect(stands()).toBe('paused')
    expect(() => made.wishes.set(id, 'stopped')).toThrow('the disk is full')
    expect(stands()).toBe('stopped')
  })

  it('ends with its Community also when the settings cannot be written', async () => {
    const disk = new Disk()
    const { made } = communities(disk.settings, [], staking(files.open()))
    const id = await made.join(joining({ wallet: ACCOUNT }))
    made.wishes.startFor(id, 2)
    disk.isFull = true
    await made.closeAll()
    expect(made.find(id)).toBeNull()
  })
})

describe('the maintain rule of a command', () => {
  const rule: MaintainRule = { on: true, minimum: 500n, refill: 400n, maximum: null, confirmations: 20, daily: 1_000n }

  it.each([{ kept: null }, { kept: { ...rule, on: false } }, { kept: { ...rule, minimum: 7n } }])(
    'never outlives its console, killed or not: $kept',
    async ({ kept }) => {
      const journal = files.open()
      const file = memorySettings()
      const { made } = communities(file, [], staking(journal))
      const id = await made.join(joining({ wallet: ACCOUNT }))
      if (kept) made.setRule(id, kept)
      made.setRule(id, rule, 'command')
      const ruleOf = (of: Communities) => of.find(id)?.treasury?.view.maintain ?? null
      expect(ruleOf(made)).toEqual(rule)
      // Opened anew within the run, it is there still.
      await made.setApiKey(id, KEY)
      expect(ruleOf(made)).toEqual(rule)
      // No word of its end: what the disk has at this moment is what the next start finds.
      const next = communities(file, [], staking(journal))
      await made.closeAll()
      await next.made.openAll()
      expect(ruleOf(next.made)).toEqual(kept)
    },
  )

  it('gives way to the rule that the operator keeps meanwhile', async () => {
    const { made, settings } = communities(memorySettings(), [], staking(files.open()))
    const id = await made.join(joining({ wallet: ACCOUNT }))
    made.setRule(id, rule, 'command')
    const kept = { ...rule, minimum: 7n }
    made.setRule(id, kept)
    await made.setApiKey(id, KEY)
    expect([made.find(id)?.treasury.view.maintain, settings.joined(id)?.maintain]).toEqual([kept, kept])
  })
})

const row = sampleRow('00000000-0000-4000-8000-000000000001', { state: 'committed', bid: 5n, assertionFee: 1n })
/** What the journal holds of an earlier run, */
const held = [{ account: PINS.registry, row } as StoredBounty]
/** and what the window shows of it. */
const owed = {
  stake: { open: 1, atRisk: 5n, unrevealedCount: 1 },
  total: { asserted: 1 },
  balances: { sideNct: null },
}

async function joinedWithKey() {
  const first = communities()
  await first.made.join(joining({}, KEY))
  await first.made.closeAll()
  return first
}
