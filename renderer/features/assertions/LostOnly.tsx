import { Trans } from 'react-i18next'
import type { CommunityState } from '../../../shared/state/state.ts'
import { EXACT_DECIMALS } from '../../lib/amounts.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { netOf } from '../bounties/model.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import { AssertionGrid, group } from './AssertionGrid.tsx'
import styles from './Assertions.module.css'
import { useAssertions } from './useAssertions.ts'

/** Rows that are asked for at once: wrong verdicts stand among them in the journal. */
const PAGE = 500

interface LostOnlyProps {
  readonly community: CommunityState
  /** ms */
  readonly since: number
  readonly search: string
  readonly fresh: string
  /** Show all assertions that were lost. */
  readonly onAll: () => void
}

/** Only what was lost without a verdict since a moment: where the banner of losses leads. */
export function LostOnly({ community, since, search, fresh, onAll }: LostOnlyProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  const page = useAssertions({ community: community.settings.id, filter: 'lost', search, since }, fresh, PAGE)
  const rows = page.rows.filter(({ state }) => state === 'forfeited')
  const whole = page.rows.length >= page.total
  const net = rows.reduce((sum, row) => sum + (netOf(row) ?? 0n), 0n)
  const sums = whole && (
    <Trans
      i18nKey="assertions.lostOnly.sum"
      count={rows.length}
      components={{ amount: <Amount value={net} decimals={EXACT_DECIMALS} result />, unit: <span className={styles.unit} /> }}
    />
  )
  const empty = page.problem ? problemText(page.problem) : t(page.loading ? 'common.loading' : 'assertions.empty')
  return (
    <>
      <div className={styles.only}>
        <span>{t('assertions.lostOnly.text', { time: formatMoment(since, now, language) })}</span>
        <Button size="small" onClick={onAll}>
          {t('assertions.lostOnly.all')}
        </Button>
      </div>
      {rows.length === 0 && (whole || page.loading || page.problem) ? (
        <p className={styles.none}>{empty}</p>
      ) : (
        <AssertionGrid
          community={community}
          items={group('lost', t, rows, sums)}
          after={
            !whole && (
              <div className={styles.more}>
                <Button size="small" onClick={page.more} busy={page.loading}>
                  {t('assertions.more', { count: Math.min(PAGE, page.total - page.rows.length) })}
                </Button>
              </div>
            )
          }
        />
      )}
    </>
  )
}
