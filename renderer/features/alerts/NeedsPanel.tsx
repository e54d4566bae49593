import {
  ArrowLeftRight,
  Coins,
  FileWarning,
  Fuel,
  HardDrive,
  KeyRound,
  Lock,
  Scale,
  ScanSearch,
  ShieldAlert,
  ShieldX,
  Unplug,
  Wallet,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { reasonFrom } from '../../../shared/errors/reasons.ts'
import { isLoss, type NeedCode } from '../../../shared/state/codes.ts'
import type { CommunityState, Need } from '../../../shared/state/state.ts'
import { formatAmount, formatPerMille } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { formatClock, formatMoment } from '../../lib/times.ts'
import { useBounties, useConsole, useNow } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { Name } from '../../ui/Name.tsx'
import { NeedItem } from '../../ui/Notices.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { blocksToReveal, isRevealOwed } from '../bounties/model.ts'
import { rightOfEnded } from '../common/right.ts'
import { useCodeTexts, useReasonText, useTexts } from '../common/text.ts'
import { isConnected } from '../common/view.ts'
import styles from './alerts.module.css'
import { LostCard } from './LostCard.tsx'
import { type LostStakes, lostStakes } from './losses.ts'
import { badNeeds, calmNeeds, isNeedCode, laterNeeds, needValues } from './needs.ts'
import { useNeedAction } from './useNeedAction.ts'
import { WhatWaits } from './WhatWaits.tsx'

const icons: Readonly<Record<NeedCode, ReactNode>> = {
  'wallet-locked': <Lock aria-hidden />,
  'wallet-missing': <Wallet aria-hidden />,
  'reveals-held': <Unplug aria-hidden />,
  'stake-lost': <ShieldX aria-hidden />,
  'assertions-missing': <StakeGlyph shape="unknown" tone="stake" size={16} />,
  'day-limit': <StakeGlyph shape="bars" tone="stake" size={16} />,
  'at-once-limit': <StakeGlyph shape="bars" tone="stake" size={16} />,
  'balance-low': <Coins aria-hidden />,
  'home-eth-low': <Fuel aria-hidden />,
  'home-nct-low': <Fuel aria-hidden />,
  'connection-lost': <Unplug aria-hidden />,
  'api-key-refused': <KeyRound aria-hidden />,
  'transfer-overdue': <ArrowLeftRight aria-hidden />,
  'transfer-failed': <ArrowLeftRight aria-hidden />,
  'contracts-changed': <ShieldAlert aria-hidden />,
  'registry-deprecated': <ShieldAlert aria-hidden />,
  'scanner-down': <ScanSearch aria-hidden />,
  'rules-refused': <FileWarning aria-hidden />,
  'signer-down': <KeyRound aria-hidden />,
  'journal-failed': <HardDrive aria-hidden />,
  'sandbox-failed': <StakeGlyph shape="lost" tone="soft" size={16} />,
  'sandbox-not-kept': <HardDrive aria-hidden />,
  'ledger-unexplained': <Scale aria-hidden />,
}

/** What needs a person: now and for later are counted apart. */
export function NeedsPanel() {
  const t = useTexts()
  const needs = useConsole((state) => state.needs)
  const cards = needCards(needs)
  const now = cards.filter(({ need }) => need.urgency === 'now')
  // What can still be saved comes before what is lost.
  const sorted = [...now.filter(isLock), ...now.filter((card) => !isLock(card)), ...cards.filter(({ need }) => need.urgency === 'later')]
  return (
    <>
      <PageBar title={t('shell.needs.title')} note={<NeedCounts now={now.map(({ need }) => need)} later={cards.length - now.length} />} />
      {sorted.length === 0 ? (
        <p className={styles.empty}>{t('shell.needs.empty')}</p>
      ) : (
        <ul className={styles.needs} aria-label={t('shell.needs.title')}>
          {sorted.map(({ need, lost }) =>
            lost ? <LostCard key={need.id} lost={lost} need={need} /> : <NeedEntry key={need.id} need={need} />,
          )}
        </ul>
      )}
    </>
  )
}

const isLock = ({ need }: NeedCard): boolean => need.code === ('wallet-locked' satisfies NeedCode)

interface NeedCard {
  /** The first, where losses stand together. */
  readonly need: Need
  readonly lost: LostStakes | null
}

/** The cards of the panel: what one Community lost for one reason is one card. */
function needCards(needs: readonly Need[]): readonly NeedCard[] {
  const groups = lostStakes(needs)
  return needs.flatMap((need) => {
    const lost = isLoss(need) ? (groups.find((group) => group.needs[0] === need) ?? null) : null
    return lost === null && isLoss(need) ? [] : { need, lost }
  })
}

function NeedCounts({ now, later }: { readonly now: readonly Need[]; readonly later: number }) {
  const t = useTexts()
  if (now.length === 0) {
    return (
      <span className={styles.counts}>{later === 0 ? t('shell.needs.nothing') : t('shell.needs.nothingUrgent', { count: later })}</span>
    )
  }
  const bad = now.some(({ code }) => badNeeds.has(code))
  return (
    <span className={styles.counts}>
      <span className={bad ? styles.bad : styles.now}>{t('shell.needs.now', { count: now.length })}</span>
      {later > 0 && `, ${t('shell.needs.later', { count: later })}`}
    </span>
  )
}

function NeedEntry({ need }: { readonly need: Need }) {
  const t = useTexts()
  const text = useCodeTexts()
  const code = isNeedCode(need.code) ? need.code : 'other'
  const reasonText = useReasonText()
  const reason = reasonFrom(need.values)
  const values = { ...needValues(need), ...(reason && { detail: reasonText(reason) }) }
  const { act, putOff, busy, copies } = useNeedAction(need)
  const laterText = code === 'day-limit' || code === 'at-once-limit' ? t(`alerts.need.${code}.later`) : t('shell.needs.notNow')
  const tone = badNeeds.has(need.code) ? ('bad' as const) : calmNeeds.has(need.code) || code === 'other' ? null : ('warn' as const)
  return (
    <NeedItem
      {...(tone ? { tone } : {})}
      icon={isNeedCode(need.code) ? icons[need.code] : <StakeGlyph shape="owed" tone="stake" size={16} />}
      title={
        need.values[SILENT] === undefined ? text(`alerts.need.${code}.title`, values) : t('alerts.need.assertions-missing.titleSilent')
      }
      actions={
        <>
          <Button size="small" {...(copies ? { icon: copies } : { busy })} onClick={act} data-need-action>
            {t(`alerts.need.${code}.do`)}
          </Button>
          {(laterNeeds.has(need.code) || code === 'other') && (
            <Button acts size="small" kind="quiet" onClick={putOff}>
              {laterText}
            </Button>
          )}
        </>
      }
    >
      {need.code === 'reveals-held' ? <HeldRows need={need} values={values} /> : <NeedText need={need} code={code} values={values} />}
    </NeedItem>
  )
}

/** Of 'assertions-missing': the Community has answered nothing since (ms). */
const SILENT = 'silentSince'

/** How much of what ended today was right, per mille; null before anything did. */
const wonShare = (community: CommunityState | undefined): number | null => (community ? rightOfEnded(community.today).share : null)

/** What it means; a balance that nobody can read now is told with the time it was read. */
function NeedText({ need, code, values }: { readonly need: Need; readonly code: string; readonly values: Record<string, string> }) {
  const text = useCodeTexts()
  const community = useConsole(({ communities }) => (need.community === null ? undefined : communities[need.community]))
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  const readAt = community?.balances.homeEth?.at ?? null
  if (code === 'wallet-locked' && community) return <WhatWaits community={community} />
  const won = wonShare(community)
  if (code === 'day-limit' && won !== null) return text('alerts.need.day-limit.textWon', { ...values, won: formatPerMille(won) })
  if (code === 'home-nct-low' && community?.settings.kind === 'sandbox') return text('alerts.need.home-nct-low.textTest', values)
  const silentSince = need.values[SILENT]
  if (silentSince !== undefined)
    return text('alerts.need.assertions-missing.textSilent', { ...values, since: formatMoment(Number(silentSince), now, language) })
  if (code === 'home-eth-low' && community && !isConnected(community) && readAt !== null)
    return text('alerts.need.home-eth-low.textAsOf', { ...values, time: formatClock(readAt) })
  return text(`alerts.need.${code}.text`, values)
}

const HELD_SHOWN = 3

/** Which reveals wait, and how long each of them still may, or since when its window is over: by the block now, as it is estimated. */
function HeldRows({ need, values }: { readonly need: Need; readonly values: Record<string, string> }) {
  const t = useTexts()
  const text = useCodeTexts()
  const community = useConsole(({ communities }) => (need.community === null ? undefined : communities[need.community]))
  const rows = useBounties(need.community)
  const owed = Object.values(rows).filter(isRevealOwed)
  const block = community?.clock.block ?? null
  if (owed.length === 0) return text('alerts.need.reveals-held.text', values)
  const left = (row: BountyRow) => blocksToReveal(row, block)
  return owed
    .toSorted((a, b) => (left(a) ?? 0) - (left(b) ?? 0))
    .slice(0, HELD_SHOWN)
    .map((row) => (
      <div key={row.guid}>
        <div className={styles.held}>
          <Name text={row.artifacts[0]?.name ?? row.guid} />
        </div>
        <div className={cx(styles.heldNote)}>
          {t('alerts.heldRow', {
            amount: formatAmount(row.bid ?? 0n, { cost: true }),
            state: t(row.state === 'reveal-not-seen' ? 'alerts.heldState.sent' : 'alerts.heldState.held'),
            time: heldTime(t, left(row)),
          })}
        </div>
      </div>
    ))
}

function heldTime(t: ReturnType<typeof useTexts>, left: number | null): string {
  if (left === null) return t('alerts.heldTime.unknown')
  if (left > 0) return t('alerts.heldTime.left', { left })
  return left === 0 ? t('alerts.heldTime.last') : t('alerts.heldTime.over', { count: -left })
}

/** How many things need a person now: for the count on the drawer's button. */
export function useNeedsNow(): number {
  return useConsole(({ needs }) => needCards(needs).filter(({ need }) => need.urgency === 'now').length)
}
