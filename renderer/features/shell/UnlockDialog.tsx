import { CornerDownLeft, Lock } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Trans } from 'react-i18next'
import type { CommunityState, EventLine, WalletState } from '../../../shared/state/state.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatClock, formatDay } from '../../lib/times.ts'
import { useAction, useCommunity, useConsole, useUi, useWindowConsole } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { PasswordField } from '../../ui/Field.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { blocksUntilLost, useBlocksText, useLockedSince, useRevealsNow } from '../common/locked.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useProblemText, useReasonText, useTexts } from '../common/text.ts'
import { walletToUnlock } from '../common/useUnlock.ts'
import styles from './UnlockDialog.module.css'

/** What is owed, and what lets the console go on: the password, which goes to the signer and is not kept, or one click. */
export function UnlockDialog() {
  const community = useCommunity()
  const { ui } = useWindowConsole()
  const wallet = walletToUnlock(
    useConsole((state) => state.wallets),
    community,
  )
  // A wallet may open by itself, as after its signer was started again.
  const asksForNothing = wallet === null || wallet.state === 'unlocked'
  useEffect(() => {
    if (asksForNothing) ui.setState({ dialog: null })
  }, [ui, asksForNothing])
  if (asksForNothing) return null
  return wallet.source === 'throwaway' ? (
    <OpenThrowaway wallet={wallet} community={community} />
  ) : (
    <UnlockWallet wallet={wallet} community={community} />
  )
}

interface AskedProps {
  readonly wallet: WalletState
  readonly community: CommunityState | null
}

function UnlockWallet({ wallet, community }: AskedProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const unlock = useAction('wallet.unlock')
  const problemText = useProblemText()
  const reasonText = useReasonText()
  const { keychain } = useConsole(({ app }) => app)
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(false)
  const submit = async () => {
    if (password === '' || unlock.busy) return
    const result = await unlock.run({ address: wallet.address, password, remember })
    if (result.ok) ui.setState({ dialog: null })
    else setPassword('')
  }
  return (
    <Asking wallet={wallet} community={community} aside={t('shell.unlock.stays')} busy={unlock.busy} submit={submit}>
      <div className={styles.password}>
        <PasswordField
          autoFocus
          size="large"
          label={t('shell.unlock.password')}
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          invalid={unlock.problem && problemText(unlock.problem)}
        />
      </div>
      <div className={styles.remember}>
        <Checkbox
          label={keychain.available ? t('shell.unlock.remember') : t('shell.unlock.noKeychain', { reason: reasonText(keychain.reason) })}
          checked={remember && keychain.available}
          disabled={!keychain.available}
          onChange={setRemember}
        />
      </div>
    </Asking>
  )
}

/** Nobody was given the password of the sandbox's own wallet, so none is asked for. */
function OpenThrowaway({ wallet, community }: AskedProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const open = useAction('wallet.openThrowaway')
  const problemText = useProblemText()
  const submit = async () => {
    if (open.busy) return
    const result = await open.run({ address: wallet.address })
    if (result.ok) ui.setState({ dialog: null })
  }
  return (
    <Asking wallet={wallet} community={community} busy={open.busy} submit={submit}>
      <p className={styles.calm}>{t('shell.unlock.throwaway')}</p>
      {open.problem && (
        <p className={styles.wrong} role="alert">
          {problemText(open.problem)}
        </p>
      )}
    </Asking>
  )
}

interface AskingProps extends AskedProps {
  readonly aside?: string
  readonly busy: boolean
  readonly submit: () => Promise<void>
  readonly children: ReactNode
}

/** The dialog around either way: why it asks, what is owed, which wallet. */
function Asking({ wallet, community, aside, busy, submit, children }: AskingProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const { startedAt } = useConsole(({ app }) => app)
  const stayedLocked = useConsole(({ events }) => isLockedByRestart(events, startedAt))
  const laterLocks = useUi((state) => state.laterLocks)
  const lockedSince = useLockedSince(community)
  const afterRestart = stayedLocked && lockedSince !== null && lockedSince - startedAt < 60_000
  const owes = (community?.stake.owedReveals ?? 0) > 0
  const close = () => ui.setState({ dialog: null, laterLocks: lockedSince === null ? laterLocks : [...laterLocks, lockedSince] })
  return (
    <Dialog
      title={t('shell.unlock.title')}
      text={afterRestart ? t('shell.unlock.afterRestart', { time: formatClock(startedAt) }) : t('shell.unlock.cannotSign')}
      icon={<Lock aria-hidden />}
      aside={aside}
      onClose={close}
      onSubmit={() => {
        submit().catch(() => {})
      }}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {t('shell.unlock.later')}
          </Button>
          <Button
            kind="primary"
            type="submit"
            busy={busy}
            after={<CornerDownLeft aria-hidden />}
            data-first={wallet.source === 'throwaway' ? true : undefined}
          >
            {t(owes ? 'shell.unlock.unlockAndReveal' : 'shell.unlock.unlock')}
          </Button>
        </>
      }
    >
      {community && <Owed community={community} />}
      <WalletLine wallet={wallet} />
      {children}
    </Dialog>
  )
}

/**
 * The restart is why no key is at hand: the feed goes back to it, and tells of no wallet opened since. One that opened and was locked again, by
 * hand or because the signer ended, was locked for a reason that is not told.
 */
const isLockedByRestart = (events: readonly EventLine[], startedAt: number): boolean => {
  const since = events.filter(({ at }) => at >= startedAt)
  return since.some(({ code }) => code === 'console-started') && !since.some(({ code }) => code === 'wallet-unlocked')
}

function WalletLine({ wallet }: { readonly wallet: WalletState }) {
  const t = useTexts()
  const language = useConsole(({ app }) => app.preferences.language)
  return (
    <>
      <span className={styles.label}>{t('shell.unlock.wallet')}</span>
      <div className={styles.wallet}>
        <span className={styles.address} title={wallet.address}>
          {shortAddress(wallet.address)}
        </span>
        <span>{t(`shell.unlock.source.${wallet.source}`, { day: formatDay(wallet.addedAt, language) })}</span>
      </div>
    </>
  )
}

/** All that is unrevealed with what it costs, what of it is owed now, how long the first may still wait; then what is to be settled. */
function Owed({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const blocksText = useBlocksText()
  const reveals = useRevealsNow(community)
  const { unrevealedCount, unrevealed, owedSettles, toSettle, firstLastReveal } = community.stake
  if (unrevealedCount + owedSettles + toSettle === 0) return <p className={styles.calm}>{t('shell.unlock.nothingOwed')}</p>
  const settles = owedSettles > 0 ? t('shell.unlock.settles', { count: owedSettles }) : t('shell.unlock.settlesLater', { count: toSettle })
  const left = blocksUntilLost(community)
  return (
    <div className={styles.owed}>
      <StakeGlyph shape="owed" tone="stake" />
      <b>{unrevealedCount > 0 ? t('shell.unlock.unrevealed', { count: unrevealedCount }) : settles}</b>
      <span className={styles.amount}>{unrevealedCount > 0 && <Amount value={unrevealed} cost tone="stake" unit={t('common.nct')} />}</span>
      {unrevealedCount > 0 && (
        <span className={styles.whole}>
          {t('shell.unlock.lost', { count: unrevealedCount })}
          {space}
          {t(`shell.unlock.reveals.${reveals.is}`, { count: reveals.count })}
        </span>
      )}
      {firstLastReveal !== null && (
        <>
          <span className={styles.second}>
            <Trans
              i18nKey="shell.unlock.windowCloses"
              components={{ block: <span className={styles.mono}>{formatCount(firstLastReveal)}</span> }}
            />
          </span>
          {left !== null && (
            <span className={styles.left}>
              {left === 0 ? t('shell.unlock.noneLeft') : t('shell.unlock.left', { blocks: blocksText(left, community.clock) })}
            </span>
          )}
        </>
      )}
      {unrevealedCount > 0 && owedSettles + toSettle > 0 && <span className={styles.whole}>{settles}</span>}
    </div>
  )
}
