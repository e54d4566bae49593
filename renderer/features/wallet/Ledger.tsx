import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { type CallInput, type LedgerEntry, ledgerEntry } from '../../../shared/contract/contract.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { moneyDecimals } from '../../lib/amounts.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { type Column, Grid } from '../../ui/Grid.tsx'
import { Name } from '../../ui/Name.tsx'
import { ExportMenu } from '../common/ExportMenu.tsx'
import { Screen } from '../common/Screen.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { useExport } from '../common/useExport.ts'
import { usePages } from '../common/usePages.ts'
import styles from './Ledger.module.css'
import { LedgerAmount, ledgerPulse, useAccountName, useLedgerUnit } from './Movements.tsx'

const PAGE = 200
const kinds = ledgerEntry.shape.kind.options
type Kind = LedgerEntry['kind']
const ALL = 'all'

/** Every movement of every account, exact, with the balance after it. */
export function Ledger({ communities, onClose }: { readonly communities: readonly CommunityState[]; readonly onClose: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const [community, setCommunity] = useState<string>(ALL)
  const [kind, setKind] = useState<Kind | typeof ALL>(ALL)
  const query = { community: community === ALL ? null : community, kind: kind === ALL ? null : kind, from: null, to: null }
  const pages = usePages('ledger.page', `${community}:${kind}`, {
    pulse: ledgerPulse(communities),
    input: (before): CallInput<'ledger.page'> => ({ ...query, before, limit: PAGE }),
    rows: ({ entries }) => entries,
    limit: PAGE,
  })
  const isNarrowed = community !== ALL || kind !== ALL
  const save = useExport('ledger.export')
  const columns = useLedgerColumns()
  return (
    <Screen
      title={t('wallet.movements.ledger')}
      note={
        <Button kind="quiet" icon={<ArrowLeft aria-hidden />} onClick={onClose}>
          {t('wallet.movements.close')}
        </Button>
      }
      tools={
        <>
          <Select
            label={t('wallet.movements.community')}
            labelHidden
            value={community}
            onChange={setCommunity}
            options={[
              { value: ALL, label: t('wallet.movements.all') },
              ...communities.map(({ settings }) => ({ value: settings.id, label: settings.name })),
            ]}
          />
          <Select
            label={t('wallet.movements.kindLabel')}
            labelHidden
            value={kind}
            onChange={(value) => setKind(kinds.find((each) => each === value) ?? ALL)}
            options={[
              { value: ALL, label: t('wallet.movements.allKinds') },
              ...kinds.map((each) => ({ value: each, label: t(`wallet.movements.kind.${each}`) })),
            ]}
          />
          <ExportMenu
            label={t('wallet.movements.export')}
            names={{ csv: t('wallet.movements.csv'), json: t('wallet.movements.json') }}
            busy={save.busy}
            onChoose={(format) => save.run({ ...query, format })}
          />
        </>
      }
    >
      {pages.problem && (
        <p className={styles.wrong} role="alert">
          {problemText(pages.problem)}
        </p>
      )}
      {!pages.loading && pages.rows.length === 0 && pages.problem === null ? (
        <p className={styles.empty}>{t(isNarrowed ? 'wallet.movements.emptyFiltered' : 'wallet.movements.empty')}</p>
      ) : (
        <Grid
          label={t('wallet.movements.ledger')}
          main
          fill
          className={styles.ledger}
          columns={columns}
          items={pages.rows.map((row) => ({ kind: 'row' as const, id: String(row.id), row }))}
          after={
            !pages.complete && (
              <div className={styles.older}>
                <Button busy={pages.loading} onClick={pages.more}>
                  {t('wallet.movements.older')}
                </Button>
              </div>
            )
          }
        />
      )}
    </Screen>
  )
}

function useLedgerColumns(): readonly Column<LedgerEntry>[] {
  const t = useTexts()
  const now = useNow(60_000)
  const { language } = useConsole(({ app }) => app.preferences)
  return [
    {
      id: 'time',
      header: t('wallet.movements.time'),
      cell: ({ at }) => <time className={styles.time}>{formatMoment(at, now, language)}</time>,
    },
    { id: 'what', header: t('wallet.movements.what'), cell: ({ kind }) => t(`wallet.movements.kind.${kind}`) },
    { id: 'subject', header: t('wallet.movements.subject'), cell: ({ subject }) => subject !== null && <Name text={subject} /> },
    { id: 'by', header: t('wallet.movements.by'), cell: ({ by }) => by !== null && t(`wallet.movements.who.${by}`) },
    { id: 'account', header: t('wallet.movements.account'), cell: (entry) => <Account entry={entry} /> },
    { id: 'amount', header: t('wallet.movements.amount'), align: 'end', cell: (entry) => <LedgerAmount entry={entry} /> },
    {
      id: 'balance',
      header: t('wallet.movements.balance'),
      align: 'end',
      cell: (entry) => <BalanceAfter entry={entry} />,
    },
  ]
}

function BalanceAfter({ entry }: { readonly entry: LedgerEntry }) {
  const { tone, unit } = useLedgerUnit(entry)
  return <Amount value={entry.balance} decimals={moneyDecimals([entry.balance])} unit={unit} {...tone} />
}

function Account({ entry }: { readonly entry: LedgerEntry }) {
  const place = useAccountName(entry)
  return (
    <span className={styles.account} title={entry.account}>
      {place} <span className={styles.address}>{shortAddress(entry.account)}</span>
    </span>
  )
}
