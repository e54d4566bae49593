import type { CommunityState } from '../../../shared/state/state.ts'
import type { useTexts } from '../common/text.ts'

/** The home chain of a Community in words: Ethereum, or "Sandbox home". */
export function homeName({ settings }: CommunityState, t: ReturnType<typeof useTexts>): string {
  return settings.pins?.homeChainId === 1 ? t('wallet.balances.ethereum') : t('wallet.balances.homeOf', { name: settings.name })
}
