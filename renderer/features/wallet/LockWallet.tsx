import { Lock } from 'lucide-react'
import { useState } from 'react'
import type { CommunityState, WalletState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useProblemText, useTexts } from '../common/text.ts'

/** Locks a wallet; asks first while something is unrevealed, because a locked wallet cannot reveal. */
export function LockWallet({ wallet, communities }: { readonly wallet: WalletState; readonly communities: readonly CommunityState[] }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const { run, busy } = useAction('wallet.lock')
  const [asking, setAsking] = useState(false)
  const unrevealed = communities.reduce((sum, { stake }) => sum + stake.unrevealedCount, 0)
  const amount = communities.reduce((sum, { stake }) => sum + stake.unrevealed, 0n)
  const lock = async () => {
    const result = await run({ address: wallet.address })
    setAsking(false)
    if (!result.ok) notify(ui, problemText(result.problem), 'loss')
  }
  const go = () => {
    lock().catch(() => {})
  }
  return (
    <>
      <Button kind="strong" icon={<Lock aria-hidden />} busy={busy} onClick={unrevealed > 0 ? () => setAsking(true) : go}>
        {t('wallet.lock')}
      </Button>
      {asking && (
        <Dialog
          icon={<Lock aria-hidden />}
          title={t('wallet.lockDialog.title', { count: unrevealed })}
          text={t('wallet.lockDialog.text', { amount: formatAmount(amount) })}
          onClose={() => setAsking(false)}
          onSubmit={() => setAsking(false)}
          actions={
            <>
              <Button busy={busy} onClick={go}>
                {t('wallet.lockDialog.lock')}
              </Button>
              <Button type="submit" kind="primary">
                {t('wallet.lockDialog.keep')}
              </Button>
            </>
          }
        />
      )}
    </>
  )
}
