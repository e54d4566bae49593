import type { CommunityState } from '../../../shared/state/state.ts'
import { EXACT_DECIMALS } from '../../lib/amounts.ts'
import { useAnswer } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Section } from '../../ui/Page.tsx'
import { Table } from '../../ui/Table.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { type CostRow, costRows } from './totals.ts'

interface TransferCostsProps {
  readonly communities: readonly CommunityState[]
  /** ms; null = ever. */
  readonly since: number | null
}

/** What deposits and withdrawals cost, which is in no result of a bounty; nothing where no money moved. */
export function TransferCosts({ communities, since }: TransferCostsProps) {
  const t = useTexts()
  const problemText = useProblemText()
  // What a transfer cost is written when it arrives.
  const moves = communities.flatMap(({ transfers }) => transfers.map(({ id, stage }) => `${id} ${stage}`)).join()
  const answer = useAnswer('ledger.costs', { from: since }, `${since} ${moves}`)
  if (answer.is === 'loading') return null
  const costs = answer.is === 'here' ? answer.value.costs : (answer.last?.costs ?? [])
  const rows = costRows(communities, costs)
  if (answer.is !== 'failed' && rows.length === 0) return null
  const money = (id: 'relayFees' | 'gas') => ({
    id,
    header: t(`earnings.${id}`),
    align: 'end' as const,
    cell: (row: CostRow) => <Amount value={row[id]} decimals={EXACT_DECIMALS} cost {...(row.test ? { tone: 'dim' as const } : {})} />,
  })
  return (
    <Section title={t('earnings.costs')} note={t('earnings.costsNote')}>
      {answer.is === 'failed' && <p role="alert">{problemText(answer.problem)}</p>}
      <Table
        label={t('earnings.costs')}
        columns={[
          { id: 'community', header: t('earnings.community'), cell: ({ sum, name }) => (sum ? t('earnings.real') : name) },
          money('relayFees'),
          money('gas'),
        ]}
        rows={rows}
        keyOf={({ id }) => id}
        tone={({ sum, test }) => (sum ? 'sum' : test ? 'faint' : undefined)}
      />
    </Section>
  )
}
