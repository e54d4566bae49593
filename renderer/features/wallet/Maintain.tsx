import { Check } from 'lucide-react'
import { useState } from 'react'
import type { MaintainRule } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount, formatAmount } from '../../lib/amounts.ts'
import { useAction, useConsoleNow, useUi, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { Section } from '../../ui/Page.tsx'
import { useDuration, useProblemText, useTexts } from '../common/text.ts'
import { ConfirmRule } from './ConfirmRule.tsx'
import { MaintainBar } from './MaintainBar.tsx'
import { fieldsOf, forecast, type MaintainField, type MaintainFields, type MaintainProblem, readRule } from './maintain-form.ts'
import { useNextSentence } from './useNextSentence.ts'
import styles from './Wallet.module.css'

const fields: readonly MaintainField[] = ['minimum', 'refill', 'above', 'target', 'confirmations', 'daily']

/** The rule that keeps a Community's side balance between two bounds. */
export function Maintain({ communities, current }: { readonly communities: readonly CommunityState[]; readonly current: string | null }) {
  const t = useTexts()
  const [chosen, setChosen] = useState<string | null>(null)
  const community =
    communities.find(({ settings }) => settings.id === chosen) ??
    communities.find(({ settings }) => settings.id === current) ??
    communities[0]
  if (community === undefined) return null
  return (
    <MaintainRuleForm
      key={community.settings.id}
      community={community}
      choice={
        communities.length > 1 && (
          <div className={styles.whichCommunity}>
            <Select
              label={t('wallet.maintain.which')}
              labelHidden
              value={community.settings.id}
              options={communities.map(({ settings }) => ({ value: settings.id, label: settings.name }))}
              onChange={setChosen}
            />
          </div>
        )
      }
    />
  )
}

function MaintainRuleForm({ community, choice }: { readonly community: CommunityState; readonly choice: React.ReactNode }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { settings, maintain, relayFeeHome, balances } = community
  const { run, busy, problem } = useAction('maintain.set')
  const { typed, setTyped } = useDraft(settings.id)
  const [looking, setLooking] = useState<MaintainRule | null>(null)
  const [tried, setTried] = useState(false)
  const stored = fieldsOf(maintain)
  const shown = typed ?? stored
  const read = readRule(shown, relayFeeHome)
  const on = maintain?.on === true
  const changed = typed !== null && fields.some((field) => typed[field] !== stored[field])
  const problems = read.ok ? {} : read.problems

  const drop = () => {
    setTyped(null)
    setTried(false)
  }
  // What may move money from now on is looked at first; the dialog keeps it.
  const look = () => {
    setTried(true)
    if (read.ok) setLooking({ ...read.rule, on: true })
  }
  // Always possible, whatever is typed: that stays typed, and the rule that was in force is the one that is kept.
  const turnOff = () => {
    if (maintain !== null) run({ community: settings.id, rule: { ...maintain, on: false } }).catch(() => {})
  }
  const inForce = on ? maintain : null
  const drawn = read.ok ? read.rule : inForce
  return (
    <Section
      title={t('wallet.maintain.title', { name: settings.name })}
      note={
        <span className={styles.maintainState}>
          <span className={on ? styles.on : styles.off}>
            {on && <Check aria-hidden />}
            {t(on ? 'wallet.maintain.on' : 'wallet.maintain.off')}
          </span>
          {t(on ? 'wallet.maintain.noteOn' : 'wallet.maintain.noteOff')}
        </span>
      }
      tools={
        <>
          {choice}
          {on && changed && (
            <Button busy={busy} onClick={look}>
              {t('wallet.maintain.save')}
            </Button>
          )}
          <Button busy={busy} onClick={on ? turnOff : look}>
            {t(on ? 'wallet.maintain.turnOff' : 'wallet.maintain.turnOn')}
          </Button>
        </>
      }
    >
      <div className={styles.maintainFields}>
        {fields.map((field) => (
          <TextField
            key={field}
            label={t(`wallet.maintain.${field}`)}
            value={shown[field]}
            unit={field === 'confirmations' ? t('wallet.maintain.blocks') : t('common.nct')}
            placeholder={placeholderOf(field, t)}
            inputMode="decimal"
            invalid={problemSentence(problems[field], tried || (shown[field] !== '' && changed), shown, relayFeeHome, t)}
            onChange={(event) => setTyped({ ...shown, [field]: event.target.value })}
          />
        ))}
      </div>
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      {changed && (
        <p className={styles.unsaved}>
          {t(on ? 'wallet.maintain.unsaved' : 'wallet.maintain.unsavedFirst')}
          <Button kind="quiet" size="small" onClick={drop}>
            {t('wallet.maintain.discard')}
          </Button>
        </p>
      )}
      {looking && (
        <ConfirmRule
          community={community}
          rule={looking}
          onClose={() => setLooking(null)}
          onKept={() => {
            setLooking(null)
            drop()
          }}
        />
      )}
      {drawn && (
        <div className={styles.maintainFoot}>
          <MaintainBar off={!on} rule={drawn} balance={balances.sideNct?.value ?? null} />
          <Outlook community={community} rule={inForce ?? drawn} off={!on} />
        </div>
      )}
    </Section>
  )
}

/** What is typed for a Community's rule and not saved; it outlives the screen, for as long as the window lives. */
function useDraft(id: string) {
  const { ui } = useWindowConsole()
  const typed = useUi(({ ruleDrafts }) => ruleDrafts[id] ?? null)
  const setTyped = (draft: MaintainFields | null) =>
    ui.setState(({ ruleDrafts: { [id]: _, ...others } }) => ({ ruleDrafts: draft === null ? others : { ...others, [id]: draft } }))
  return { typed, setTyped }
}

type T = ReturnType<typeof useTexts>

const placeholderOf = (field: MaintainField, t: T): string =>
  field === 'daily' ? t('wallet.maintain.noLimit') : field === 'above' || field === 'target' ? t('wallet.maintain.never') : ''

function problemSentence(problem: MaintainProblem | undefined, say: boolean, typed: MaintainFields, fee: bigint | null, t: T) {
  if (problem === undefined || !say) return undefined
  const read = readRule({ ...typed, above: '', target: '', daily: '' }, null)
  const least = read.ok ? leastFor(problem, read.rule) : ''
  return t(`wallet.maintain.problem.${problem}`, { least, fee: fee === null ? '' : formatAmount(fee, { cost: true }) })
}

function leastFor(problem: MaintainProblem, { minimum, refill }: Omit<MaintainRule, 'on'>): string {
  if (problem === 'daily-under-refill') return exactAmount(refill)
  return exactAmount(problem === 'above-under-refilled' ? minimum + refill : minimum)
}

interface OutlookProps {
  readonly community: CommunityState
  readonly rule: Parameters<typeof forecast>[0]
  readonly off: boolean
}

/** What the rule in force does next: by the core's word where it is on, and what the rate of today would bring. */
function Outlook({ community, rule, off }: OutlookProps) {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow(10_000)
  const sentence = useNextSentence()
  const { maintainNext, balances, today } = community
  const next = maintainNext
  const soon = balances.sideNct === null ? null : forecast(rule, balances.sideNct.value, today.net, now - today.since)
  const silent = off || next === null || next.code === 'off' || (next.code === 'enough' && soon !== null)
  const said = silent ? null : sentence(next)
  return (
    <div className={styles.outlook}>
      {said !== null && <p>{said}</p>}
      {soon !== null && <p>{t(`wallet.maintain.forecast.${soon.next}`, { time: duration(roughly(soon.inMs)) })}</p>}
    </div>
  )
}

const HOUR_MS = 3_600_000
/** An estimate does not pretend to minutes where it speaks of hours. */
const roughly = (ms: number): number => {
  const step = ms >= HOUR_MS ? HOUR_MS : 60_000
  return Math.max(step, Math.round(ms / step) * step)
}
