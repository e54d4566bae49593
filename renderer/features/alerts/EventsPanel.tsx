import { ChevronDown } from 'lucide-react'
import { type EventCode, eventCodes } from '../../../shared/state/codes.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import { formatClock } from '../../lib/times.ts'
import { useConsole, useUi, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { en } from '../../texts/catalogue.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import type { StakeShape } from '../../ui/Glyphs.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { EventRow } from '../../ui/Notices.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { useReasonText, useTexts } from '../common/text.ts'
import styles from './alerts.module.css'
import { type FoldedLine, foldLines } from './folded.ts'
import { type RuleBounds, ruleBounds } from './rule-bounds.ts'

const shapes: Readonly<Record<EventCode, StakeShape>> = {
  'console-started': 'play',
  'wallet-unlocked': 'play',
  'wallet-locked': 'lock',
  'community-joined': 'dot',
  'community-left': 'dash',
  'contracts-pinned': 'dot',
  'contracts-changed': 'owed',
  connected: 'dot',
  'connection-lost': 'unknown',
  'connection-try-failed': 'unknown',
  listening: 'open',
  'taken-up': 'play',
  'taken-up-after-crash': 'play',
  'engine-started': 'play',
  'engine-paused': 'bars',
  'engine-stopped': 'square',
  'scanner-ready': 'check',
  'scanner-down': 'lost',
  'bounty-posted': 'empty',
  skipped: 'dash',
  'not-answered': 'bars',
  'assert-sent': 'up',
  committed: 'keyhole',
  'reveal-sent': 'up',
  revealed: 'dot',
  'reveal-try-failed': 'up',
  voted: 'dot',
  quorum: 'dot',
  'settle-sent': 'down',
  won: 'check',
  'won-part': 'half',
  lost: 'lost',
  forfeited: 'forfeited',
  returned: 'down',
  'assertion-missing': 'unknown',
  'assertion-back': 'dot',
  'assertion-written-off': 'forfeited',
  'allowance-raised': 'up',
  'deposit-sent': 'down',
  'withdrawal-sent': 'up',
  'deposit-arrived': 'check',
  'withdrawal-arrived': 'check',
  'transfer-failed': 'lost',
  'transfer-overdue': 'owed',
  'transfer-written-off': 'forfeited',
  'maintain-on': 'play',
  'maintain-changed': 'dot',
  'maintain-off': 'square',
  'strategy-changed': 'dot',
  'scanner-changed': 'dot',
  'limit-day-changed': 'dot',
  'limit-bounty-changed': 'dot',
  'limit-open-changed': 'dot',
  'limit-allowance-changed': 'dot',
  'limit-gas-price-changed': 'dot',
  'kinds-changed': 'dot',
  'auto-start-on': 'play',
  'auto-start-off': 'square',
  'parameters-changed': 'dot',
  'registry-deprecated': 'square',
  'journal-failed': 'lost',
}
/** Amounts that are movements between chains; what a commit costs stands in the lists. */
const movements: ReadonlySet<string> = new Set<EventCode>([
  'deposit-sent',
  'withdrawal-sent',
  'deposit-arrived',
  'withdrawal-arrived',
  'transfer-failed',
  'transfer-overdue',
  'transfer-written-off',
  'allowance-raised',
])
const results: ReadonlySet<string> = new Set<EventCode>(['won', 'won-part', 'lost', 'forfeited', 'returned', 'assertion-written-off'])

const isEventCode = (code: string): code is EventCode => (eventCodes as readonly string[]).includes(code)

/** What happened, newest first: a quiet log. */
export function EventsPanel() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const which = useUi((state) => state.eventsOf)
  const events = useConsole((state) => state.events)
  // Nothing to choose between before the first bounty.
  const hasChoice = which === 'all' || events.some(({ mine, guid }) => !mine || guid !== null)
  const shown = which === 'mine' ? events.filter(({ mine }) => mine) : events
  return (
    <>
      <PageBar
        title={t('shell.events.title')}
        tools={
          hasChoice && (
            <Menu
              align="end"
              trigger={
                <Button
                  kind="quiet"
                  className={styles.which}
                  aria-label={`${t('shell.events.which')}: ${t(`shell.events.${which}`)}`}
                  after={<ChevronDown aria-hidden />}
                >
                  {t(`shell.events.${which}`)}
                </Button>
              }
              entries={(['mine', 'all'] as const).map((id) => ({
                kind: 'check' as const,
                id,
                label: t(`shell.events.${id}`),
                checked: which === id,
                one: true,
                onChoose: () => ui.setState({ eventsOf: id }),
              }))}
            />
          )
        }
      />
      {shown.length === 0 ? (
        <p className={styles.empty}>{t('shell.events.empty')}</p>
      ) : (
        <div className={styles.feed} role="log" aria-live="off" aria-label={t('shell.events.title')}>
          {foldLines(shown).map((folded) => (
            <EventEntry key={folded.first.id} folded={folded} />
          ))}
        </div>
      )}
    </>
  )
}

/** One line of the feed in the catalogue's words, or several that say the same with their count. */
export function EventEntry({ folded }: { readonly folded: FoldedLine }) {
  const { ui } = useWindowConsole()
  const { line: event, count } = folded
  const { word, subject } = useEventWords(event)
  const { guid, community } = event
  return (
    <EventRow
      time={formatClock(event.at)}
      shape={isEventCode(event.code) ? shapes[event.code] : 'empty'}
      tone={event.tone}
      word={word}
      subject={subject}
      // What was said is a sentence, not a name with an extension.
      subjectTail={event.code.endsWith('-try-failed') ? 0 : 6}
      result={count > 1 ? <Times folded={folded} /> : <EventAmount event={event} />}
      onOpen={
        guid === null
          ? undefined
          : () => {
              if (community !== null) ui.setState({ community })
              goTo(ui, { screen: 'bounty', guid, from: 'live' })
            }
      }
    />
  )
}

function Times({ folded: { count, first } }: { readonly folded: FoldedLine }) {
  const t = useTexts()
  return (
    <span className={styles.times} title={t('alerts.timesSince', { count, time: formatClock(first.at) })}>
      {t('alerts.times', { count })}
    </span>
  )
}

function EventAmount({ event: { code, amount } }: { readonly event: EventLine }) {
  if (amount === null || !(results.has(code) || movements.has(code))) return null
  return results.has(code) ? <Amount value={amount} result /> : <Amount value={amount} />
}

/** Who or what paused the engine, as the line's subject names it. */
const pausers = Object.keys(en.alerts.enginePaused) as (keyof typeof en.alerts.enginePaused)[]

const strategies = Object.keys(en.engine.strategy) as (keyof typeof en.engine.strategy)[]

/** A rule in words, part by part. */
function boundsText(t: ReturnType<typeof useTexts>, { minimum, refill, above, target, daily }: RuleBounds): string {
  return [
    t('alerts.rule.low', { minimum, refill }),
    ...(above === null || target === null ? [] : [t('alerts.rule.high', { above, target })]),
    ...(daily === null ? [] : [t('alerts.rule.daily', { daily })]),
  ].join(t('alerts.rule.and'))
}

/** A numbered try carries its number in the subject: "2: no route to host". */
function useEventWords({ code, subject, reason, counts, by }: EventLine): { word: string; subject: string | null } {
  const t = useTexts()
  const reasonText = useReasonText()
  const numbered = /^(\d{1,6}): (.+)$/s.exec(subject ?? '')
  if (numbered && code === 'connection-try-failed')
    return { word: t('alerts.tryFailed', { number: numbered[1] ?? '' }), subject: reason ? reasonText(reason) : (numbered[2] ?? null) }
  if (numbered && code === 'reveal-try-failed')
    return { word: t('alerts.revealTry', { number: numbered[1] ?? '' }), subject: numbered[2] ?? null }
  const pauser = code === 'engine-paused' ? pausers.find((each) => each === subject) : undefined
  if (pauser) return { word: t(`alerts.enginePaused.${pauser}`), subject: null }
  const strategy = code === 'strategy-changed' ? strategies.find((each) => each === subject) : undefined
  if (strategy) return { word: t('alerts.event.strategy-changed'), subject: t(`engine.strategy.${strategy}`) }
  const rule = code === 'maintain-on' || code === 'maintain-changed' ? ruleBounds(subject ?? '') : null
  if (rule) return { word: t(`alerts.event.${code === 'maintain-on' ? code : 'maintain-changed'}`), subject: boundsText(t, rule) }
  // One sentence with what was counted in it: each language has its own space after a colon.
  const names = (['reveals', 'settles', 'transactions'] as const).filter((name) => (counts?.[name] ?? 0) > 0)
  const counted = names.map((name) => t(`alerts.counted.${name}`, { count: counts?.[name] ?? 0 })).join(t('alerts.counted.and'))
  const word = isEventCode(code) ? t(`alerts.event.${code}`, { counted }) : code
  return { word: by === 'maintain' || by === 'command' ? t(`alerts.startedBy.${by}`, { word }) : word, subject: counts ? null : subject }
}
