import { useState } from 'react'
import { Trans } from 'react-i18next'
import { isInFlight, overdueAfter, type Transfer } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { visibleText } from '../../lib/names.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatClock } from '../../lib/times.ts'
import { useAction, useConsoleNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { Section } from '../../ui/Page.tsx'
import { StageLine } from '../../ui/StageLine.tsx'
import { useDuration, useProblemText, useTexts } from '../common/text.ts'
import { arrives } from './balances.ts'
import { homeName } from './names.ts'
import { type ShownStage, shownTransfers, stageBegan, stagesOf, usualWaitMs } from './stages.ts'
import styles from './Wallet.module.css'

/** Every transfer that is on its way, stage by stage; what has just ended stands under a heading of its own. */
export function InFlight({ communities }: { readonly communities: readonly CommunityState[] }) {
  const t = useTexts()
  const now = useConsoleNow()
  const shown = communities.flatMap((community) => shownTransfers(community.transfers, now).map((transfer) => ({ community, transfer })))
  const flying = shown.filter(({ transfer }) => isInFlight(transfer.stage))
  const ended = shown.filter(({ transfer }) => !isInFlight(transfer.stage))
  const flight = ({ community, transfer }: (typeof shown)[number]) => (
    <Flight key={transfer.id} community={community} transfer={transfer} now={now} />
  )
  return (
    <>
      <Section title={t('wallet.flight.title')} note={t('wallet.flight.note')}>
        {flying.length === 0 && <p className={styles.nothing}>{t('wallet.flight.nothing')}</p>}
        {flying.map(flight)}
      </Section>
      {ended.length > 0 && (
        <Section title={t('wallet.flight.ended')} note={t('wallet.flight.endedNote')}>
          {ended.map(flight)}
        </Section>
      )}
    </>
  )
}

/** A Community that has not answered for so long tells no block any more by which a transfer could be overdue, ms. */
const SILENT_MS = 86_400_000
const isSilent = ({ connection }: CommunityState, now: number): boolean =>
  connection.is === 'lost' && connection.code !== 'unauthorized' && now - connection.since >= SILENT_MS

interface FlightProps {
  readonly community: CommunityState
  readonly transfer: Transfer
  readonly now: number
}

function Flight({ community, transfer, now }: FlightProps) {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const side = community.settings.name
  const home = homeName(community, t)
  const [from, to] = transfer.direction === 'deposit' ? [home, side] : [side, home]
  const note = useStageNote({ community, transfer, now })
  return (
    <article className={styles.flight} aria-label={t(`wallet.flight.${transfer.direction}`, { from, to })}>
      <header className={styles.flightHead}>
        <h3 className={styles.flightTitle}>{t(`wallet.flight.${transfer.direction}`, { from, to })}</h3>
        <span className={styles.flightBy}>
          {t(`wallet.flight.by.${transfer.by}`)} · <Identifier value={transfer.hash} />
        </span>
        <span className={styles.flightSum}>
          <Trans
            t={t}
            i18nKey="wallet.flight.sum"
            components={{
              amount: <Amount value={transfer.amount} />,
              fee: <Amount value={transfer.fee} cost />,
              arrives: (
                <Amount
                  value={arrives(transfer)}
                  unit={community.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')}
                  className={styles.arrives}
                />
              ),
            }}
          />
        </span>
      </header>
      <StageLine
        label={t('wallet.flight.stages')}
        stages={stagesOf(transfer).map(({ stage, state }) => ({
          id: stage,
          state,
          name: stageName(stage, state === 'done', t),
          note: note(stage, state),
        }))}
      />
      <OverdueAfter transfer={transfer} chain={from} />
      {transfer.stage === 'failed' && (
        <p className={styles.failed}>
          {t('wallet.flight.failed', {
            reason: transfer.reason === null ? t('wallet.flight.failedUnknown') : visibleText(transfer.reason),
          })}
        </p>
      )}
      {isInFlight(transfer.stage) && (transfer.overdue || isSilent(community, now)) && (
        <div className={styles.flightActions}>
          <Button acts size="small" onClick={() => setAsking(true)}>
            {t('wallet.flight.writeOff')}
          </Button>
        </div>
      )}
      {asking && <WriteOff transfer={transfer} onClose={() => setAsking(false)} />}
    </article>
  )
}

/** What it would take to count as overdue; nothing when it does, or when only its block is not known. */
function OverdueAfter({ transfer, chain }: { readonly transfer: Transfer; readonly chain: string }) {
  const t = useTexts()
  const { stage, overdue, minedBlock, minedAt } = transfer
  if (!isInFlight(stage) || overdue || (minedBlock === null && minedAt !== null)) return null
  const key = minedBlock === null ? 'wallet.flight.overdueUnmined' : 'wallet.flight.overdueMined'
  return <p className={styles.flightNote}>{t(key, { count: overdueAfter(transfer), chain })}</p>
}

type T = ReturnType<typeof useTexts>

function stageName(stage: ShownStage, done: boolean, t: T): string {
  if (done) return t(stage === 'waiting' ? 'wallet.flight.waited' : `wallet.flight.${stage}`)
  if (stage === 'sent') return t('wallet.flight.sending')
  if (stage === 'mined') return t('wallet.flight.mining')
  if (stage === 'confirmed') return t('wallet.flight.confirming')
  return t(`wallet.flight.${stage}`)
}

/** What stands under a stage: when or where it was reached, how long the one that runs has taken. */
function useStageNote({ community, transfer, now }: FlightProps) {
  const t = useTexts()
  const duration = useDuration()
  const usual = usualWaitMs(community.transfers, transfer.direction)
  return (stage: ShownStage, state: ReturnType<typeof stagesOf>[number]['state']): string => {
    const running = state === 'now' || state === 'overdue'
    if (stage === 'confirmed' && (running || state === 'done')) {
      return t('wallet.flight.ofNeeded', { count: transfer.confirmations, needed: transfer.confirmationsNeeded })
    }
    if (running) {
      const time = duration(now - stageBegan(transfer))
      if (state === 'overdue') return t('wallet.flight.overdue', { time })
      return stage === 'waiting' && usual !== null
        ? t('wallet.flight.sinceOfUsual', { time, usual: duration(usual) })
        : t('wallet.flight.since', { time })
    }
    if (state !== 'done') return ''
    if (stage === 'mined') return transfer.minedBlock === null ? '' : t('wallet.flight.block', { block: formatCount(transfer.minedBlock) })
    const at = { signed: transfer.signedAt, sent: transfer.sentAt, waiting: null, arrived: transfer.arrivedAt }[stage as 'signed']
    return at === null ? '' : formatClock(at)
  }
}

function WriteOff({ transfer, onClose }: { readonly transfer: Transfer; readonly onClose: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('transfer.writeOff')
  const write = async () => {
    const result = await run({ community: transfer.community, id: transfer.id })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      title={t('wallet.flight.writeOffDialog.title', { amount: formatAmount(arrives(transfer)) })}
      text={t('wallet.flight.writeOffDialog.text')}
      onClose={onClose}
      onSubmit={() => {
        write().catch(() => {})
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('wallet.flight.writeOffDialog.keep')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t('wallet.flight.writeOffDialog.do')}
          </Button>
        </>
      }
    >
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
    </Dialog>
  )
}
