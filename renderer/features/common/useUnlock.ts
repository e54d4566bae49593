import { useCallback, useContext } from 'react'
import { sameAddress } from '../../../shared/domain/identifiers.ts'
import type { CommunityState, WalletState } from '../../../shared/state/state.ts'
import { communityLookedAt, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { ActsOff } from '../../ui/Button.tsx'
import { useProblemText } from './text.ts'

/** The wallet that is meant where none is named: the one of the Community, else the first that is locked. */
export function walletToUnlock(wallets: readonly WalletState[], community: CommunityState | null): WalletState | null {
  const wanted = community?.settings.wallet ?? null
  return (
    wallets.find(({ address }) => wanted !== null && sameAddress(address, wanted)) ??
    wallets.find(({ state }) => state === 'locked') ??
    null
  )
}

/** Opens the sandbox's own wallet, for which nobody has a password; a failure is told in a notice. */
export function useOpenThrowaway(): (wallet: WalletState) => void {
  const { bridge, ui } = useWindowConsole()
  const problemText = useProblemText()
  const nobody = useContext(ActsOff)
  return useCallback(
    ({ address }) => {
      if (nobody !== null) return notify(ui, nobody, 'loss')
      const open = async () => {
        const result = await bridge.call('wallet.openThrowaway', { address })
        if (!result.ok) notify(ui, problemText(result.problem), 'loss')
      }
      open().catch(() => {})
    },
    [bridge, ui, problemText, nobody],
  )
}

/** Unlocks the wallet, wherever it is asked for: a throwaway one at once, another by the dialog that takes its password. */
export function useUnlock(): () => void {
  const { mirror, ui } = useWindowConsole()
  const openThrowaway = useOpenThrowaway()
  return useCallback(() => {
    const { state } = mirror.getState()
    const wallet = state && walletToUnlock(state.wallets, communityLookedAt(state, ui.getState().community))
    if (wallet?.source === 'throwaway') openThrowaway(wallet)
    else ui.setState({ dialog: { is: 'unlock' } })
  }, [mirror, ui, openThrowaway])
}
