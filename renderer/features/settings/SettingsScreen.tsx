import type { AppState, Preferences } from '../../../shared/state/state.ts'
import { useAction, useConsole, useWindowConsole } from '../../store/console.tsx'
import { type Language, languages } from '../../texts/catalogue.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Select } from '../../ui/Field.tsx'
import { Section } from '../../ui/Page.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { useAppearanceNow, useSetAppearance } from '../common/appearance.ts'
import { Screen } from '../common/Screen.tsx'
import { useProblemText, useReasonText, useTexts } from '../common/text.ts'
import { About } from './About.tsx'
import { Row } from './Row.tsx'
import styles from './Settings.module.css'
import { WalletsSection } from './WalletsSection.tsx'

/** A language by its own name: whoever looks for it reads it. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' }
const autoLockChoices = [5, 15, 30, 60, 240, 720] as const
const NEVER = 'never'

export function SettingsScreen() {
  const t = useTexts()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const { preferences, keychain, host } = useConsole(({ app }) => app)
  const { run, problem } = useAction('app.setPreferences')
  const set = (over: Partial<Preferences>) => {
    run(over).catch(() => {})
  }
  return (
    <Screen title={t('settings.title')} scroll>
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      <Appearance language={preferences.language} onSet={set} />
      {host === 'electron' && (
        <Section title={t('settings.window')}>
          <div className={styles.rows}>
            <Row name={t('settings.closing')} hint={t('settings.closingHint')}>
              <Checkbox
                label={t('settings.closeToTray')}
                checked={preferences.closeToTray}
                onChange={(closeToTray) => set({ closeToTray })}
              />
            </Row>
          </div>
        </Section>
      )}
      <Section title={t('settings.security')}>
        <div className={styles.rows}>
          <Row name={t('settings.autoLock')} hint={t('settings.autoLockHint')}>
            <AutoLock minutes={preferences.autoLockMinutes} onSet={(autoLockMinutes) => set({ autoLockMinutes })} />
          </Row>
          <Row name={t('settings.keychain')} {...(keychain.available ? {} : { hint: t('settings.keychainOffNote') })}>
            <Keychain keychain={keychain} />
          </Row>
        </div>
      </Section>
      <WalletsSection />
      <Section title={t('settings.setup.title')}>
        <div className={styles.rows}>
          <Row name={t('settings.setup.text')} wide>
            <Button onClick={() => ui.setState({ setup: 'shown' })}>{t('settings.setup.open')}</Button>
          </Row>
        </div>
      </Section>
      <About />
    </Screen>
  )
}

interface AppearanceProps {
  readonly language: Language
  readonly onSet: (over: Partial<Preferences>) => void
}

function Appearance({ language: chosen, onSet }: AppearanceProps) {
  const t = useTexts()
  const { theme: shown, rowHeight: rows } = useAppearanceNow()
  const setAppearance = useSetAppearance(onSet)
  return (
    <Section title={t('settings.appearance')}>
      <div className={styles.rows}>
        <Row name={t('settings.theme')}>
          <Segmented
            label={t('settings.theme')}
            value={shown}
            onChange={(theme) => setAppearance({ theme })}
            segments={(['system', 'dark', 'light'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          />
        </Row>
        <Row name={t('settings.language')}>
          <Segmented
            acts
            label={t('settings.language')}
            value={chosen}
            onChange={(language) => onSet({ language })}
            segments={(Object.keys(languages) as Language[]).map((value) => ({
              value,
              label: <span lang={value}>{languageNames[value]}</span>,
            }))}
          />
        </Row>
        <Row name={t('settings.rowHeight')}>
          <Segmented
            label={t('settings.rowHeight')}
            value={rows}
            onChange={(rowHeight) => setAppearance({ rowHeight })}
            segments={(['normal', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.rows.${value}`) }))}
          />
        </Row>
      </div>
    </Section>
  )
}

function AutoLock({ minutes, onSet }: { readonly minutes: number | null; readonly onSet: (minutes: number | null) => void }) {
  const t = useTexts()
  const choices = [...new Set<number>([...autoLockChoices, ...(minutes === null ? [] : [minutes])])].toSorted((a, b) => a - b)
  const label = (value: number): string =>
    value % 60 === 0 ? t('settings.afterHours', { count: value / 60 }) : t('settings.afterMinutes', { count: value })
  return (
    <div className={styles.select}>
      <Select
        acts
        label={t('settings.autoLock')}
        labelHidden
        value={minutes === null ? NEVER : String(minutes)}
        options={[{ value: NEVER, label: t('settings.never') }, ...choices.map((value) => ({ value: String(value), label: label(value) }))]}
        onChange={(value) => onSet(value === NEVER ? null : Number(value))}
      />
    </div>
  )
}

function Keychain({ keychain }: { readonly keychain: AppState['keychain'] }) {
  const t = useTexts()
  const reasonText = useReasonText()
  return (
    <span className={keychain.available ? styles.good : styles.plain}>
      {keychain.available
        ? t('settings.keychainOn', { backend: keychain.backend })
        : t('settings.keychainOff', { reason: reasonText(keychain.reason) })}
    </span>
  )
}
