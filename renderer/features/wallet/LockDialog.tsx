import { Lock } from 'lucide-react'
import type { CommunityState, WalletState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { useConsole, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { blocksUntilLost, useBlocksText } from '../common/locked.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useTexts } from '../common/text.ts'
import { useLock } from './useLock.ts'

/** Asks before a wallet is locked whose verdicts are unrevealed. */
export function LockDialog({ address }: { readonly address: WalletState['address'] }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const { ui } = useWindowConsole()
  const lock = useLock()
  const wallet = useConsole(({ wallets }) => wallets.find((each) => each.address === address) ?? null)
  const communities = useConsole((state) => state.communities)
  const mine = Object.values(communities).filter(({ settings }) => settings.wallet === address)
  const count = mine.reduce((sum, { stake }) => sum + stake.unrevealedCount, 0)
  const amount = mine.reduce((sum, { stake }) => sum + stake.unrevealed, 0n)
  const blocksText = useBlocksText()
  const first = firstOf(mine)
  const close = () => ui.setState({ dialog: null })
  const go = () => {
    close()
    if (wallet !== null) lock(wallet, 'sure')
  }
  return (
    <Dialog
      icon={<Lock aria-hidden />}
      title={t('wallet.lockDialog.title', { count })}
      text={
        <>
          {t('wallet.lockDialog.text', { amount: formatAmount(amount, { cost: true }) })}
          {space}
          {first &&
            (first.left === 0
              ? t('wallet.lockDialog.firstLate')
              : t('wallet.lockDialog.first', { blocks: blocksText(first.left, first.clock) }))}
        </>
      }
      onClose={close}
      onSubmit={close}
      actions={
        <>
          <Button acts onClick={go}>
            {t('wallet.lockDialog.lock')}
          </Button>
          <Button type="submit" kind="primary" data-first>
            {t('wallet.lockDialog.keep')}
          </Button>
        </>
      }
    />
  )
}

/** Of the Communities whose blocks are known the one in which a verdict is lost first. */
function firstOf(communities: readonly CommunityState[]): { readonly left: number; readonly clock: CommunityState['clock'] } | null {
  const known = communities.flatMap((community) => {
    const left = blocksUntilLost(community)
    return left === null ? [] : { left, clock: community.clock, time: left * (community.clock.blockTimeMs ?? 0) }
  })
  return known.toSorted((a, b) => a.time - b.time || a.left - b.left)[0] ?? null
}
