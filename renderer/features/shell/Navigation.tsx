import {
  Activity,
  ArrowLeftRight,
  ChartLine,
  ListChecks,
  Lock,
  LockOpen,
  Network,
  ScanSearch,
  ScrollText,
  Settings,
  Wallet,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { CommunityState, Need, WalletState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { useCommunity, useConsole, useConsoleNow, useUi, useWindowConsole } from '../../store/console.tsx'
import { goTo, type Screen } from '../../store/ui.ts'
import { useActsOff } from '../../ui/Button.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { useDuration, useTexts } from '../common/text.ts'
import { useUnlock } from '../common/useUnlock.ts'
import { openTransfers } from '../common/view.ts'
import { openCount } from '../live/index.ts'
import { useLock } from '../wallet/index.ts'
import styles from './Navigation.module.css'

type NavScreen = Exclude<Screen, 'bounty'>
const icons: Readonly<Record<NavScreen, ReactNode>> = {
  live: <Activity aria-hidden />,
  assertions: <ListChecks aria-hidden />,
  earnings: <ChartLine aria-hidden />,
  wallet: <Wallet aria-hidden />,
  communities: <Network aria-hidden />,
  engine: <ScanSearch aria-hidden />,
  activity: <ScrollText aria-hidden />,
  settings: <Settings aria-hidden />,
}
const groups: readonly (readonly NavScreen[])[] = [
  ['live', 'assertions', 'earnings'],
  ['wallet', 'communities', 'engine'],
  ['activity', 'settings'],
]

/**
 * How many assertions of a Community wait for a person: those that are told as needs. What the engine reveals and settles by itself needs
 * nobody, however much of it there is.
 */
function waitingAssertions(needs: readonly Need[], { settings, stake }: CommunityState): number {
  return needs
    .filter(({ community }) => community === settings.id)
    .reduce((sum, { code, values }) => {
      if (code === 'wallet-locked' || code === 'reveals-held') return sum + Number(values.reveals ?? 0) + Number(values.settles ?? 0)
      if (code === 'assertions-missing') return sum + Number(values.assertions ?? 0)
      return code === 'signer-down' ? sum + stake.owedReveals + stake.owedSettles : sum
    }, 0)
}

/** Where to go, with what waits there. */
export function Navigation() {
  const t = useTexts()
  const community = useCommunity()
  return (
    <nav className={styles.nav} aria-label={t('shell.nav.label')}>
      <ul className={styles.list}>
        {groups.map((screens, index) => [
          index > 0 && <li key={`line-${screens[0]}`} className={styles.line} aria-hidden />,
          ...screens.map((screen) => <Item key={screen} screen={screen} community={community} />),
        ])}
      </ul>
      <WalletFoot community={community} />
    </nav>
  )
}

function Item({ screen, community }: { readonly screen: NavScreen; readonly community: CommunityState | null }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const current = useUi(({ place }) => (place.screen === 'bounty' ? place.from : place.screen) === screen)
  const name = t(`shell.nav.${screen}`)
  return (
    <li>
      <Tooltip text={name} side="right">
        <button type="button" className={styles.item} aria-current={current ? 'page' : undefined} onClick={() => goTo(ui, { screen })}>
          {icons[screen]}
          <span className={styles.name}>{name}</span>
          <Count screen={screen} community={community} />
        </button>
      </Tooltip>
    </li>
  )
}

function Count({ screen, community }: { readonly screen: NavScreen; readonly community: CommunityState | null }) {
  const t = useTexts()
  const now = useConsoleNow(10_000)
  const live = useConsole(({ bounties }) =>
    community ? openCount(Object.values(bounties[community.settings.id] ?? {}), community.clock.block, now) : null,
  )
  const flying = useConsole(({ communities }) => Object.values(communities).reduce((sum, each) => sum + openTransfers(each).length, 0))
  const waiting = useConsole(({ needs }) => (community ? waitingAssertions(needs, community) : 0))
  const open = community?.stake.open ?? 0
  if (screen === 'live' && live !== null) {
    return (
      <span className={styles.count} title={t('shell.nav.open', { count: live })}>
        {live}
      </span>
    )
  }
  if (screen === 'assertions' && waiting > 0) {
    return (
      <span className={cx(styles.count, styles.waiting)} title={t('shell.nav.waiting', { count: waiting })}>
        <StakeGlyph shape="owed" tone="stake" size={12} />
        {waiting}
      </span>
    )
  }
  if (screen === 'assertions' && open > 0) {
    return (
      <span className={styles.count} title={t('shell.nav.open', { count: open })}>
        {open}
      </span>
    )
  }
  if (screen === 'wallet' && flying > 0) {
    return (
      <span className={styles.count} title={t('shell.nav.inFlight', { count: flying })}>
        <ArrowLeftRight aria-hidden />
        {flying}
      </span>
    )
  }
  return null
}

function WalletFoot({ community }: { readonly community: CommunityState | null }) {
  const t = useTexts()
  const lock = useLock()
  const unlock = useUnlock()
  const nobody = useActsOff(true)
  const wallets = useConsole((state) => state.wallets)
  const lockWord = useLockWord()
  const wallet = wallets.find(({ address }) => address === community?.settings.wallet) ?? wallets[0] ?? null
  if (wallet === null) return <div className={styles.foot}>{t('shell.walletFoot.none')}</div>
  const locked = wallet.state === 'locked'
  const act = locked ? unlock : () => lock(wallet)
  const does = t(locked ? 'shell.palette.unlock' : 'shell.palette.lock')
  const word = lockWord(wallet)
  return (
    <div className={styles.foot}>
      <Tooltip text={nobody ?? t('shell.walletFoot.stateAndAct', { state: word, act: does })} side="right">
        <button
          type="button"
          className={cx(styles.wallet, locked && styles.locked)}
          {...(nobody === null
            ? { onClick: act, 'aria-label': t('shell.walletFoot.stateAndAct', { state: word, act: does }) }
            : { 'aria-disabled': true })}
        >
          {locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
          {/* Under the pointer it says at once what a click does. */}
          <span className={styles.walletText} {...(nobody === null ? { 'data-does': does } : {})}>
            <span>{word}</span>
          </span>
        </button>
      </Tooltip>
      <span className={styles.address}>{shortAddress(wallet.address)}</span>
    </div>
  )
}

function useLockWord(): (wallet: WalletState) => string {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow(10_000)
  return ({ state, autoLockAt }) => {
    if (state === 'locked') return t('shell.walletFoot.locked')
    if (state === 'unlocking') return t('shell.walletFoot.unlocking')
    if (autoLockAt === null) return t('shell.walletFoot.unlocked')
    const minutes = Math.max(0, Math.ceil((autoLockAt - now) / 60_000))
    return t('shell.walletFoot.unlockedFor', { time: duration(minutes * 60_000) })
  }
}
