import { useCallback, useContext } from 'react'
import type { WalletState } from '../../../shared/state/state.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { ActsOff } from '../../ui/Button.tsx'
import { useProblemText } from '../common/text.ts'

/**
 * Locks a wallet, wherever it is asked for. While verdicts of it are unrevealed it asks first, because a locked wallet cannot reveal;
 * `sure` was asked already.
 */
export function useLock(): (wallet: WalletState, sure?: 'sure') => void {
  const { bridge, mirror, ui } = useWindowConsole()
  const problemText = useProblemText()
  const nobody = useContext(ActsOff)
  return useCallback(
    ({ address }, sure) => {
      // By its key too.
      if (nobody !== null) return notify(ui, nobody, 'loss')
      const lock = async () => {
        const result = await bridge.call('wallet.lock', { address })
        if (!result.ok) notify(ui, problemText(result.problem), 'loss')
      }
      const communities = Object.values(mirror.getState().state?.communities ?? {})
      const hides = communities.some(({ settings, stake }) => settings.wallet === address && stake.unrevealedCount > 0)
      if (hides && sure === undefined) ui.setState({ dialog: { is: 'lock', address } })
      else lock().catch(() => {})
    },
    [bridge, mirror, ui, problemText, nobody],
  )
}
