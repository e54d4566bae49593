import { CircleX, HardDrive, Lock } from 'lucide-react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useSaid } from '../common/reasons.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useTexts } from '../common/text.ts'
import { useUnlock } from '../common/useUnlock.ts'
import { useGoesOn } from './PausedBanners.tsx'
import type { Trouble } from './trouble.ts'
import { WhatWaits } from './WhatWaits.tsx'

/** Nothing is signed or sent that cannot be kept on disk. */
export function JournalBanner({ failure }: Pick<Extract<Trouble, { is: 'journal' }>, 'failure'>) {
  const t = useTexts()
  const said = useSaid()
  return (
    <Banner tone="loss" icon={<HardDrive aria-hidden />} title={t('alerts.banner.failed.journal')}>
      {t('alerts.banner.failed.journalText', { detail: said(failure) })}
    </Banner>
  )
}

/** A helper process is down and being restarted. */
export function FailedBanner({
  community,
  failure,
}: {
  readonly community: CommunityState
  readonly failure: Extract<Trouble, { is: 'failed' }>['failure']
}) {
  const t = useTexts()
  const said = useSaid()
  const { ui } = useWindowConsole()
  const goesOn = useGoesOn(community)
  return (
    <Banner
      tone="loss"
      icon={<CircleX aria-hidden />}
      title={t(`alerts.banner.failed.${failure.part}`)}
      actions={<Button onClick={() => goTo(ui, { screen: 'engine' })}>{t('alerts.banner.failed.open')}</Button>}
    >
      {t('alerts.banner.failed.text', { detail: said(failure), goesOn })}
    </Banner>
  )
}

/** The wallet is locked and the dialog was put aside; what is wrong besides has no banner of its own meanwhile. */
export function LockedBanner({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const unlock = useUnlock()
  const { connection, engine, settings } = community
  const contracts = engine.is === 'paused' && engine.by === 'contracts-changed'
  const besides = connection.is === 'lost' ? 'disconnected' : contracts ? 'contracts' : null
  return (
    <Banner
      tone="stake"
      icon={<Lock aria-hidden />}
      title={t('alerts.banner.locked.title')}
      actions={
        <Button acts kind="primary" onClick={unlock}>
          {t('alerts.banner.locked.unlock')}
        </Button>
      }
    >
      <WhatWaits community={community} />
      {besides && space + t(`alerts.banner.locked.besides.${besides}`, { name: settings.name })}
    </Banner>
  )
}

/** The sandbox's process ended; test money alone. */
export function SandboxBanner({ failure }: { readonly failure: Extract<Trouble, { is: 'sandbox' }>['failure'] }) {
  const t = useTexts()
  const said = useSaid()
  const again = useAction('sandbox.try')
  return (
    <Banner
      tone="stake"
      icon={<CircleX aria-hidden />}
      title={t('alerts.banner.sandboxFailed.title')}
      actions={
        <Button
          kind="primary"
          busy={again.busy}
          onClick={() => {
            again.run({}).catch(() => {})
          }}
        >
          {t('alerts.banner.sandboxFailed.again')}
        </Button>
      }
    >
      {t('alerts.banner.sandboxFailed.text', { detail: said(failure) })}
    </Banner>
  )
}
