import { HardDrive, Hourglass, Languages, Radio, ShieldCheck, Unplug } from 'lucide-react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { formatClock } from '../../lib/times.ts'
import { useCommunity, useConsole, useConsoleNow, useMirror, useNow, useWindowConsole } from '../../store/console.tsx'
import { type Language, languages } from '../../texts/catalogue.ts'
import { useActsOff } from '../../ui/Button.tsx'
import { Key } from '../../ui/Key.tsx'
import { useLockedSince } from '../common/locked.ts'
import { useSaid } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'
import { silentFor } from '../common/view.ts'
import styles from './BottomBar.module.css'

/** Connection, queues, journal, keys, time. */
export function BottomBar() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const community = useCommunity()
  const now = useNow()
  const goneAt = useMirror((mirror) => mirror.goneAt)
  const facts = (
    <>
      <Connection community={community} />
      {community && <Queues community={community} />}
      <Journal />
    </>
  )
  return (
    <footer className={styles.bar}>
      {goneAt === null ? facts : <span className={styles.gone}>{facts}</span>}
      {goneAt !== null && <span>{t('shell.strip.asOf', { time: formatClock(goneAt) })}</span>}
      <span className={styles.end}>
        <span className={styles.item}>
          <Key>J</Key>
          <Key>K</Key>
          {t('shell.bottom.move')}
        </span>
        <span className={styles.item}>
          <Key>Enter</Key>
          {t('shell.bottom.open')}
        </span>
        <button type="button" className={cx(styles.item, styles.quiet)} onClick={() => ui.setState({ dialog: { is: 'keys' } })}>
          <Key>?</Key>
          {t('shell.bottom.allKeys')}
        </button>
        <time className={styles.mono}>{formatClock(now)}</time>
      </span>
    </footer>
  )
}

function Connection({ community }: { readonly community: CommunityState | null }) {
  const t = useTexts()
  const said = useSaid()
  const now = useConsoleNow()
  if (community === null) return <span className={styles.item}>{t('shell.bottom.noCommunity')}</span>
  const { connection, settings } = community
  const lost = connection.is === 'lost'
  const silent = silentFor(community, now) !== null
  return (
    <span className={cx(styles.item, lost && styles.red, silent && styles.amber)}>
      {lost ? <Unplug aria-hidden /> : silent ? <Hourglass aria-hidden /> : <Radio aria-hidden />}
      <span className={styles.mono}>{settings.address}</span>
      {lost && <span>{said(connection)}</span>}
    </span>
  )
}

function Queues({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const lockedSince = useLockedSince(community)
  const { send, sendHeld, scanWaiting } = community.queues
  const waitsForSigner = lockedSince !== null && send > 0
  const key = waitsForSigner ? 'sendWaitsForSigner' : sendHeld && send > 0 ? 'sendHeld' : 'sendQueue'
  return (
    <>
      <span className={cx(waitsForSigner && styles.amber)}>{t(`shell.bottom.${key}`, { count: send })}</span>
      <span>{t('shell.bottom.scanQueue', { count: scanWaiting })}</span>
    </>
  )
}

function Journal() {
  const t = useTexts()
  const said = useSaid()
  const journal = useConsole(({ app }) => app.journal)
  const text = (() => {
    switch (journal.is) {
      case 'saved':
        return t('shell.bottom.journalSaved')
      case 'writing':
        return t('shell.bottom.journalWriting')
      case 'failed':
        return t('shell.bottom.journalFailed', { detail: said(journal) })
      default:
        return assertNever(journal)
    }
  })()
  return (
    <span className={cx(styles.item, journal.is === 'failed' && styles.red)}>
      <HardDrive aria-hidden />
      {text}
    </span>
  )
}

const languageNames: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' }

/** The bar of the first-run steps: version, the promise about keys, the language. */
export function SetupBottomBar() {
  const t = useTexts()
  const { bridge } = useWindowConsole()
  const nobody = useActsOff(true)
  const { version, preferences } = useConsole(({ app }) => app)
  return (
    <footer className={styles.bar}>
      <span>{t('shell.bottom.version', { version })}</span>
      <span className={styles.item}>
        <ShieldCheck aria-hidden />
        {t('shell.bottom.keysApart')}
      </span>
      <span className={styles.end}>
        <Languages aria-hidden size={12} />
        {(Object.keys(languages) as Language[]).map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            className={styles.quiet}
            aria-pressed={preferences.language === language}
            {...(nobody === null ? {} : { 'aria-disabled': true, title: nobody })}
            onClick={() => {
              if (nobody === null) bridge.call('app.setPreferences', { language }).catch(() => {})
            }}
          >
            {languageNames[language]}
          </button>
        ))}
      </span>
    </footer>
  )
}
