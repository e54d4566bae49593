import { Check, Sparkle, X } from 'lucide-react'
import type { ContractRow } from '../../../shared/contract/contract.ts'
import type { Pins } from '../../../shared/domain/community.ts'
import { sameAddress } from '../../../shared/domain/identifiers.ts'
import { Identifier } from '../../ui/Identifier.tsx'
import { Table, type TableColumn } from '../../ui/Table.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { contractNames, pinnedAddress } from './join.ts'

/** Contracts with their addresses in full, because a person compares them. `against`: the pins that were in force until now. */
export function ContractsTable({ label, contracts, against }: ContractsTableProps) {
  const t = useTexts()
  const columns: readonly TableColumn<ContractRow>[] = [
    { id: 'contract', header: t('communities.contracts.contract'), cell: ({ contract }) => <ContractName contract={contract} /> },
    {
      id: 'address',
      header: t('communities.contracts.address'),
      cell: ({ contract, address }) => {
        const before = against ? pinnedAddress(against, contract) : null
        return (
          <>
            <FullAddress address={address} />
            {before !== null && !sameAddress(before, address) && (
              <div className={styles.was}>{t('communities.contracts.was', { address: before })}</div>
            )}
          </>
        )
      },
    },
    { id: 'interface', header: t('communities.contracts.interface'), cell: ({ matches }) => <Interface matches={matches} /> },
    { id: 'known', header: t('communities.contracts.known'), cell: (row) => <Known row={row} against={against ?? null} /> },
  ]
  return <Table label={label} className={styles.contracts} columns={columns} rows={contracts} keyOf={({ contract }) => contract} />
}
interface ContractsTableProps {
  readonly label: string
  readonly contracts: readonly ContractRow[]
  readonly against?: Pins | null
}

/** The contracts that were pinned at the join. */
export function PinsTable({ label, pins }: { readonly label: string; readonly pins: Pins }) {
  const t = useTexts()
  const columns: readonly TableColumn<ContractRow['contract']>[] = [
    { id: 'contract', header: t('communities.contracts.contract'), cell: (contract) => <ContractName contract={contract} /> },
    {
      id: 'address',
      header: t('communities.contracts.address'),
      cell: (contract) => <FullAddress address={pinnedAddress(pins, contract)} />,
    },
  ]
  return <Table label={label} className={styles.contracts} columns={columns} rows={contractNames} keyOf={(contract) => contract} />
}

function ContractName({ contract }: { readonly contract: ContractRow['contract'] }) {
  const t = useTexts()
  return (
    <>
      <div>{t(`communities.contracts.name.${contract}`)}</div>
      <div className={styles.use}>{t(`communities.contracts.use.${contract}`)}</div>
    </>
  )
}

function FullAddress({ address }: { readonly address: string }) {
  const t = useTexts()
  return <Identifier value={address} full copyLabel={t('communities.contracts.copy')} copied={t('common.copied')} />
}

function Interface({ matches }: { readonly matches: boolean }) {
  const t = useTexts()
  return (
    <span className={matches ? styles.good : styles.bad}>
      {matches ? <Check aria-hidden /> : <X aria-hidden />}
      {t(matches ? 'communities.contracts.matches' : 'communities.contracts.differs')}
    </span>
  )
}

function Known({ row, against }: { readonly row: ContractRow; readonly against: Pins | null }) {
  const t = useTexts()
  if (against !== null) {
    const same = sameAddress(row.address, pinnedAddress(against, row.contract))
    return same ? (
      <span className={styles.soft}>{t('communities.contracts.wasPinned')}</span>
    ) : (
      <Fresh word={t('communities.contracts.changed')} />
    )
  }
  const [name, ...more] = row.sameAs
  if (name === undefined) return <Fresh word={t('communities.contracts.new')} />
  return (
    <span className={styles.soft}>
      {more.length === 0
        ? t('communities.contracts.sameAs', { name })
        : t('communities.contracts.sameAsMany', { name, count: more.length })}
    </span>
  )
}

const Fresh = ({ word }: { readonly word: string }) => (
  <span className={styles.fresh}>
    <Sparkle aria-hidden />
    {word}
  </span>
)
