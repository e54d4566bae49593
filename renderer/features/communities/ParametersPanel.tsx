import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { EXACT_DECIMALS, exactAmount, formatAmount } from '../../lib/amounts.ts'
import { formatSeconds } from '../../lib/numbers.ts'
import { useConsole } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { Table, type TableColumn } from '../../ui/Table.tsx'
import { useDuration, useTexts } from '../common/text.ts'
import { Unknown } from '../common/Unknown.tsx'
import styles from './Communities.module.css'
import { type Meaning, meaningsOf, type Terms } from './meaning.ts'
import table from './Parameters.module.css'

/** The terms of a joined Community; null until its parameters are known. */
export function termsOf({ settings, parameters, clock, relayFeeHome }: CommunityState): Terms | null {
  return parameters === null ? null : { name: settings.name, parameters, blockTimeMs: clock.blockTimeMs, relayFeeHome }
}

const rows = ['maxDuration', 'revealWindow', 'voteWindow', 'blockTime', 'assertionFee', 'bidMinimum', 'bidMaximum', 'relayHome'] as const
type Row = (typeof rows)[number]

/** What a Community asks, against one that the operator knows, and what that means. `limit`: the operator's own for one bounty. */
export function ParametersPanel({ terms, exceptId, limit }: ParametersPanelProps) {
  const t = useTexts()
  const communities = useConsole((state) => state.communities)
  const [chosen, setChosen] = useState<string | null>(null)
  const others = Object.values(communities).flatMap((community) => {
    const known = termsOf(community)
    return known === null || community.settings.id === exceptId ? [] : [{ id: community.settings.id, terms: known }]
  })
  const other = others.find(({ id }) => id === chosen) ?? others[0] ?? null
  return (
    <>
      <PageBar
        title={t('communities.parameters.title')}
        note={other === null ? undefined : <Against others={others} current={other.terms.name} onChoose={setChosen} />}
      />
      {terms === null ? (
        <p className={styles.panelNote}>{t('communities.parameters.none')}</p>
      ) : (
        <>
          <TermsTable terms={terms} other={other?.terms ?? null} />
          <section className={table.meaning}>
            <h3 className={table.meaningTitle}>{t('communities.meaning.title')}</h3>
            <p>
              <Meanings meanings={meaningsOf(terms, other?.terms ?? null, limit)} />
            </p>
          </section>
        </>
      )}
    </>
  )
}
interface ParametersPanelProps {
  readonly terms: Terms | null
  readonly exceptId: string | null
  readonly limit: bigint | null
}

interface AgainstProps {
  readonly others: readonly { readonly id: string; readonly terms: Terms }[]
  readonly current: string
  readonly onChoose: (id: string) => void
}
function Against({ others, current, onChoose }: AgainstProps) {
  const t = useTexts()
  const text = t('communities.parameters.against', { name: current })
  if (others.length < 2) return <span className={table.against}>{text}</span>
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="small" className={table.against} after={<ChevronDown aria-hidden />}>
          {text}
        </Button>
      }
      entries={others.map(({ id, terms }) => ({
        kind: 'check' as const,
        id,
        label: terms.name,
        checked: terms.name === current,
        one: true,
        onChoose: () => onChoose(id),
      }))}
    />
  )
}

function TermsTable({ terms, other }: { readonly terms: Terms; readonly other: Terms | null }) {
  const t = useTexts()
  const columns: readonly TableColumn<Row>[] = [
    {
      id: 'name',
      header: <span className="visually-hidden">{t('communities.parameters.title')}</span>,
      cell: (row) => t(`communities.parameters.${row}`),
    },
    ...(other === null
      ? []
      : [
          {
            id: 'other',
            header: <TermHead name={other.name} />,
            align: 'end' as const,
            className: table.otherColumn,
            cell: (row: Row) => <Value terms={other} row={row} dim />,
          },
        ]),
    {
      id: 'this',
      header: <TermHead name={terms.name} />,
      align: 'end',
      className: styles.term,
      cell: (row) => <Value terms={terms} row={row} />,
    },
  ]
  return (
    <Table dense label={t('communities.parameters.title')} className={table.terms} columns={columns} rows={rows} keyOf={(row) => row} />
  )
}

const TermHead = ({ name }: { readonly name: string }) => (
  <span className={table.termHead} title={name}>
    {name}
  </span>
)

/** What has to be paid or staked at least. */
const costs: ReadonlySet<Row> = new Set(['assertionFee', 'bidMinimum', 'relayHome'])

/** One value: blocks as they are, money with its decimals. */
function Value({ terms, row, dim = false }: { readonly terms: Terms; readonly row: Row; readonly dim?: boolean }) {
  const { parameters, blockTimeMs, relayFeeHome } = terms
  if (row === 'blockTime') return blockTimeMs === null ? <Unknown /> : formatSeconds(blockTimeMs, 2)
  const value = row === 'relayHome' ? relayFeeHome : parameters[row]
  if (value === null) return <Unknown />
  if (typeof value === 'number') return value
  return <Amount value={value} decimals={EXACT_DECIMALS} cost={costs.has(row)} className={dim ? table.otherTerm : undefined} />
}

function Meanings({ meanings }: { readonly meanings: readonly Meaning[] }) {
  const t = useTexts()
  const duration = useDuration()
  const said = (meaning: Meaning): string => {
    switch (meaning.is) {
      case 'reveal': {
        const values = {
          blocks: meaning.blocks,
          blockTime: formatSeconds(meaning.blockTimeMs, 2),
          time: duration(wholeSeconds(meaning.blocks * meaning.blockTimeMs)),
        }
        return meaning.against === null
          ? t('communities.meaning.reveal', values)
          : t('communities.meaning.revealAgainst', {
              ...values,
              other: meaning.against.name,
              otherTime: duration(wholeSeconds(meaning.against.ms)),
            })
      }
      case 'revealBlocks':
        return t('communities.meaning.revealBlocks', { blocks: meaning.blocks })
      case 'bidsHigher':
        return t('communities.meaning.bidsHigher', { times: tenths(meaning.tenths), limit: formatAmount(meaning.limit) })
      case 'bidsLimit':
        return t('communities.meaning.bidsLimit', { maximum: exactAmount(meaning.maximum), limit: formatAmount(meaning.limit) })
      case 'feeHigher':
        return t('communities.meaning.feeHigher', { fee: exactAmount(meaning.fee), times: tenths(meaning.tenths), other: meaning.name })
      case 'relay':
        return t('communities.meaning.relay', { fee: exactAmount(meaning.fee) })
    }
  }
  return <>{meanings.map(said).join(' ')}</>
}

/** Measured block times are never round: to the nearest second. */
const wholeSeconds = (ms: number): number => Math.round(ms / 1000) * 1000

/** `50` → `5`, `23` → `2.3`. */
const tenths = (value: number): string => (value % 10 === 0 ? String(value / 10) : `${Math.floor(value / 10)}.${value % 10}`)
