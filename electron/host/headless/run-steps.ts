import type { CallInput, CallName, CallOutput } from '../../../shared/contract/contract.ts'
import { decodeResult, encodeInput } from '../../../shared/contract/wire.ts'
import { type CommunityId, sameAddress } from '../../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import { readAddress } from '../../polyswarmd/address.ts'
import { namedKeyfile } from './named-file.ts'
import type { RunPlace } from './place-options.ts'
import { readSecret } from './secret.ts'

/** The exit code of what a Ctrl-C or the system ended before it was done. */
export const INTERRUPTED = 130

const LOOK_MS = 100

/** The Community of a run, with its wallet open. @throws ConsoleError why it cannot be worked in */
export async function joinPlace(core: ConsoleCore, run: RunPlace): Promise<CommunityId> {
  if (run.sandbox) return (await call(core, 'sandbox.try', {})).id
  const id = await joinCommunity(core, run)
  // A window on this folder shows what it works in, not how to begin.
  await call(core, 'app.finishFirstRun', {})
  return id
}

/** The keyfile's wallet in the named Community, joined with the contracts it shows unless it is joined already. */
async function joinCommunity(core: ConsoleCore, run: RunPlace): Promise<CommunityId> {
  const wallet = await openWallet(core, run)
  const where = { address: run.polyswarmdAddr ?? '', insecure: run.insecureTransport, apiKey: run.apiKey }
  const text = readAddress(where.address).address.text
  const joined = Object.values(core.state.communities).find(({ settings }) => settings.address === text && settings.kind !== 'sandbox')
  if (joined) {
    if (joined.settings.wallet === null || !sameAddress(joined.settings.wallet, wallet))
      await call(core, 'community.setWallet', { community: joined.settings.id, wallet })
    return joined.settings.id
  }
  const { pins, steps } = await call(core, 'community.test', { ...where, id: null })
  const failed = steps.find(({ result }) => result === 'failed')
  if (pins === null || failed)
    throw new ConsoleError(
      'unreachable',
      `the Community cannot be joined: ${failed ? `${failed.step}, ${failed.code} ${failed.values.detail ?? ''}` : 'its contracts are not known'}`,
    )
  const { pinnedAt: _, ...contracts } = pins
  const { id } = await call(core, 'community.join', { ...where, name: text.slice(0, 40), kind: 'private', wallet, pins: contracts })
  return id
}

async function openWallet(core: ConsoleCore, run: RunPlace): Promise<string> {
  if (!run.keyfile || !run.password) throw new ConsoleError('wallet-missing')
  const text = namedKeyfile(run.keyfile)
  const password = readSecret(run.password)
  const summary = await call(core, 'wallet.inspectKeyfile', { text })
  const known = core.state.wallets.find(({ address }) => summary.address !== null && sameAddress(address, summary.address))
  if (!known) return (await call(core, 'wallet.import', { from: { text }, password, remember: false })).address
  if (known.state !== 'unlocked') await call(core, 'wallet.unlock', { address: known.address, password, remember: false })
  return known.address
}

/** The Community's state as soon as `holds` says so; null when interrupted. */
export async function until(
  core: ConsoleCore,
  id: CommunityId,
  stop: AbortSignal,
  holds: (state: CommunityState) => boolean,
): Promise<CommunityState | null> {
  while (!stop.aborted) {
    const state = core.state.communities[id]
    if (state && holds(state)) return state
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return null
}

/** One call of the contract, as the window makes it. @throws ConsoleError with the problem it answered */
export async function call<N extends CallName>(core: ConsoleCore, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const result = decodeResult(name, await core.dispatch(name, encodeInput(name, input)))
  if (!result.ok) throw new ConsoleError(result.problem.code, result.problem.detail ?? undefined)
  return result.value
}
