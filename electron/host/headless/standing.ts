import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { EngineState, StopCause } from '../../../shared/domain/engine.ts'
import { sameAddress } from '../../../shared/domain/identifiers.ts'
import { reasonText } from '../../../shared/errors/reason-sentences.ts'
import type { CommunityState, ConnectionState, ConsoleState } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import type { Clock } from '../../runtime/clock.ts'
import { Loop } from '../../runtime/loop.ts'

/** What a console without window and without command is: nothing else on the terminal would say that it runs. */
export const runsWithoutWindow = (folder: string): string =>
  `PolySwarm Console runs without a window. Its state is kept in ${folder}. Ctrl-C ends it; what is staked needs it again before the reveal window closes.`

export const NOTHING_JOINED =
  'No Community is joined in this folder, so nothing runs here. Join one in the window (start without --no-ui), or name one: --polyswarmd-addr with --keyfile, or --sandbox (--help shows all options).'

/** Each Community in one line: connection, engine, wallet; what has to be done by hand is said with it. */
export function standingLines({ communities, wallets }: ConsoleState): ReadonlyMap<string, string> {
  const lines = Object.values(communities).map((community): [string, string] => {
    const { settings, connection, engine } = community
    const parts = [connectionWords(connection), engineWords(engine), walletWords(community, wallets)]
    return [settings.id, `${settings.name} (${settings.address}): ${parts.join('; ')}.`]
  })
  return new Map(lines)
}

/**
 * How often the state is looked at, ms: not at each patch, which would be made for nobody else; and what comes up one after the other,
 * wallet, connection, engine, is told as one.
 */
const LOOK_MS = 1_000

export interface StandingOptions {
  readonly core: Pick<ConsoleCore, 'state'>
  /** Where the console keeps its state. */
  readonly folder: string
  readonly say: (line: string) => void
  readonly clock: Clock
  /** A look that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/** Says what runs, how each Community stands, and that again when it changes, until the returned function is called. */
export function sayStanding({ core, folder, say, clock, onError }: StandingOptions): () => Promise<void> {
  say(runsWithoutWindow(folder))
  if (Object.keys(core.state.communities).length === 0) say(NOTHING_JOINED)
  const said = new Map<string, string>()
  const look = async (): Promise<void> => {
    for (const [id, line] of standingLines(core.state)) {
      if (said.get(id) !== line) say(line)
      said.set(id, line)
    }
  }
  const loop = new Loop({ name: 'standing', clock, everyMs: LOOK_MS, round: look, onError })
  const cancel = clock.after(LOOK_MS, () => loop.start())
  return () => {
    cancel()
    return loop.stop()
  }
}

function connectionWords(connection: ConnectionState): string {
  switch (connection.is) {
    case 'off':
    case 'connecting':
      return 'connecting'
    case 'connected':
      return 'connected'
    case 'lost':
      return `no connection (${connection.reason ? reasonText(connection.reason) : connection.detail || connection.code})`
    default:
      return assertNever(connection)
  }
}

/** In the words of the window's banners and events. */
const pauses: Readonly<Record<Extract<EngineState, { is: 'paused' }>['by'], string>> = {
  operator: 'by you; resume it in the window',
  'day-limit': 'the stake limit for today is reached; it goes on at 00:00',
  'at-once-limit': 'the limit of NCT at risk at once is reached; it goes on when enough is settled',
  balance: 'the balance is too low',
  deprecated: 'this registry takes no new bounties',
  'contracts-changed': 'the Community shows other contracts than the ones you pinned; look at it in the window',
  losses: 'too many stakes were lost within an hour; look at it in the window',
}

const stops: Readonly<Record<StopCause, string>> = {
  operator: 'by you',
  command: 'the run by command ended',
  'no-auto-start': 'does not start with the console',
}

function engineWords(engine: EngineState): string {
  switch (engine.is) {
    case 'stopped':
      return `engine stopped${engine.by ? ` (${stops[engine.by]})` : ''}: no bounty is answered (start it in the window, or by command: --help)`
    case 'running':
      return 'engine answers bounties'
    case 'paused':
      return `engine paused: ${pauses[engine.by]}`
    case 'holding':
      return 'engine waits for the connection'
    case 'locked':
      return 'engine waits for the wallet'
    case 'failed':
      return `engine waits: ${engine.part} failed (${engine.detail})`
    default:
      return assertNever(engine)
  }
}

function walletWords({ settings: { wallet } }: CommunityState, wallets: ConsoleState['wallets']): string {
  if (wallet === null) return 'no wallet (choose one in the window)'
  const known = wallets.find(({ address }) => sameAddress(address, wallet))
  if (known?.state === 'unlocked') return `wallet ${wallet} unlocked`
  return `wallet ${wallet} locked (unlock it in the window and have its password remembered, or by command: --help)`
}
