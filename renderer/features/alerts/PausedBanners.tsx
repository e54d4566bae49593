import { ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { goTo, type Screen } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useLockedOut } from '../common/locked.ts'
import { useTexts } from '../common/text.ts'
import type { PausedBy } from './trouble.ts'

/** "The 11 open assertions go on to reveal and settlement."; while the wallet is locked they do not. */
export function useGoesOn(community: CommunityState): string {
  const t = useTexts()
  const lockedOut = useLockedOut(community)
  return t(lockedOut ? 'alerts.banner.goesOnLocked' : 'alerts.banner.goesOn', { count: community.stake.open })
}

/** The engine paused by itself: why, what goes on, what to do. */
export function PausedBanner({ community, by }: { readonly community: CommunityState; readonly by: PausedBy }) {
  const { title, text, actions } = usePaused(community, by)
  return (
    <Banner tone="stake" icon={<StakeGlyph shape="bars" tone="stake" size={18} />} title={title} actions={actions}>
      {text}
    </Banner>
  )
}

function usePaused(community: CommunityState, by: PausedBy): { title: string; text: ReactNode; actions: ReactNode } {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const goesOn = useGoesOn(community)
  const { name } = community.settings
  const { perDay, atOnce } = community.engineSettings.limits
  const amountText = (value: bigint | null) => (value === null ? t('common.unknown') : formatAmount(value))
  const open = (screen: Exclude<Screen, 'bounty'>, label: string, kind: 'primary' | 'plain' = 'primary') => (
    <Button kind={kind} onClick={() => goTo(ui, { screen })}>
      {label}
    </Button>
  )
  const change = (
    <Button acts kind="primary" onClick={() => ui.setState({ dialog: { is: 'limits' } })}>
      {t('alerts.banner.dayLimit.change')}
    </Button>
  )
  switch (by) {
    case 'day-limit':
      return {
        title: t('alerts.banner.dayLimit.title'),
        text: (
          <Trans
            i18nKey="alerts.banner.dayLimit.text"
            values={{ staked: formatAmount(community.today.staked, { cost: true }), limit: amountText(perDay), goesOn }}
            components={{ b: <b /> }}
          />
        ),
        actions: (
          <>
            {change}
            {open('earnings', t('alerts.banner.dayLimit.show'), 'plain')}
          </>
        ),
      }
    case 'at-once-limit':
      return {
        title: t('alerts.banner.atOnce.title'),
        text: (
          <Trans
            i18nKey="alerts.banner.atOnce.text"
            values={{ staked: formatAmount(community.stake.atRisk, { cost: true }), limit: amountText(atOnce), goesOn }}
            components={{ b: <b /> }}
          />
        ),
        actions: change,
      }
    case 'balance':
      return {
        title: t('alerts.banner.balance.title'),
        text: (
          <Trans
            i18nKey="alerts.banner.balance.text"
            values={{ balance: amountText(community.balances.sideNct?.value ?? null), name, goesOn }}
            components={{ b: <b /> }}
          />
        ),
        actions: open('wallet', t('alerts.banner.balance.deposit')),
      }
    case 'losses':
      return {
        title: t('alerts.banner.losses.title'),
        text: t('alerts.banner.losses.text', { goesOn }),
        actions: (
          <>
            <ResumeButton community={community} />
            {open('assertions', t('alerts.banner.losses.show'), 'plain')}
          </>
        ),
      }
    case 'deprecated':
      return {
        title: t('alerts.banner.deprecated.title'),
        text: t('alerts.banner.deprecated.text', { name, goesOn }),
        actions: open('wallet', t('alerts.banner.balance.deposit')),
      }
    default:
      return assertNever(by)
  }
}

function ResumeButton({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const start = useAction('engine.start')
  return (
    <Button
      kind="primary"
      busy={start.busy}
      onClick={() => {
        start.run({ community: community.settings.id }).catch(() => {})
      }}
    >
      {t('alerts.banner.operator.resume')}
    </Button>
  )
}

/** The Community shows other contracts than the pinned ones. */
export function ContractsBanner({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const goesOn = useGoesOn(community)
  const lockedOut = useLockedOut(community)
  const { name } = community.settings
  return (
    <Banner
      tone="loss"
      icon={<ShieldAlert aria-hidden />}
      title={t('alerts.banner.contracts.title', { name })}
      actions={
        <Button kind="primary" onClick={() => goTo(ui, { screen: 'communities' })}>
          {t('alerts.banner.contracts.compare')}
        </Button>
      }
    >
      {t(lockedOut ? 'alerts.banner.contracts.textLocked' : 'alerts.banner.contracts.text', { goesOn })}
    </Banner>
  )
}
