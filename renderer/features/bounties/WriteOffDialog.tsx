import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import { exactAmount } from '../../lib/amounts.ts'
import { useAction } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './WriteOffDialog.module.css'

/** So many at once: what the contract takes. */
const MOST = 1000

/** What missing assertions have cost, base units of NCT. */
export function costOf(rows: readonly BountyRow[]): { readonly bid: bigint; readonly fee: bigint; readonly all: bigint } {
  const bid = rows.reduce((sum, row) => sum + (row.bid ?? 0n), 0n)
  const fee = rows.reduce((sum, row) => sum + (row.assertionFee ?? 0n), 0n)
  return { bid, fee, all: bid + fee }
}

/** Ends missing assertions as losses, after a word on what that means for the money. */
export function WriteOffDialog({ community, rows, onClose }: WriteOffDialogProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('assertions.writeOff')
  const some = rows.slice(0, MOST)
  const { bid, fee, all } = costOf(some)
  const values = { count: some.length, bid: exactAmount(bid), fee: exactAmount(fee) }
  const writeOff = async () => {
    const result = await run({ community, guids: some.map(({ guid }) => guid) })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      title={t('assertions.writeOff.title', { amount: exactAmount(all) })}
      text={some.length === 1 ? t('assertions.writeOff.textOne', values) : t('assertions.writeOff.textMany', values)}
      onClose={onClose}
      onSubmit={() => {
        writeOff().catch(() => {})
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('assertions.writeOff.keep')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t('assertions.writeOff.do')}
          </Button>
        </>
      }
    >
      <p className={styles.note}>
        {t('assertions.writeOff.money')}
        {some.some(({ assertBlock }) => assertBlock === null) && ` ${t('assertions.writeOff.unseen')}`}
      </p>
      <p className={styles.note}>{t('assertions.writeOff.back')}</p>
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
    </Dialog>
  )
}

interface WriteOffDialogProps {
  readonly community: CommunityId
  /** Missing ones; at least one. */
  readonly rows: readonly BountyRow[]
  readonly onClose: () => void
}
