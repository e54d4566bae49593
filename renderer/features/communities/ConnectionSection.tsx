import { CircleDashed, Hourglass, Radio, Unplug } from 'lucide-react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useAction, useConsoleNow } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Page.tsx'
import { useSaid } from '../common/reasons.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useDuration, useTexts } from '../common/text.ts'
import { silentFor } from '../common/view.ts'
import styles from './Communities.module.css'

/** How the connection stands: since when, what the last try said, when it is tried again. */
export function ConnectionSection({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const retry = useAction('community.retry')
  const silent = silentFor(community, useConsoleNow()) !== null
  const { connection, settings } = community
  const waits = connection.is === 'lost'
  return (
    <Section
      title={t('communities.detail.connection')}
      tools={
        waits && (
          <Button
            busy={retry.busy}
            onClick={() => {
              retry.run({ community: settings.id }).catch(() => {})
            }}
          >
            {t('communities.detail.retry')}
          </Button>
        )
      }
    >
      <div className={styles.connection} data-state={silent ? 'silent' : connection.is}>
        <ConnectionWords community={community} />
      </div>
    </Section>
  )
}

function ConnectionWords({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const duration = useDuration()
  const said = useSaid()
  const now = useConsoleNow()
  const { connection, settings } = community
  const silent = silentFor(community, now)
  if (silent !== null) {
    const title = t('communities.detail.silent', { time: duration(silent) })
    return <Words icon={<Hourglass aria-hidden />} title={title} text={t('communities.detail.silentNote')} />
  }
  switch (connection.is) {
    case 'off':
      return <Words icon={<CircleDashed aria-hidden />} title={t('communities.detail.off')} text={t('communities.detail.offNote')} />
    case 'connecting': {
      const text = t('communities.detail.connectingNote', { attempt: connection.attempt, time: duration(now - connection.since) })
      return <Words icon={<CircleDashed aria-hidden />} title={t('communities.detail.connecting')} text={text} />
    }
    case 'connected': {
      const time = duration(now - connection.since)
      const text =
        connection.latencyMs === null
          ? t('communities.detail.connectedNoteShort', { time })
          : t('communities.detail.connectedNote', { time, ms: connection.latencyMs })
      return <Words icon={<Radio aria-hidden />} title={t('communities.detail.connected')} text={text} />
    }
    case 'lost': {
      const { everConnected, since, attempt, nextTryAt, code } = connection
      const title = everConnected
        ? t('communities.detail.lost', { time: duration(now - since) })
        : t('communities.detail.never', { name: settings.name })
      const next =
        nextTryAt !== null && nextTryAt > now
          ? t('communities.detail.nextTry', { attempt, time: duration(nextTryAt - now) })
          : t('communities.detail.trying', { attempt })
      const note =
        code === 'unreachable' ? t(everConnected ? 'communities.detail.lostNote' : 'communities.detail.neverNote') : t(`errors.${code}`)
      return (
        <Words
          icon={<Unplug aria-hidden />}
          title={title}
          text={note + space + t('communities.detail.said', { detail: said(connection) })}
          next={next}
        />
      )
    }
    default:
      return assertNever(connection)
  }
}

function Words({
  icon,
  title,
  text,
  next,
}: {
  readonly icon: React.ReactNode
  readonly title: string
  readonly text: string
  readonly next?: string
}) {
  return (
    <>
      {icon}
      <p>
        <span className={styles.connectionTitle}>{title}</span> <span className={styles.connectionText}>{text}</span>
        {next !== undefined && <span className={styles.connectionNext}> {next}</span>}
      </p>
    </>
  )
}
