import type { LedgerEntry } from '../../../shared/contract/contract.ts'
import type { CommunityState, ConsoleState } from '../../../shared/state/state.ts'
import { moneyDecimals } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { formatMoment, startOfDay } from '../../lib/times.ts'
import { useAnswer, useConsole, useNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Name } from '../../ui/Name.tsx'
import { Section } from '../../ui/Page.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { Unexplained } from './Unexplained.tsx'
import styles from './Wallet.module.css'

const SHOWN = 12

/** What makes the ledger of a Community move; when it changes, the newest entries are asked for again. */
export const ledgerPulse = (communities: readonly CommunityState[]): string =>
  communities
    .map(({ today, stake, transfers }) => [today.settled, today.asserted, stake.open, ...transfers.map(({ stage }) => stage)].join())
    .join(';')

/** The newest entries of the ledger. */
export function Movements({ community, onOpen }: { readonly community: CommunityState | null; readonly onOpen: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const id = community?.settings.id ?? null
  const page = useAnswer(
    'ledger.page',
    { community: id, kind: null, from: null, to: null, before: null, limit: SHOWN },
    `${id}:${community === null ? '' : ledgerPulse([community])}`,
  )
  const value = page.is === 'here' ? page.value : page.is === 'failed' ? page.last : null
  const differs = value !== null && value.unexplained.length > 0
  const name = community?.settings.name ?? ''
  const today = startOfDay(useNow(60_000))
  return (
    <Section
      title={t('wallet.movements.title')}
      note={value === null ? undefined : t(differs ? 'wallet.movements.notEqual' : 'wallet.movements.note', { name })}
      tools={
        <Button kind="quiet" size="small" className={styles.link} onClick={onOpen}>
          {t('wallet.movements.open')}
        </Button>
      }
    >
      {page.is === 'failed' && (
        <p className={styles.wrong} role="alert">
          {problemText(page.problem)}
        </p>
      )}
      {value !== null && <Unexplained list={value.unexplained} />}
      {value?.entries.length === 0 && <p className={styles.nothing}>{t('wallet.movements.empty')}</p>}
      <ul className={cx(styles.movements, value?.entries.some(({ at }) => at < today) && styles.dated)}>
        {value?.entries.map((entry) => (
          <Movement key={entry.id} entry={entry} />
        ))}
      </ul>
    </Section>
  )
}

function Movement({ entry }: { readonly entry: LedgerEntry }) {
  const t = useTexts()
  const now = useNow(60_000)
  const { language } = useConsole(({ app }) => app.preferences)
  const place = useAccountName(entry)
  const { by } = entry
  return (
    <li className={styles.movement}>
      <time className={styles.when}>{formatMoment(entry.at, now, language)}</time>
      <span>{t(`wallet.movements.kind.${entry.kind}`)}</span>
      <span className={styles.subject}>
        {entry.subject !== null && <Name text={entry.subject} />}
        {by !== null && by !== 'operator' && <span className={styles.soft}>{t(`wallet.flight.by.${by}`)}</span>}
      </span>
      <span className={styles.soft}>{place}</span>
      <LedgerAmount entry={entry} />
    </li>
  )
}

/** A movement is neutral: it carries its sign and its unit, no colour. */
export function LedgerAmount({ entry }: { readonly entry: Pick<LedgerEntry, 'amount' | 'currency' | 'community'> }) {
  const { tone, unit } = useLedgerUnit(entry)
  const decimals = moneyDecimals([entry.amount])
  return (
    <span className={styles.moved}>
      <Amount value={entry.amount} signed decimals={decimals} {...tone} unit={unit} />
    </span>
  )
}

/** The unit of an entry; test money says so and is faint. */
export function useLedgerUnit({ community, currency }: Pick<LedgerEntry, 'community' | 'currency'>) {
  const t = useTexts()
  const test = useConsole(({ communities }) => community !== null && communities[community]?.settings.kind === 'sandbox')
  const unit = currency === 'ETH' ? t('common.eth') : t(test ? 'common.testNct' : 'common.nct')
  return { unit, tone: test ? ({ tone: 'dim' } as const) : {} }
}

/** The chain of an entry in words: the Community, or its home. */
export function useAccountName({ community, chain }: Pick<LedgerEntry, 'community' | 'chain'>): string {
  const t = useTexts()
  const name = useConsole((state) => nameOf(state, community))
  return t(`wallet.movements.chain.${chain}`, { name })
}

const nameOf = ({ communities }: ConsoleState, id: string | null): string => (id === null ? '' : (communities[id]?.settings.name ?? id))
