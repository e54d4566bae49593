import type { BountyDetails, MoneyLine } from '../../../shared/domain/bounty.ts'
import { scannerId } from '../../../shared/domain/engine.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount, moneyDecimals } from '../../lib/amounts.ts'
import { visibleText } from '../../lib/names.ts'
import { formatCount, formatOffset, formatSeconds } from '../../lib/numbers.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { KeyValue, type KeyValueRow } from '../../ui/Lists.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { useLossText } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'
import styles from './Bounty.module.css'
import { type MoneyTable, moneyTable } from './money.ts'

/** My money in this bounty, my assertion, my scan. */
export function BountySide({ details, community }: { readonly details: BountyDetails; readonly community: CommunityState }) {
  const t = useTexts()
  const lossText = useLossText()
  const money = moneyTable(details)
  const unit = community.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')
  return (
    <>
      <PageBar title={t('bounty.money')} tools={<span className={styles.note}>{unit}</span>} />
      <div className={styles.side}>
        {money === null ? <p className={styles.sideText}>{t('bounty.notMine')}</p> : <Money details={details} money={money} />}
      </div>
      {details.row.lossReason !== null && (
        <>
          <PageBar title={t('bounty.lossReason')} />
          <div className={styles.side}>
            <p className={styles.sideText}>{lossText(details.row.lossReason)}</p>
          </div>
        </>
      )}
      {details.mine && <Mine details={details} mine={details.mine} />}
      {details.scan && <Scan details={details} scan={details.scan} />}
    </>
  )
}

function Money({ details, money }: { readonly details: BountyDetails; readonly money: MoneyTable }) {
  const t = useTexts()
  const { row } = details
  const decimals = moneyDecimals([...money.in, ...money.out].map(({ amount }) => amount))
  const line = (value: bigint) => <Amount value={value} decimals={decimals} />
  const at = (block: number | null) =>
    block === null ? null : row.postedBlock === null ? formatCount(block) : formatOffset(block, row.postedBlock)
  const [inAt, outAt] = [at(row.assertBlock), at(row.settleBlock)]
  const rows: KeyValueRow[] = [
    ...money.in.map(({ id, kind, artifacts, amount }) => ({
      id,
      name: kind === 'bid' ? t('bounty.line.bid', { artifacts: artifacts.join(', ') }) : t('bounty.line.assertion-fee'),
      value: line(amount),
    })),
    { id: 'in', name: inAt === null ? t('bounty.paidIn') : t('bounty.paidInAt', { block: inAt }), value: line(money.paidIn), strong: true },
    ...money.out.map((each, index) => ({
      id: `${each.kind}-${index}`,
      name: lineText(each, row.state === 'forfeited', t),
      value: line(each.kind === 'bid-lost' ? 0n : each.amount),
    })),
  ]
  const lastIn = rows.findIndex(({ id }) => id === 'in')
  return (
    <>
      <KeyValue rows={rows.slice(0, lastIn + 1)} />
      {money.paidOut === null ? (
        <p className={styles.sideText}>{t('bounty.moneyPending')}</p>
      ) : (
        <>
          <div className={styles.rule} />
          <KeyValue
            rows={[
              ...rows.slice(lastIn + 1),
              {
                id: 'out',
                name: outAt === null ? t('bounty.paidOut') : t('bounty.paidOutAt', { block: outAt }),
                value: line(money.paidOut),
                strong: true,
              },
            ]}
          />
          <div className={styles.rule} />
          <KeyValue
            rows={[
              { id: 'net', name: t('bounty.net'), value: <Amount value={money.net ?? 0n} decimals={decimals} result />, strong: true },
            ]}
          />
        </>
      )}
    </>
  )
}

function lineText({ kind, artifact, of }: MoneyLine, forfeited: boolean, t: ReturnType<typeof useTexts>): string {
  const index = artifact ?? ''
  switch (kind) {
    case 'share-of-lost-bids':
      return of === null
        ? t('bounty.line.share-of-lost-bidsUnknown', { index })
        : t('bounty.line.share-of-lost-bids', { index, of: formatAmount(of, { decimals: moneyDecimals([of]) }) })
    case 'bid-lost':
      return t(forfeited ? 'bounty.line.bid-forfeited' : 'bounty.line.bid-lost', { index })
    case 'bid':
      return t('bounty.line.bid', { artifacts: index })
    case 'own-bid-back':
    case 'share-of-bounty':
      return t(`bounty.line.${kind}`, { index })
    default:
      return t(`bounty.line.${kind}`)
  }
}

function Mine({ details, mine }: { readonly details: BountyDetails; readonly mine: NonNullable<BountyDetails['mine']> }) {
  const t = useTexts()
  const hash = (id: string, name: string, value: string | null): KeyValueRow[] =>
    value === null
      ? []
      : [{ id, name, value: <Identifier value={value} copyLabel={t('common.copyValue', { value: name })} copied={t('common.copied')} /> }]
  return (
    <>
      <PageBar title={t('bounty.mine')} />
      <div className={styles.side}>
        <KeyValue
          rows={[
            ...(mine.index === null
              ? []
              : [
                  {
                    id: 'index',
                    name: t('bounty.index'),
                    value: t('bounty.indexOf', { index: mine.index, of: details.assertions.length }),
                  },
                ]),
            ...hash('commitment', t('bounty.commitment'), mine.commitment),
            ...(mine.nonce === null
              ? [
                  {
                    id: 'nonce',
                    name: t('bounty.nonceHidden'),
                    value: (
                      <span className={styles.faint}>{t(details.row.state === 'forfeited' ? 'bounty.neverShown' : 'bounty.hidden')}</span>
                    ),
                  },
                ]
              : hash('nonce', t('bounty.nonceRevealed'), mine.nonce)),
            ...hash('assert', t('bounty.assertTx'), mine.assertTx),
            ...hash('reveal', t('bounty.revealTx'), mine.revealTx),
            ...(mine.revealAttempts > 1
              ? [{ id: 'attempts', name: t('bounty.revealAttempts'), value: t('bounty.times', { count: mine.revealAttempts }) }]
              : []),
            ...hash('settle', t('bounty.settleTx'), mine.settleTx),
          ]}
        />
      </div>
    </>
  )
}

function Scan({ details, scan }: { readonly details: BountyDetails; readonly scan: NonNullable<BountyDetails['scan']> }) {
  const t = useTexts()
  return (
    <>
      <PageBar title={t('bounty.scan')} />
      <div className={styles.side}>
        <KeyValue
          rows={[
            { id: 'scanner', name: scannerName(scan.scanner, t), value: t('bounty.found', { count: scan.malicious, of: scan.artifacts }) },
            {
              id: 'time',
              name: t('bounty.scanTime'),
              value: t('bounty.scanTimeOf', { took: formatSeconds(scan.tookMs), budget: formatSeconds(scan.budgetMs, 0) }),
            },
            {
              id: 'uri',
              name: t('bounty.artifactUri'),
              value: <Identifier value={details.row.uri} copyLabel={t('common.copyValue', { value: 'CID' })} copied={t('common.copied')} />,
            },
          ]}
        />
      </div>
    </>
  )
}

/** A scanner by its name; one that this window does not know by its id. */
function scannerName(id: string, t: ReturnType<typeof useTexts>): string {
  const known = scannerId.safeParse(id)
  return known.success ? t(`engine.scanner.${known.data}`) : visibleText(id)
}
