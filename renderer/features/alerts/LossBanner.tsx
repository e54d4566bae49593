import { ShieldX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import type { Guid } from '../../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount, moneyDecimals } from '../../lib/amounts.ts'
import { shortName } from '../../lib/names.ts'
import { formatCount } from '../../lib/numbers.ts'
import { windowsOf } from '../../lib/rounds.ts'
import { useBounties, useWindowConsole } from '../../store/console.tsx'
import { goTo, notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useLossText } from '../common/reasons.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useTexts } from '../common/text.ts'
import type { LostStakes } from './losses.ts'

const NAME_LENGTH = 40

/** What a lost stake cost, with all its decimals where they can be read; never less than it was. */
export const lossAmount = (value: bigint): string => formatAmount(value, { decimals: moneyDecimals([value]), cost: true })

interface LossBannerProps {
  readonly community: CommunityState
  /** By reason, at least one. */
  readonly lost: readonly LostStakes[]
}

/** Commitments were never revealed: how many, what it cost, why, and the way to the whole story. */
export function LossBanner({ community, lost }: LossBannerProps) {
  const t = useTexts()
  const { ui, bridge } = useWindowConsole()
  const [first] = lost
  const guid = lost.length === 1 ? (first?.guid ?? null) : null
  const seen = () => {
    const ids = lost.flatMap(({ needs }) => needs.map(({ id }) => id))
    ui.setState(({ seenLosses }) => ({ seenLosses: [...seenLosses, ...ids] }))
    for (const id of ids) bridge.call('app.putOffNeed', { id }).catch(() => {})
  }
  const seenButton = (
    <Button acts kind="quiet" onClick={seen}>
      {t('alerts.banner.lost.seen')}
    </Button>
  )
  return guid !== null && first ? (
    <OneLost community={community} lost={first} guid={guid} seenButton={seenButton} />
  ) : (
    <ManyLost community={community} lost={lost} seenButton={seenButton} />
  )
}

interface OneLostProps {
  readonly community: CommunityState
  readonly lost: LostStakes
  readonly guid: Guid
  readonly seenButton: ReactNode
}

function OneLost({ community, lost, guid, seenButton }: OneLostProps) {
  const t = useTexts()
  const space = useSentenceSpace()
  const lossText = useLossText()
  const { ui } = useWindowConsole()
  const row = useBounties(community.settings.id)[guid] ?? null
  const values = { amount: lossAmount(lost.amount), name: community.settings.name }
  const title =
    row?.bid != null && row.assertionFee !== null
      ? t('alerts.banner.lost.titleParts', { ...values, bid: lossAmount(row.bid), fee: lossAmount(row.assertionFee) })
      : t('alerts.banner.lost.title', values)
  const subject = shortName(lost.names[0] ?? guid, NAME_LENGTH)
  const reason = lost.reason ?? row?.lossReason ?? null
  return (
    <Banner
      tone="loss"
      icon={<ShieldX aria-hidden />}
      title={title}
      actions={
        <>
          <Button kind="primary" onClick={() => goTo(ui, { screen: 'bounty', guid, from: 'live' })}>
            {t('alerts.banner.lost.open')}
          </Button>
          <CopyReport community={community} guid={guid} lost={lost} />
          {seenButton}
        </>
      }
    >
      <Trans
        i18nKey={row ? 'alerts.banner.lost.text' : 'alerts.banner.lost.textNoBlock'}
        values={{ subject, block: row ? formatCount(windowsOf(row).reveal.until - 1) : '' }}
        components={{ b: <b /> }}
      />
      {space}
      {reason ? lossText(reason) : null}
      {space}
      {t('alerts.banner.lost.kept')}
    </Banner>
  )
}

function CopyReport({ community, guid, lost }: Omit<OneLostProps, 'seenButton'>) {
  const t = useTexts()
  const { ui, bridge } = useWindowConsole()
  const copy = async () => {
    const details = await bridge.call('bounty.details', { community: community.settings.id, guid })
    const report = details.ok ? details.value : lost
    await navigator.clipboard.writeText(JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? value.toString() : value), 2))
    notify(ui, t('common.copied'))
  }
  return (
    <Button
      onClick={() => {
        copy().catch(() => {})
      }}
    >
      {t('alerts.banner.lost.copy')}
    </Button>
  )
}

/** Several in a row: count and sum of all, each reason with its count, and the way to them in the list. */
function ManyLost({ community, lost, seenButton }: LossBannerProps & { readonly seenButton: ReactNode }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const lossText = useLossText()
  const { ui } = useWindowConsole()
  const count = lost.reduce((sum, each) => sum + each.count, 0)
  const amount = lossAmount(lost.reduce((sum, each) => sum + each.amount, 0n))
  const said = ({ reason }: LostStakes) => (reason ? lossText(reason) : t('alerts.banner.lost.textUnknown'))
  return (
    <Banner
      tone="loss"
      icon={<ShieldX aria-hidden />}
      title={t('alerts.banner.lost.titleMany', { count, amount, name: community.settings.name })}
      actions={
        <>
          <Button kind="primary" onClick={() => goTo(ui, { screen: 'assertions', lostSince: Math.min(...lost.map(({ since }) => since)) })}>
            {t('alerts.banner.lost.show')}
          </Button>
          {seenButton}
        </>
      }
    >
      {lost.map((each) => (
        <span key={each.needs[0]?.id}>
          {lost.length > 1 && (
            <>
              <b>{t('alerts.banner.lost.times', { count: each.count })}</b>
              {space}
            </>
          )}
          {said(each)}
          {space}
        </span>
      ))}
      {t('alerts.banner.lost.kept')}
    </Banner>
  )
}
