import { join } from 'node:path'
import process from 'node:process'
import packageFile from '../../package.json' with { type: 'json' }
import { sandbox as sandboxCommunity } from '../../shared/domain/community.ts'
import { isInFlight } from '../../shared/domain/transfer.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import type { NeedCode } from '../../shared/state/codes.ts'
import { initialState } from '../../shared/state/initial.ts'
import type { AppState, ConsoleState, Need } from '../../shared/state/state.ts'
import { HomeAccounts } from '../balance/home-account.ts'
import { WorkerJournal } from '../journal/journal.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { Platform } from '../runtime/platform.ts'
import type { SandboxReady } from '../runtime/sandbox-protocol.ts'
import { ScannerProcess } from '../scanners/scanners.ts'
import { gethKeystores } from '../wallet/keystore-folders.ts'
import { SignerProcess } from '../wallet/signer-process.ts'
import { Vault } from '../wallet/vault.ts'
import { Wallets } from '../wallet/wallets.ts'
import { Alarms } from './alarms.ts'
import { Communities } from './communities.ts'
import type { ConsoleCore, QuitInfo, StartOptions } from './core.ts'
import { createDispatcher, isOperatorsAct } from './dispatch.ts'
import { Feed } from './feed.ts'
import { handlers } from './handlers/handlers.ts'
import { joinSandbox } from './join-sandbox.ts'
import { Needs } from './needs.ts'
import { nonceOwners } from './nonce-owners.ts'
import { Publisher } from './publisher.ts'
import { SandboxRunner } from './sandbox-runner.ts'
import type { Services } from './services.ts'
import { SettingsStore } from './settings.ts'
import { StateStore } from './store.ts'
import { untilState } from './until-state.ts'
import { WalletLines } from './wallet-lines.ts'

/** Lines of the last run that the feed begins with. */
const LINES_TAKEN_UP = 100
/** A sandbox is begun again and connected in a second or two. */
const SCANNERS_WAIT_MS = 10_000

/**
 * Builds the whole console on a host and starts it: the only place where everything is put together.
 * @throws ConsoleError 'journal-failed', 'journal-in-use', 'journal-newer', 'invalid-request' (settings of another version) when it cannot start at all
 */
export async function startConsole(platform: Platform, log: Log, options: StartOptions = { holdEngines: false }): Promise<ConsoleCore> {
  const console = await Console.build(platform, log, options)
  try {
    await console.start()
  } catch (error) {
    // Helpers run already; nothing of theirs may outlive a console that could not start.
    await console.close()
    throw error
  }
  return console
}

class Console implements ConsoleCore {
  readonly #services: Services
  readonly #signer: SignerProcess
  readonly #dispatch: (name: unknown, inputJson: unknown) => Promise<unknown>
  readonly #quitListeners: Set<() => void>
  #alarms: Alarms | null = null
  #closing: Promise<void> | null = null

  private constructor(services: Services, signer: SignerProcess, quitListeners: Set<() => void>) {
    this.#services = services
    this.#signer = signer
    this.#quitListeners = quitListeners
    this.#dispatch = createDispatcher(handlers(services), log(services))
  }

  static async build(platform: Platform, log: Log, { holdEngines }: StartOptions): Promise<Console> {
    const clock = systemClock
    const settings = new SettingsStore(platform.settings)
    const store = new StateStore({ initial: initialState(await appState(platform, settings)) })
    const signer = new SignerProcess({ clock, spawn: () => platform.spawn('signer') })
    const journal = new WorkerJournal({
      clock,
      spawn: () => platform.spawn('journal', [join(platform.paths.data, 'journal.sqlite')]),
      keys: signer,
    })
    const scanners = new ScannerProcess({
      clock,
      spawn: () => platform.spawn('scanner'),
      onTrouble: (detail) => log.warn('the scanner process ended or failed its self test', { detail }),
    })
    const homeAccounts = new HomeAccounts({ journal, onTrouble: (where, error) => log.warn('a home account', { where, err: error }) })
    const vault = new Vault(platform.keychain, platform.paths.data)
    const feed = new Feed(store, journal, log)
    const needs = new Needs(store, settings, clock)
    // The wallets ask the Communities whether they may lock, and the Communities ask the wallets who may stake.
    const late: { communities: Communities | null } = { communities: null }
    const wallets = new Wallets({
      vault,
      signer,
      clock,
      log,
      mayLock: (account) => late.communities?.mayLock(account) ?? true,
      keystores: gethKeystores(process.platform, process.env),
    })
    const communities = new Communities({
      settings,
      store,
      journal,
      signer,
      scanners,
      nonces: nonceOwners(),
      homeAccounts,
      vault,
      wallets,
      feed,
      needs,
      holdEngines,
      clock,
      log,
    })
    late.communities = communities
    const sandboxReady: { tell: (ready: SandboxReady) => void } = { tell: () => undefined }
    const sandboxFolder = join(platform.paths.data, 'sandbox')
    const sandbox = new SandboxRunner({
      clock,
      log,
      spawn: () => platform.spawn('sandbox', [sandboxFolder]),
      start: { dataDir: sandboxFolder },
      onState: (state) => {
        store.update([{ kind: 'app', app: { ...store.state.app, sandbox: state } }])
        needs.set('sandbox', state.is === 'failed' ? [consoleNeed('sandbox-failed', 'later', {}, clock)] : [])
      },
      onKeeping: (detail) =>
        needs.set('sandbox-disk', detail === null ? [] : [consoleNeed('sandbox-not-kept', 'later', { detail }, clock)]),
      onReady: (ready) => sandboxReady.tell(ready),
    })
    const quitListeners = new Set<() => void>()
    const services: Services = {
      platform,
      log,
      clock,
      store,
      publisher: new Publisher(store, clock, log),
      settings,
      journal,
      vault,
      wallets,
      scanners,
      communities,
      sandbox,
      feed,
      needs,
      quit: () => {
        for (const listener of quitListeners) listener()
      },
      trySandbox: async () => {
        await joinSandbox(services, await sandbox.start())
        if (!holdEngines) communities.wishes.set(sandboxCommunity.id, 'running')
        settings.update((value) => ({ ...value, firstRunDone: true }))
        store.update([{ kind: 'app', app: { ...store.state.app, firstRunDone: true } }])
      },
    }
    sandboxReady.tell = (ready) => {
      if (settings.joined(sandboxCommunity.id) === null) return
      joinSandbox(services, ready).catch((error: unknown) => log.error('the sandbox could not be joined', { err: error }))
    }
    return new Console(services, signer, quitListeners)
  }

  /** Everything that was going on goes on: wallets, Communities, the sandbox if it was joined. */
  async start(): Promise<void> {
    const { store, journal, wallets, feed, needs, scanners, communities, settings, clock, log } = this.#services
    journal.watch((state) => {
      store.update([{ kind: 'app', app: { ...store.state.app, journal: state } }])
      needs.set(
        'journal',
        state.is === 'failed'
          ? [consoleNeed('journal-failed', 'now', { detail: state.detail.slice(0, 500), ...reasonValues(state.reason) }, clock)]
          : [],
      )
    })
    // First of all that is told of this run: wallets open by themselves.
    feed.say([
      { at: clock.now(), community: null, code: 'console-started', tone: 'soft', mine: true, guid: null, subject: null, amount: null },
    ])
    const walletLines = new WalletLines()
    wallets.watch((list) => {
      store.update([{ kind: 'wallets', wallets: [...list] }])
      feed.say(walletLines.of(list, clock.now()))
      communities.walletsChanged()
    })
    this.#signer.watch(() => communities.walletsChanged())
    communities.wishes.begin()
    // The folder is ours once the journal is: another console's sandbox runs on what lies in it.
    const feedLoaded = feed.load(LINES_TAKEN_UP)
    const joinedSandbox = settings.joined(sandboxCommunity.id) !== null
    const sandboxStarts = joinedSandbox ? feedLoaded.then(() => this.#startSandbox()) : null
    // Of a journal that cannot be had whoever awaits the feed hears, and it is no trouble of the sandbox.
    sandboxStarts?.catch(() => undefined)
    wallets.setAutoLock(settings.value.preferences.autoLockMinutes)
    await Promise.all([feedLoaded.then(() => communities.sandboxStarts()), wallets.start()])
    // Only now: what the last run lost was told then.
    const alarms = new Alarms({ clock, state: () => store.state, notify: (title, body) => this.#services.platform.notify(title, body) })
    this.#alarms = alarms
    store.watch((changes) => alarms.hear(changes))
    store.update([{ kind: 'wallets', wallets: [...wallets.list()] }])
    const { length } = settings.value.communities
    if (sandboxStarts === null || length > 1) scanners.start()
    else this.#startScannersLater().catch((error: unknown) => log.error('the scanner did not start', { err: error }))
    await communities.openAll()
  }

  async #startSandbox(): Promise<void> {
    const { sandbox, communities, log } = this.#services
    try {
      await sandbox.start()
    } catch (error) {
      log.error('the sandbox did not start', { err: error })
      await communities.sandboxFailed(error instanceof Error ? error.message : 'for an unknown reason')
    }
  }

  /**
   * Where the sandbox is all there is, there is nothing to scan before a Community is connected, be it one that is joined meanwhile: until
   * then two cores are left to what is waited for.
   */
  async #startScannersLater(): Promise<void> {
    const { store, clock, scanners } = this.#services
    const isConnected = ({ communities }: ConsoleState) =>
      Object.values(communities).some(({ connection }) => connection.is === 'connected')
    await untilState(store, isConnected, clock, SCANNERS_WAIT_MS)
    if (!this.#closing) scanners.start()
  }

  dispatch(name: unknown, inputJson: unknown): Promise<unknown> {
    if (isOperatorsAct(name)) this.#services.wallets.touch()
    return this.#dispatch(name, inputJson)
  }

  subscribe(listener: Parameters<ConsoleCore['subscribe']>[0]): () => void {
    return this.#services.publisher.subscribe(listener)
  }

  get state(): ConsoleState {
    return this.#services.store.state
  }

  quitInfo(): QuitInfo {
    const states = Object.values(this.#services.store.state.communities)
    const sum = (pick: (state: (typeof states)[number]) => number): number => states.reduce((total, state) => total + pick(state), 0)
    return {
      openAssertions: sum(({ stake }) => stake.open),
      unrevealed: sum(({ stake }) => stake.unrevealedCount),
      reveals: states.flatMap(({ settings: { name: community }, stake, clock: { block } }) =>
        stake.unrevealedCount === 0 || stake.firstLastReveal === null ? [] : [{ community, lastBlock: stake.firstLastReveal, block }],
      ),
      transfersInFlight: sum(({ transfers }) => transfers.filter(({ stage }) => isInFlight(stage)).length),
      engines: sum(({ engine }) => (engine.is === 'stopped' ? 0 : 1)),
    }
  }

  onQuit(listener: () => void): () => void {
    this.#quitListeners.add(listener)
    return () => this.#quitListeners.delete(listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    this.#alarms?.close()
    const { communities, sandbox, scanners, wallets, journal, log } = this.#services
    const quietly = (what: string, ending: Promise<void>): Promise<void> =>
      ending.catch((error: unknown) => log.error('a part did not end well', { what, err: error }))
    await quietly('communities', communities.closeAll())
    await quietly('sandbox', sandbox.stop())
    scanners.stop()
    await quietly('wallets', wallets.stop())
    await quietly('journal', journal.close())
  }
}

/** Something of the console itself, of no Community, that needs a person. */
function consoleNeed(code: NeedCode, urgency: Need['urgency'], values: Need['values'], clock: Clock): Need {
  return { id: code, community: null, urgency, code, values, since: clock.now(), guid: null }
}

const log = (services: Services): Log => services.log.child({ room: 'console' })

async function appState(platform: Platform, settings: SettingsStore): Promise<AppState> {
  return {
    version: packageFile.version,
    host: platform.host,
    platform: `${process.platform} ${process.arch}`,
    startedAt: systemClock.now(),
    preferences: settings.value.preferences,
    firstRunDone: settings.value.firstRunDone,
    keychain: await platform.keychain.status(),
    journal: { is: 'saved' },
    sandbox: { is: 'stopped' },
  }
}
