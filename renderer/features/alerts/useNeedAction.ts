import { Copy } from 'lucide-react'
import { createElement, type ReactNode, useState } from 'react'
import type { Need } from '../../../shared/state/state.ts'
import { useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo, notify, type Place, type Screen } from '../../store/ui.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import { useUnlock } from '../common/useUnlock.ts'
import type { LostStakes } from './losses.ts'
import { engineOff } from './needs.ts'

type Simple = Exclude<Screen, 'bounty'>

/** Where a need is solved, when that is a screen. */
const screens: Readonly<Record<string, Simple>> = {
  'wallet-missing': 'wallet',
  'reveals-held': 'live',
  'balance-low': 'wallet',
  'api-key-refused': 'communities',
  'transfer-overdue': 'wallet',
  'transfer-failed': 'wallet',
  'contracts-changed': 'communities',
  'registry-deprecated': 'wallet',
  'scanner-down': 'engine',
  'rules-refused': 'engine',
  'signer-down': 'activity',
  'journal-failed': 'activity',
  'ledger-unexplained': 'wallet',
}

interface NeedAction {
  readonly act: () => void
  readonly putOff: () => void
  readonly busy: boolean
  /** An icon where the action copies. */
  readonly copies: ReactNode
}

/** Of a lost stake: whether the engine waits for the operator anyway. */
export function useEngineOff({ code, community }: Need): 'paused' | 'stopped' | null {
  return useConsole(({ communities }) => (code !== 'stake-lost' || community === null ? null : engineOff(communities[community]?.engine)))
}

/** What the buttons of a need do. `group`: the losses that stand together with it. */
export function useNeedAction(need: Need, group: LostStakes | null = null): NeedAction {
  const t = useTexts()
  const { ui, bridge } = useWindowConsole()
  const problemText = useProblemText()
  const unlock = useUnlock()
  const [busy, setBusy] = useState(false)
  const community = need.community
  const off = useEngineOff(need)
  const wallet = useConsole(
    ({ communities, wallets }) => (community ? communities[community]?.settings.wallet : null) ?? wallets[0]?.address ?? null,
  )

  const putOff = () => Promise.all((group?.needs ?? [need]).map(({ id }) => bridge.call('app.putOffNeed', { id })))
  const call = async (name: 'engine.pause' | 'community.retry') => {
    if (community === null) return
    setBusy(true)
    const result = await bridge.call(name, { community })
    setBusy(false)
    if (!result.ok) notify(ui, problemText(result.problem), 'loss')
    else if (name === 'engine.pause') await putOff()
  }
  const act = () => {
    if (community !== null) ui.setState({ community })
    switch (need.code) {
      case 'wallet-locked':
        return unlock()
      case 'day-limit':
      case 'at-once-limit':
        return ui.setState({ dialog: { is: 'limits' } })
      case 'stake-lost':
        return off && group ? goTo(ui, placeOf(group)) : run(call('engine.pause'))
      case 'connection-lost':
        return run(call('community.retry'))
      case 'sandbox-failed':
        return run(bridge.call('sandbox.try', {}))
      case 'home-eth-low':
      case 'home-nct-low':
        return run(wallet ? navigator.clipboard.writeText(wallet).then(() => notify(ui, t('common.copied'))) : Promise.resolve())
      case 'assertions-missing':
        return goTo(ui, need.guid === null ? { screen: 'assertions' } : { screen: 'bounty', guid: need.guid, from: 'assertions' })
      default:
        return goTo(ui, { screen: screens[need.code] ?? 'activity' })
    }
  }
  return {
    act,
    busy,
    putOff: () => run(putOff()),
    copies: need.code === 'home-eth-low' || need.code === 'home-nct-low' ? createElement(Copy, { 'aria-hidden': true }) : undefined,
  }
}

/** Where what was lost is seen: its bounty, or the list of those that were. */
const placeOf = ({ guid, since }: LostStakes): Place =>
  guid === null ? { screen: 'assertions', lostSince: since } : { screen: 'bounty', guid, from: 'live' }

function run(work: Promise<unknown>): void {
  work.catch(() => {})
}
