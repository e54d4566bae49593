import { useMemo } from 'react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useCommunity, useConsole, useConsoleNow, useUi } from '../../store/console.tsx'
import { DisconnectedBanner } from './DisconnectedBanner.tsx'
import { FailedBanner, JournalBanner, LockedBanner, SandboxBanner } from './FailedBanners.tsx'
import { LossBanner } from './LossBanner.tsx'
import { ContractsBanner, PausedBanner } from './PausedBanners.tsx'
import { type Trouble, worstTrouble } from './trouble.ts'

/** The one banner of a screen: the worst trouble of the Community the window looks at. */
export function TroubleBanner() {
  const community = useCommunity()
  const app = useConsole((state) => state.app)
  const needs = useConsole((state) => state.needs)
  const wallets = useConsole((state) => state.wallets)
  const seenLosses = useUi((ui) => ui.seenLosses)
  const unlocking = useUi((ui) => ui.dialog?.is === 'unlock')
  const now = useConsoleNow()
  const trouble = useMemo(
    () => worstTrouble({ app, community, needs, wallets, seenLosses, unlocking }),
    [app, community, needs, wallets, seenLosses, unlocking],
  )
  return trouble === null ? null : <BannerOf trouble={trouble} community={community} now={now} />
}

function BannerOf({
  trouble,
  community,
  now,
}: {
  readonly trouble: Trouble
  readonly community: CommunityState | null
  readonly now: number
}) {
  if (trouble.is === 'journal') return <JournalBanner failure={trouble.failure} />
  if (community === null) return null
  switch (trouble.is) {
    case 'contracts':
      return <ContractsBanner community={community} />
    case 'disconnected':
      return <DisconnectedBanner community={community} connection={trouble.connection} now={now} />
    case 'lost':
      return <LossBanner community={community} lost={trouble.lost} />
    case 'failed':
      return <FailedBanner community={community} failure={trouble.failure} />
    case 'locked':
      return <LockedBanner community={community} />
    case 'paused':
      return <PausedBanner community={community} by={trouble.by} />
    case 'sandbox':
      return <SandboxBanner failure={trouble.failure} />
    default:
      return assertNever(trouble)
  }
}
