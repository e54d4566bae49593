import { ShieldX } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount, moneyDecimals } from '../../lib/amounts.ts'
import { shortName } from '../../lib/names.ts'
import { formatCount } from '../../lib/numbers.ts'
import { windowsOf } from '../../lib/rounds.ts'
import { useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo, notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useLossText } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'

type Forfeit = NonNullable<CommunityState['lastForfeit']>
const NAME_LENGTH = 40

/** A commitment was never revealed: what it cost, why, and the way to the whole story. */
export function ForfeitBanner({ community, forfeit, row }: { community: CommunityState; forfeit: Forfeit; row: BountyRow | null }) {
  const t = useTexts()
  const lossText = useLossText()
  const { ui, bridge } = useWindowConsole()
  const need = useConsole(({ needs }) => needs.find(({ guid, code }) => guid === forfeit.guid && code === 'stake-lost') ?? null)
  const exact = (value: bigint) => formatAmount(value, { decimals: moneyDecimals([value]), cost: true })
  const title =
    row?.bid != null && row.assertionFee !== null
      ? t('alerts.banner.forfeit.titleParts', { amount: exact(forfeit.amount), bid: exact(row.bid), fee: exact(row.assertionFee) })
      : t('alerts.banner.forfeit.title', { amount: exact(forfeit.amount) })
  const name = row?.artifacts[0]?.name ?? null
  const seen = () => {
    ui.setState(({ seenForfeits }) => ({ seenForfeits: [...seenForfeits, forfeit.guid] }))
    if (need) bridge.call('app.putOffNeed', { id: need.id }).catch(() => {})
  }
  const copyReport = async () => {
    const details = await bridge.call('bounty.details', { community: community.settings.id, guid: forfeit.guid })
    const report = details.ok ? details.value : { row, forfeit }
    await navigator.clipboard.writeText(JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? value.toString() : value), 2))
    notify(ui, t('common.copied'))
  }
  return (
    <Banner
      tone="loss"
      icon={<ShieldX aria-hidden />}
      title={title}
      actions={
        <>
          <Button kind="primary" onClick={() => goTo(ui, { screen: 'bounty', guid: forfeit.guid, from: 'live' })}>
            {t('alerts.banner.forfeit.open')}
          </Button>
          <Button
            onClick={() => {
              copyReport().catch(() => {})
            }}
          >
            {t('alerts.banner.forfeit.copy')}
          </Button>
          <Button kind="quiet" onClick={seen}>
            {t('alerts.banner.forfeit.seen')}
          </Button>
        </>
      }
    >
      {row && name !== null ? (
        <Trans
          i18nKey="alerts.banner.forfeit.text"
          values={{ subject: shortName(name, NAME_LENGTH), block: formatCount(windowsOf(row).reveal.until - 1) }}
          components={{ b: <b /> }}
        />
      ) : (
        t('alerts.banner.forfeit.textUnknown')
      )}{' '}
      {row?.lossReason ? lossText(row.lossReason) : null} {t('alerts.banner.forfeit.kept')}
    </Banner>
  )
}
