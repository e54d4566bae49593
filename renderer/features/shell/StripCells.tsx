import { ChevronDown, Hourglass, Radio, Unplug } from 'lucide-react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { formatCount, formatSeconds, shortBlock } from '../../lib/numbers.ts'
import { formatClock, formatMoment } from '../../lib/times.ts'
import { useConsole, useConsoleNow, useWindowConsole } from '../../store/console.tsx'
import { BlockPulse } from '../../ui/BlockPulse.tsx'
import { StakeGlyph, type StakeShape, type Tone } from '../../ui/Glyphs.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useNeedsNow } from '../alerts/index.ts'
import { useLockedOut } from '../common/locked.ts'
import { useDuration, useTexts } from '../common/text.ts'
import { isConnected, silentFor } from '../common/view.ts'
import { Cell } from './Cell.tsx'
import styles from './Strip.module.css'

type Props = { readonly community: CommunityState | null }

interface EngineLook {
  readonly shape: StakeShape
  readonly tone: Tone
  readonly word: string
  readonly detail: string
  readonly cell: 'stake' | 'loss' | null
}

export function EngineCell({ community }: Props) {
  const t = useTexts()
  const look = useEngineLook(community)
  const urgent = useNeedsNow()
  const color = { gain: styles.gain, stake: styles.amber, loss: styles.red }[look.tone as string] ?? styles.softText
  const showsNeeds = community?.engine.is === 'running' && urgent > 0
  return (
    <Cell
      id="engine"
      label={t('shell.strip.engine')}
      tone={look.cell}
      value={
        <span className={cx(styles.engine, color)}>
          <StakeGlyph shape={look.shape} tone={look.tone} size={18} />
          {look.word}
        </span>
      }
      detail={<span className={showsNeeds ? styles.red : undefined}>{look.detail}</span>}
    />
  )
}

/** For so long after its start, or with nothing open, the engine says how long it has run. */
const FRESH_MS = 300_000

function useEngineLook(community: CommunityState | null): EngineLook {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow()
  const urgent = useNeedsNow()
  const lockedOut = useLockedOut(community)
  const language = useConsole(({ app }) => app.preferences.language)
  if (community === null) return { shape: 'square', tone: 'soft', word: t('shell.strip.stopped'), detail: '', cell: null }
  // More urgent than whatever keeps it from staking.
  const engine = lockedOut ? ({ is: 'locked' } as const) : community.engine
  switch (engine.is) {
    case 'running': {
      // It goes on by estimated blocks: nobody should take that for all being well.
      if (urgent === 0 && silentFor(community, now) !== null)
        return { shape: 'play', tone: 'stake', word: t('shell.strip.running'), detail: t('shell.strip.hearsNoBlocks'), cell: 'stake' }
      const fresh = now - engine.since < FRESH_MS
      const calm = fresh ? t('shell.strip.forTime', { time: duration(now - engine.since) }) : t('shell.strip.nothingUrgent')
      const detail = urgent > 0 ? t('shell.strip.thingsNow', { count: urgent }) : calm
      return { shape: 'play', tone: 'gain', word: t('shell.strip.running'), detail, cell: null }
    }
    case 'stopped':
      return {
        shape: 'square',
        tone: 'soft',
        word: t('shell.strip.stopped'),
        detail: stoppedWhy(t, engine, now, language) ?? t(community.stake.open > 0 ? 'shell.strip.openGoOn' : 'shell.strip.noNewStake'),
        cell: null,
      }
    case 'paused': {
      const detail = t(`shell.strip.pausedBy.${engine.by}`, { time: formatClock(engine.since) })
      const trouble = engine.by === 'contracts-changed' || engine.by === 'losses'
      return {
        shape: 'bars',
        tone: trouble ? 'loss' : 'stake',
        word: t('shell.strip.paused'),
        detail,
        cell: engine.by === 'operator' ? null : trouble ? 'loss' : 'stake',
      }
    }
    case 'holding':
      return { shape: 'bars', tone: 'stake', word: t('shell.strip.holding'), detail: t('shell.strip.noNewStake'), cell: null }
    case 'locked':
      return { shape: 'lock', tone: 'stake', word: t('shell.strip.locked'), detail: t('shell.strip.cannotSign'), cell: 'stake' }
    case 'failed':
      return {
        shape: 'lost',
        tone: 'loss',
        word: t('shell.strip.failed'),
        detail: t(`shell.strip.failedPart.${engine.part}`),
        cell: 'loss',
      }
    default:
      return assertNever(engine)
  }
}

/** Who stopped it and when; null where nobody is known to have. */
function stoppedWhy(t: ReturnType<typeof useTexts>, { by, since }: Stopped, now: number, language: string): string | null {
  return by === undefined || since === null
    ? null
    : t(`shell.strip.stoppedBy.${by}`, { time: formatMoment(since, now, language).slice(0, -3) })
}
type Stopped = Extract<CommunityState['engine'], { is: 'stopped' }>

export function CommunityCell({ community, communities }: Props & { readonly communities: Readonly<Record<string, CommunityState>> }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const now = useConsoleNow()
  if (community === null) {
    return (
      <Cell
        id="community"
        label={t('shell.strip.community')}
        value={<span className={styles.softText}>{t('shell.strip.noCommunity')}</span>}
        detail=""
      />
    )
  }
  const { id, name } = community.settings
  return (
    <Cell
      id="community"
      label={t('shell.strip.community')}
      tone={community.connection.is === 'lost' ? 'loss' : silentFor(community, now) === null ? null : 'stake'}
      value={
        <Menu
          trigger={
            <button type="button" className={styles.switch} aria-label={`${t('shell.strip.switchCommunity')}: ${name}`}>
              <span className={styles.communityName}>{name}</span>
              <ChevronDown aria-hidden />
            </button>
          }
          entries={Object.values(communities).map(({ settings }) => ({
            kind: 'check' as const,
            id: settings.id,
            label: settings.name,
            checked: settings.id === id,
            one: true,
            onChoose: () => ui.setState({ community: settings.id }),
          }))}
        />
      }
      detail={<ConnectionDetail community={community} now={now} />}
    />
  )
}

function ConnectionDetail({ community, now }: { readonly community: CommunityState; readonly now: number }) {
  const t = useTexts()
  const duration = useDuration()
  const { connection } = community
  const silent = silentFor(community, now)
  if (silent !== null)
    return (
      <>
        <Hourglass aria-hidden className={styles.amber} />
        <span className={styles.amber}>{t('shell.strip.silent', { time: duration(silent) })}</span>
      </>
    )
  switch (connection.is) {
    case 'connected':
      return (
        <>
          <Radio aria-hidden className={styles.gain} />
          <span className={styles.gain}>{t('shell.strip.connected')}</span>
          {connection.latencyMs !== null && <span className={styles.faintText}>{t('common.ms', { value: connection.latencyMs })}</span>}
        </>
      )
    case 'connecting':
      return (
        <>
          <StakeGlyph shape="open" tone="flight" size={11} turning />
          <span>{t('shell.strip.connecting')}</span>
        </>
      )
    case 'lost':
      return (
        <>
          <Unplug aria-hidden className={styles.red} />
          <span className={styles.red}>
            {t(connection.everConnected ? 'shell.strip.noConnection' : 'shell.strip.unreachable', {
              time: duration(now - connection.since),
            })}
          </span>
        </>
      )
    case 'off':
      return <span className={styles.faintText}>{t('shell.strip.notConnected')}</span>
    default:
      return assertNever(connection)
  }
}

export function BlockCell({ community }: Props) {
  const t = useTexts()
  const clock = community?.clock ?? null
  const stale = community !== null && !isConnected(community)
  const { estimated = false } = clock ?? {}
  const rate = clock?.blockTimeMs ?? null
  const detail =
    clock?.block == null
      ? null
      : estimated && clock.seenBlock !== null
        ? t('shell.strip.lastSeen', { block: lastBlock(clock.seenBlock, clock.block) })
        : rate === null
          ? null
          : formatSeconds(rate, 2)
  return (
    <Cell
      id="block"
      label={t(estimated ? 'shell.strip.blockEstimated' : 'shell.strip.block')}
      value={
        clock?.block == null ? (
          <span className={styles.faintText}>{t('shell.strip.unknown')}</span>
        ) : (
          <span
            className={cx(styles.block, stale && !estimated && styles.old)}
            // Figures of one width: room for the sign of an estimate, so that no cell moves when it comes.
            style={{ minWidth: `${formatCount(clock.block).length + 2}ch` }}
          >
            {estimated ? '≈ ' : ''}
            {formatCount(clock.block)}
          </span>
        )
      }
      detail={
        clock && (
          <>
            <BlockPulse pulse={clock.pulse} usualMs={rate} label={t('shell.strip.pulse')} />
            <span
              className={cx(styles.faintText, styles.lastBlock)}
              data-room={clock.block === null ? '' : t('shell.strip.lastSeen', { block: lastBlock(clock.block, clock.block) })}
            >
              {detail}
            </span>
          </>
        )
      }
    />
  )
}

/** Up to so many the last block is told whole; of longer ones the end, as an end. */
const WHOLE_BELOW = 1_000_000

function lastBlock(seen: number, block: number): string {
  const whole = formatCount(seen)
  const short = shortBlock(seen, block)
  return seen < WHOLE_BELOW || short === whole ? whole : `…${short}`
}
