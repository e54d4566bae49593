import { useState } from 'react'
import type { TransferDirection } from '../../../shared/domain/transfer.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount, formatPerMille } from '../../lib/amounts.ts'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { ConfirmTransfer } from './ConfirmTransfer.tsx'
import { Denomination } from './Denomination.tsx'
import { homeName } from './names.ts'
import { PlanRows } from './PlanRows.tsx'
import styles from './TransferPanel.module.css'
import { feeShare, type TransferForm, useTransferForm } from './useTransferForm.ts'

/** From this part on (per mille) the relay's fee is pointed out. */
const FEE_NOTE_FROM = 100

interface TransferPanelProps {
  /** The Communities in which the wallet stakes. */
  readonly communities: readonly CommunityState[]
  readonly current: string | null
  readonly locked: boolean
  /** The sandbox's own wallet: no real money may ever go there. */
  readonly throwaway: boolean
  /** Which way is looked at first. */
  readonly first?: TransferDirection
}

/** Deposit and withdraw: what would leave, what the relay keeps, what arrives, before anything is signed. */
export function TransferPanel({ communities, current, locked, throwaway, first = 'deposit' }: TransferPanelProps) {
  const t = useTexts()
  const form = useTransferForm(communities, current, first)
  const [confirming, setConfirming] = useState(false)
  const { direction, community, plan } = form
  return (
    <div className={styles.panel}>
      <div className={styles.switch}>
        <Segmented
          label={t('wallet.transfer.label')}
          wide
          value={direction}
          onChange={form.setDirection}
          segments={(['deposit', 'withdrawal'] as const).map((value) => ({ value, label: t(`wallet.transfer.${value}`) }))}
        />
      </div>
      {community === null ? (
        <p className={styles.note}>{noneText(communities, direction, t)}</p>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (plan !== null && !locked) setConfirming(true)
          }}
        >
          <Select
            acts
            label={t('wallet.transfer.fromTo')}
            value={community.settings.id}
            options={form.offered.map((each) => ({ value: each.settings.id, label: routeOf(each, direction, t) }))}
            onChange={form.choose}
          />
          <AmountField form={form} community={community} />
          <PlanRows plan={plan} community={community} checking={form.checking} />
          <Button
            acts
            type="submit"
            kind="primary"
            size="large"
            wide
            disabledWhy={locked ? t('wallet.transfer.locked') : plan === null ? t('wallet.transfer.type') : null}
          >
            {t(direction === 'deposit' ? 'wallet.transfer.reviewDeposit' : 'wallet.transfer.reviewWithdrawal')}
          </Button>
          <p className={styles.rule}>{ruleText(form, t)}</p>
        </form>
      )}
      {form.refused.map((each) => (
        <section key={each.settings.id} className={styles.part}>
          <h3 className={styles.partTitle}>{t('wallet.transfer.why', { name: each.settings.name })}</h3>
          <p className={styles.partText}>
            {t(direction === 'deposit' ? 'wallet.transfer.whyDeposit' : 'wallet.transfer.whyWithdrawal', { name: each.settings.name })}
          </p>
        </section>
      ))}
      <WhereMoneyComesFrom
        throwaway={throwaway}
        sandbox={community === null ? communities.length > 0 && communities.every(isSandbox) : isSandbox(community)}
      />
      {confirming && community !== null && (
        <ConfirmTransfer
          plan={plan}
          direction={direction}
          community={community}
          onChanged={form.refresh}
          onClose={() => setConfirming(false)}
          onStarted={() => {
            setConfirming(false)
            form.clear()
          }}
        />
      )}
    </div>
  )
}

const isSandbox = ({ settings }: CommunityState): boolean => settings.kind === 'sandbox'

interface WhereMoneyComesFromProps {
  readonly throwaway: boolean
  /** What is looked at is the sandbox, or nothing else could be. */
  readonly sandbox: boolean
}

/** How a wallet gets what it deposits; where money is play, nobody is asked for real money. */
function WhereMoneyComesFrom({ throwaway, sandbox }: WhereMoneyComesFromProps) {
  const t = useTexts()
  const play = throwaway || sandbox
  return (
    <section className={styles.part}>
      <h3 className={styles.partTitle}>{t(play ? 'wallet.transfer.play' : 'wallet.transfer.fund')}</h3>
      <p className={styles.partText}>{t(play ? 'wallet.transfer.playText' : 'wallet.transfer.fundText')}</p>
      {throwaway && <p className={styles.partText}>{t('wallet.transfer.playNever')}</p>}
    </section>
  )
}

type T = ReturnType<typeof useTexts>

function routeOf(community: CommunityState, direction: TransferForm['direction'], t: T): string {
  const side = community.settings.name
  const home = homeName(community, t)
  return t('wallet.transfer.route', direction === 'deposit' ? { from: home, to: side } : { from: side, to: home })
}

/** Why nothing is offered. */
function noneText(communities: readonly CommunityState[], direction: TransferDirection, t: T): string {
  const [first] = communities
  if (first === undefined) return t('wallet.transfer.noCommunity')
  return communities.length === 1
    ? t(`wallet.transfer.oneInFlight.${direction}`, { name: first.settings.name })
    : t('wallet.transfer.allInFlight')
}

/** More than is there; or all of it, and there is nothing. */
const isTooMuch = ({ code }: Problem, all: boolean): boolean => code === 'balance-too-low' || (all && code === 'amount-invalid')

/** What may be typed instead of nothing. */
function nothingText(direction: TransferDirection, most: bigint | null, fee: bigint | null, t: T): string {
  if (most === null || (direction === 'withdrawal' && fee === null)) return t('wallet.transfer.nothing.unknown')
  return t(`wallet.transfer.nothing.${direction}`, { most: formatAmount(most), fee: fee === null ? '' : formatAmount(fee, { cost: true }) })
}

function AmountField({ form, community }: { readonly form: TransferForm; readonly community: CommunityState }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { planProblem, plan, textProblem } = form
  const fee = community.relayFeeHome
  const there = form.direction === 'deposit' ? community.balances.homeNct : community.balances.sideNct
  const invalid =
    form.nothing && there?.value !== 0n
      ? nothingText(form.direction, there?.value ?? null, fee, t)
      : textProblem !== null
        ? t(`wallet.maintain.problem.${textProblem}`)
        : planProblem === null
          ? undefined
          : planProblem.code === 'withdrawal-below-fee' && fee !== null
            ? t('wallet.transfer.never', { fee: formatAmount(fee, { cost: true }) })
            : isTooMuch(planProblem, form.all) && there !== null
              ? t(`wallet.transfer.tooMuch.${isSandbox(community) ? 'test' : form.direction}`, { balance: formatAmount(there.value) })
              : problemText(planProblem)
  const share = plan === null ? null : feeShare(plan)
  return (
    <TextField
      label={t('wallet.transfer.amount')}
      figure
      size="large"
      inputMode="decimal"
      value={form.text}
      invalid={invalid}
      warning={share !== null && share > FEE_NOTE_FROM ? t('wallet.transfer.keeps', { share: formatPerMille(share) }) : undefined}
      onChange={(event) => form.type(event.target.value)}
      unit={
        <span className={styles.unit}>
          <Denomination value={form.denomination} onChange={form.setDenomination} />
          <Button acts size="small" className={styles.all} aria-pressed={form.all} onClick={form.takeAll}>
            {t('wallet.transfer.all')}
          </Button>
        </span>
      }
    />
  )
}

function ruleText({ direction, community }: TransferForm, t: T): string {
  if (direction === 'deposit') return t('wallet.transfer.depositRule')
  const fee = community?.relayFeeHome ?? null
  if (fee === null) return t('wallet.transfer.feeUnknown')
  return t('wallet.transfer.rule', { fee: formatAmount(fee, { cost: true }), tenth: formatAmount(fee * 10n, { cost: true }) })
}
