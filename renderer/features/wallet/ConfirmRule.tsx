import { useState } from 'react'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { MaintainRule } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount, formatAmount } from '../../lib/amounts.ts'
import { type Answer, useAction, useAnswer, useNow } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { useDuration, useProblemText, useTexts } from '../common/text.ts'
import { homeName } from './names.ts'
import { PlanRows } from './PlanRows.tsx'
import styles from './TransferPanel.module.css'
import { useNextSentence } from './useNextSentence.ts'
import { moneyOf } from './useTransferForm.ts'

interface Props {
  readonly community: CommunityState
  /** As it would be kept: on. */
  readonly rule: MaintainRule
  readonly onClose: () => void
  readonly onKept: () => void
}

/** The last look before a rule may move money by itself: what it keeps, what it would do at once, what it costs, how much at most. */
export function ConfirmRule({ community, rule, onClose, onKept }: Props) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('maintain.set')
  const { id, name, kind } = community.settings
  // The money it was looked at with: when it moves, what the rule would do at once is asked again.
  const [asked] = useState(rule)
  const look = useAnswer('maintain.look', { community: id, rule: asked }, moneyOf(community))
  const keep = async () => {
    if (busy || look.is === 'loading') return
    const result = await run({ community: id, rule: asked })
    if (result.ok) onKept()
  }
  const isChange = community.maintain?.on === true
  return (
    <Dialog
      calm
      title={t(isChange ? 'wallet.maintain.confirm.change' : 'wallet.maintain.confirm.turnOn', { name })}
      text={t(kind === 'sandbox' ? 'wallet.maintain.confirm.test' : 'wallet.maintain.confirm.real')}
      onClose={onClose}
      onSubmit={() => {
        keep().catch(() => {})
      }}
      actions={
        <>
          <Button onClick={onClose} data-first>
            {t('wallet.transfer.confirm.keep')}
          </Button>
          <Button type="submit" kind="primary" busy={busy} disabledWhy={look.is === 'loading' ? t('wallet.transfer.checking') : null}>
            {t(isChange ? 'wallet.maintain.confirm.doChange' : 'wallet.maintain.confirm.doTurnOn')}
          </Button>
        </>
      }
    >
      <div className={styles.confirm}>
        <RuleRows community={community} rule={asked} look={look} />
        <AtOnce community={community} look={look} />
        <Goal look={look} />
        {problem && (
          <p className={styles.wrong} role="alert">
            {problemText(problem)}
          </p>
        )}
      </div>
    </Dialog>
  )
}

type Look = Answer<'maintain.look'>
const told = (look: Look): CallOutput<'maintain.look'> | null => (look.is === 'here' ? look.value : null)

/** What stands in the rule, in words, and what bounds it. */
function RuleRows({ community, rule, look }: Pick<Props, 'community' | 'rule'> & { readonly look: Look }) {
  const t = useTexts()
  const { wallet, name } = community.settings
  const home = homeName(community, t)
  const { minimum, refill, maximum, daily } = rule
  const moved = told(look)?.moved ?? 0n
  const limit = daily === null ? t('wallet.maintain.confirm.noLimit') : t('wallet.maintain.confirm.limit', { amount: exactAmount(daily) })
  const none = t('common.unknown')
  const account = wallet === null ? none : <Identifier value={wallet} copyLabel={t('wallet.copy')} copied={t('common.copied')} />
  const fee =
    community.relayFeeHome === null ? none : t('wallet.maintain.confirm.fee', { fee: formatAmount(community.relayFeeHome, { cost: true }) })
  const rows = [
    { id: 'wallet', name: t('wallet.maintain.confirm.wallet'), value: account },
    {
      id: 'low',
      name: t('wallet.maintain.confirm.below', { amount: exactAmount(minimum), name }),
      value: t('wallet.maintain.confirm.deposits', { amount: exactAmount(refill), home }),
    },
    {
      id: 'high',
      name:
        maximum === null
          ? t('wallet.maintain.confirm.high')
          : t('wallet.maintain.confirm.above', { amount: exactAmount(maximum.above), name }),
      value:
        maximum === null
          ? t('wallet.maintain.confirm.never')
          : t('wallet.maintain.confirm.withdraws', { amount: exactAmount(maximum.target) }),
    },
    { id: 'gas', name: t('wallet.maintain.confirm.depositCost'), value: t('wallet.maintain.confirm.gas') },
    ...(maximum === null ? [] : [{ id: 'fee', name: t('wallet.maintain.confirm.withdrawalCost'), value: fee }]),
    { id: 'often', name: t('wallet.maintain.confirm.often'), value: t('wallet.maintain.confirm.oneAtATime') },
    {
      id: 'daily',
      name: t('wallet.maintain.confirm.daily'),
      value: moved === 0n ? limit : t('wallet.maintain.confirm.moved', { limit, amount: exactAmount(moved) }),
      strong: true,
    },
  ]
  return <KeyValue className={styles.rows} rows={rows} />
}

/** What it would do with the balances of now; with all figures of the transfer where it is one. */
function AtOnce({ community, look }: Pick<Props, 'community'> & { readonly look: Look }) {
  const t = useTexts()
  const problemText = useProblemText()
  const sentence = useNextSentence()
  if (look.is === 'failed')
    return <p className={styles.changed}>{t('wallet.maintain.confirm.unknown', { reason: problemText(look.problem) })}</p>
  if (look.is === 'loading') return <p className={styles.note}>{t('wallet.transfer.checking')}</p>
  const { next, plan } = look.value
  if (plan === null) return <p className={styles.note}>{t('wallet.maintain.confirm.now', { what: sentence(next) ?? '' })}</p>
  const when = next.code === 'wallet-locked' ? 'Unlocked' : ''
  return (
    <>
      <p className={styles.changed}>{t(`wallet.maintain.confirm.${plan.direction}${when}`, { amount: exactAmount(plan.amount) })}</p>
      <PlanRows plan={plan} community={community} checking={false} />
    </>
  )
}

/** What the limit of a day does to the rule's goal, where it keeps it back. */
function Goal({ look }: { readonly look: Look }) {
  const t = useTexts()
  const duration = useDuration()
  const now = useNow(60_000)
  const outlook = told(look)?.outlook ?? null
  if (outlook === null) return null
  const time = outlook.at === null ? '' : duration(outlook.at - now)
  const amounts = { goal: exactAmount(outlook.goal), balance: formatAmount(outlook.balance) }
  return <p className={styles.changed}>{t(`wallet.maintain.confirm.goal.${outlook.is}`, { ...amounts, time })}</p>
}
