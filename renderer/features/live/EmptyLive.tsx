import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { useSaid } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'
import { isConnected } from '../common/view.ts'
import styles from './EmptyLive.module.css'

/** Nothing to show: what the console waits for, what is ready, and how a bounty goes. */
export function EmptyLive({ community, hasRows }: { readonly community: CommunityState | null; readonly hasRows: boolean }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  if (community === null) {
    return (
      <Frame title={t('live.empty.noCommunity')} text={t('live.empty.join')}>
        <div className={styles.action}>
          <Button kind="primary" onClick={() => goTo(ui, { screen: 'communities' })}>
            {t('live.empty.openCommunities')}
          </Button>
        </div>
      </Frame>
    )
  }
  if (hasRows) return <Frame title={t('live.title')} text={t('live.empty.noneMine')} />
  const { name } = community.settings
  const running = community.engine.is === 'running'
  const quietBlocks = quietFor(community)
  const text = !running
    ? t('live.empty.startIt', { name })
    : quietBlocks === null
      ? t('live.empty.quietUnknown', { name })
      : t('live.empty.quiet', { name, count: quietBlocks })
  return (
    <Frame title={t(running ? 'live.empty.listening' : 'live.empty.notRunning')} text={text} turning={running}>
      <Checks community={community} />
      {community.parameters && (
        <Rounds
          assert={community.parameters.maxDuration}
          reveal={community.parameters.revealWindow}
          vote={community.parameters.voteWindow}
        />
      )}
    </Frame>
  )
}

/** Blocks since the engine began to listen, by the measured block time; null where it is not known. */
function quietFor({ engine, clock }: CommunityState): number | null {
  if (engine.is !== 'running' || clock.seenAt === null || clock.blockTimeMs === null || clock.blockTimeMs <= 0) return null
  const blocks = Math.floor((clock.seenAt - engine.since) / clock.blockTimeMs)
  return blocks >= 0 ? blocks : null
}

interface FrameProps {
  readonly title: string
  readonly text: string
  readonly turning?: boolean
  readonly children?: ReactNode
}
function Frame({ title, text, turning, children }: FrameProps) {
  return (
    <div className={styles.empty}>
      <div className={styles.box}>
        <h2 className={styles.title}>
          <StakeGlyph shape="open" tone="soft" size={22} {...(turning ? { turning } : {})} />
          {title}
        </h2>
        <p className={styles.text}>{text}</p>
        {children}
      </div>
    </div>
  )
}

function Checks({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const said = useSaid()
  const { name } = community.settings
  const { balances, engineSettings, connection, scanner } = community
  const { perBounty, perDay } = engineSettings.limits
  const unit = <span className={styles.unit} />
  const latency = connection.is === 'connected' ? connection.latencyMs : null
  const bounties =
    perBounty !== null && perBounty > 0n && balances.sideNct
      ? // biome-ignore lint/plugin: a number of bounties.
        Number(balances.sideNct.value / (perBounty + (community.parameters?.assertionFee ?? 0n)))
      : null
  return (
    <ul className={styles.checks}>
      <CheckLine
        done={isConnected(community)}
        name={t(isConnected(community) ? 'live.empty.connected' : 'live.empty.notConnected', { name })}
        value={
          !isConnected(community) ? '' : latency === null ? t('live.empty.socketLiveShort') : t('live.empty.socketLive', { ms: latency })
        }
      />
      <CheckLine
        done={scanner.is === 'ready'}
        name={t(scanner.is === 'ready' ? 'live.empty.scannerReady' : 'live.empty.scannerNotReady')}
        value={
          scanner.detail === null ? t(`engine.scanner.${engineSettings.scanner}`) : said({ detail: scanner.detail, reason: scanner.reason })
        }
      />
      <CheckLine
        done={balances.sideNct !== null && balances.sideNct.value > 0n}
        name={t('live.empty.balance')}
        value={
          balances.sideNct === null ? (
            t('common.unknown')
          ) : bounties === null ? (
            <Trans i18nKey="live.empty.balanceValue" components={{ amount: <Amount value={balances.sideNct.value} />, unit }} />
          ) : (
            <Trans
              i18nKey="live.empty.balanceAtLimit"
              count={bounties}
              components={{ amount: <Amount value={balances.sideNct.value} />, unit }}
            />
          )
        }
      />
      <CheckLine
        done={perBounty !== null || perDay !== null}
        name={t('live.empty.limits')}
        value={
          perBounty === null && perDay === null ? (
            t('live.empty.noLimit')
          ) : (
            <>
              {perBounty === null ? (
                t('live.empty.noBountyLimit')
              ) : (
                <Trans i18nKey="live.empty.bountyLimit" components={{ amount: <Amount value={perBounty} /> }} />
              )}
              {t('live.empty.limitsJoint')}
              {perDay === null ? (
                t('live.empty.noDayLimit')
              ) : (
                <Trans i18nKey="live.empty.dayLimit" components={{ amount: <Amount value={perDay} /> }} />
              )}
            </>
          )
        }
      />
    </ul>
  )
}

function CheckLine({ done, name, value }: { readonly done: boolean; readonly name: string; readonly value: ReactNode }) {
  return (
    <li className={cx(styles.check, !done && styles.open)}>
      {done ? <Check aria-hidden /> : <Minus aria-hidden />}
      <span>{name}</span>
      <span className={styles.value}>{value}</span>
    </li>
  )
}

function Rounds({ assert, reveal, vote }: { readonly assert: number; readonly reveal: number; readonly vote: number }) {
  const t = useTexts()
  return (
    <div className={styles.rounds}>
      <Round
        name={t('live.empty.assert')}
        text={t('live.empty.assertBlocks', { count: assert })}
        at={42}
        mark={t('live.empty.yourCommit')}
      />
      <Round
        name={t('live.empty.reveal')}
        text={t('live.empty.revealBlocks', { count: reveal })}
        at={11}
        mark={t('live.empty.yourReveal')}
      />
      <Round name={t('live.empty.vote')} text={t('live.empty.voteBlocks', { count: vote })} at={47} mark={t('live.empty.quorum')} diamond />
    </div>
  )
}

function Round({ name, text, at, mark, diamond }: { name: string; text: string; at: number; mark: string; diamond?: boolean }) {
  return (
    <div className={styles.round}>
      <b>{name}</b>
      <span>{text}</span>
      <div className={styles.track}>
        <div className={diamond ? styles.diamond : styles.tick} style={{ left: `${at}%` }} />
      </div>
      <div className={styles.mark}>
        <i style={{ left: `${at}%` }}>{mark}</i>
      </div>
    </div>
  )
}
