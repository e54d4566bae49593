import type { Page } from '@playwright/test'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import type { Keyfile } from './keyfiles.ts'
import type { RunningSandbox } from './sandbox.ts'
import { call, expect } from './test.ts'

/** Settling takes the rounds of every bounty, on a machine that does other things too. */
export const SETTLED_WITHIN_MS = 90_000

/** Makes a call that must succeed. */
export async function must<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const result = await call(page, name, input)
  if (!result.ok) throw new Error(`${name}: ${result.problem.code} ${result.problem.detail ?? ''}`)
  return result.value
}

/** Imports a wallet and joins the sandbox as a private Community, by calls: for specs whose subject is what comes after. */
export async function joinWith(page: Page, sandbox: RunningSandbox, wallet: Keyfile): Promise<CommunityId> {
  await must(page, 'wallet.import', { from: { text: wallet.text }, password: wallet.password, remember: false })
  await sandbox.fund(wallet.address)
  const at = { address: sandbox.address, apiKey: null, insecure: true } as const
  const { pins } = await must(page, 'community.test', { ...at, id: null })
  if (pins === null) throw new Error('the sandbox showed no contracts')
  const { id } = await must(page, 'community.join', { ...at, name: 'Rehearsal', kind: 'private', wallet: wallet.address, pins })
  await must(page, 'app.finishFirstRun', {})
  return id
}

/** The console's own word on a joined Community. */
export async function communityState(page: Page, id: CommunityId): Promise<CommunityState> {
  const { state } = await must(page, 'app.snapshot', {})
  const community = state.communities[id]
  if (community === undefined) throw new Error(`${id} is not joined`)
  return community
}

/** Waits until all that was asserted is settled; nothing was forfeited or missed, and the chain holds what the console says. */
export async function expectAllSettled(page: Page, id: CommunityId, sandbox: RunningSandbox, bounties: number): Promise<void> {
  const counts = async () => {
    const { total, stake } = await communityState(page, id)
    return { asserted: total.asserted, settled: total.settled, open: stake.open }
  }
  await expect.poll(counts, { timeout: SETTLED_WITHIN_MS }).toEqual({ asserted: bounties, settled: bounties, open: 0 })
  const { total, settings } = await communityState(page, id)
  expect({ forfeited: total.forfeited, missed: total.missed, revealed: total.revealed }).toEqual({
    forfeited: 0,
    missed: 0,
    revealed: bounties,
  })
  expect(total.net).toBe(total.payouts - total.bids - total.fees)
  const { wallet } = settings
  if (wallet === null) throw new Error('nobody stakes in this Community')
  const shown = async () => (await communityState(page, id)).balances.sideNct?.value
  await expect.poll(shown).toBe(await sandbox.sideBalance(wallet))
}
