import { X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { cx } from '../../lib/cx.ts'
import { useCommunity, useConsole, useMirror, useUi, useWindowConsole } from '../../store/console.tsx'
import { dropNotice, type Place } from '../../store/ui.ts'
import { ActsOff, IconButton } from '../../ui/Button.tsx'
import { Mark } from '../../ui/Glyphs.tsx'
import { Toasts } from '../../ui/Notices.tsx'
import { TooltipProvider } from '../../ui/Tooltip.tsx'
import { ActivityScreen } from '../activity/index.ts'
import { EventsPanel, NeedsPanel } from '../alerts/index.ts'
import { AssertionsScreen } from '../assertions/index.ts'
import { BountyScreen } from '../bounty/index.ts'
import { useLockedSince } from '../common/locked.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import { CommunitiesScreen } from '../communities/index.ts'
import { EarningsScreen } from '../earnings/index.ts'
import { EngineScreen, LimitsDialog } from '../engine/index.ts'
import { LiveScreen } from '../live/index.ts'
import { Onboarding } from '../onboarding/index.ts'
import { SettingsScreen } from '../settings/index.ts'
import { LockDialog, WalletScreen } from '../wallet/index.ts'
import { BottomBar, SetupBottomBar } from './BottomBar.tsx'
import { ConsolePalette } from './ConsolePalette.tsx'
import { GoneBanner } from './GoneBanner.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { Navigation } from './Navigation.tsx'
import styles from './Shell.module.css'
import { StopDialog } from './StopDialog.tsx'
import { Strip } from './Strip.tsx'
import { TitleBar } from './TitleBar.tsx'
import { UnlockDialog } from './UnlockDialog.tsx'
import { useAppearance } from './useAppearance.ts'
import { useKeys } from './useKeys.ts'

/** The window: waits for the console, then shows it. */
export function Shell() {
  useAppearance()
  const t = useTexts()
  const ready = useMirror(({ state }) => state !== null)
  const gone = useMirror(({ goneAt }) => goneAt !== null)
  return (
    <TooltipProvider>
      <ActsOff value={gone ? t('shell.gone.acts') : null}>{ready ? <ReadyWindow /> : <Waiting />}</ActsOff>
      <Notices />
    </TooltipProvider>
  )
}

function Waiting() {
  const t = useTexts()
  const problemText = useProblemText()
  const problem = useMirror((mirror) => mirror.problem)
  const gone = useMirror(({ goneAt }) => goneAt !== null)
  return (
    <div className="waiting-window" role="status">
      <Mark size={40} />
      {gone ? t('shell.gone.title') : problem === null ? t('shell.starting') : `${t('shell.startFailed')}. ${problemText(problem)}`}
    </div>
  )
}

/** The set-up until it was finished or put aside, or when it was asked for; else the console. */
function ReadyWindow() {
  const { bridge } = useWindowConsole()
  const done = useConsole(({ app }) => app.firstRunDone)
  const setup = useUi((ui) => ui.setup)
  if (setup === 'hidden' || (setup === 'auto' && done)) return <ConsoleWindow />
  return (
    <div className={styles.setup}>
      {bridge.host === 'electron' && <TitleBar search={false} />}
      <GoneBanner />
      <div className={styles.middle}>
        <Onboarding />
      </div>
      <SetupBottomBar />
    </div>
  )
}

function ConsoleWindow() {
  const { bridge } = useWindowConsole()
  const place = useUi((ui) => ui.place)
  const gone = useMirror(({ goneAt }) => goneAt !== null)
  useKeys()
  useUnlockWhenOwed()
  const { page, side } = screenOf(place)
  return (
    <div className={styles.window}>
      {bridge.host === 'electron' && <TitleBar />}
      <GoneBanner />
      <Strip />
      <div className={cx(styles.body, side === 'own' && styles.noSide, gone && styles.gone)}>
        <Navigation />
        <main className={styles.page}>{page}</main>
        <SidePanel drawer={side === 'own'} />
      </div>
      <BottomBar />
      <OpenDialog />
    </div>
  )
}

/** A screen, and whether the side panel is the shell's or a part of the screen. */
function screenOf(place: Place): { readonly page: ReactNode; readonly side: 'shell' | 'own' } {
  switch (place.screen) {
    case 'live':
      return { page: <LiveScreen />, side: 'shell' }
    case 'assertions':
      return { page: <AssertionsScreen />, side: 'own' }
    case 'bounty':
      return { page: <BountyScreen place={place} />, side: 'own' }
    case 'communities':
      return { page: <CommunitiesScreen />, side: 'own' }
    case 'engine':
      return { page: <EngineScreen />, side: 'own' }
    case 'earnings':
      return { page: <EarningsScreen />, side: 'own' }
    case 'activity':
      return { page: <ActivityScreen />, side: 'own' }
    case 'settings':
      return { page: <SettingsScreen />, side: 'own' }
    case 'wallet':
      return { page: <WalletScreen />, side: 'own' }
    default:
      return { page: null, side: 'shell' }
  }
}

/** Needs and events. `drawer`: the screen has a panel of its own, so this one is only a drawer of narrow windows. */
function SidePanel({ drawer }: { readonly drawer: boolean }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const open = useUi((state) => state.sideOpen)
  return (
    <aside className={cx(styles.side, drawer && styles.drawer)} data-open={open} aria-label={t('shell.side.open')}>
      <div className={styles.drawerClose}>
        <IconButton label={t('shell.side.close')} icon={<X aria-hidden />} onClick={() => ui.setState({ sideOpen: false })} />
      </div>
      <div className={styles.panel}>
        <NeedsPanel />
        <div className={styles.split} />
        <EventsPanel />
      </div>
    </aside>
  )
}

function OpenDialog() {
  const dialog = useUi((ui) => ui.dialog)
  if (dialog === null) return null
  switch (dialog.is) {
    case 'unlock':
      return <UnlockDialog />
    case 'lock':
      return <LockDialog address={dialog.address} />
    case 'stop':
      return <StopDialog />
    case 'limits':
      return <LimitsDialog />
    case 'keys':
      return <KeysDialog />
    case 'palette':
      return <ConsolePalette />
    default:
      return assertNever(dialog)
  }
}

/** A locked wallet with something owed opens its dialog by itself, once for each time it was locked. */
function useUnlockWhenOwed() {
  const { ui } = useWindowConsole()
  const community = useCommunity()
  const lockedSince = useLockedSince(community)
  const owes = community !== null && community.stake.owedReveals + community.stake.owedSettles > 0
  useEffect(() => {
    if (lockedSince === null || !owes) return
    const { dialog, laterLocks } = ui.getState()
    if (dialog === null && !laterLocks.includes(lockedSince)) ui.setState({ dialog: { is: 'unlock' } })
  }, [ui, lockedSince, owes])
}

function Notices() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const notices = useUi((state) => state.notices)
  return <Toasts entries={notices} label={t('shell.notice')} closeLabel={t('common.close')} onClose={(id) => dropNotice(ui, id)} />
}
