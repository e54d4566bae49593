import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import type { ScannerId } from '../../../shared/domain/engine.ts'
import type { CommunityState, ConsoleState } from '../../../shared/state/state.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { useConsole, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { useTexts } from '../common/text.ts'
import { CommunityStep } from './CommunityStep.tsx'
import { GoStep } from './GoStep.tsx'
import { JustLooking } from './JustLooking.tsx'
import styles from './Onboarding.module.css'
import { ScannerStep } from './ScannerStep.tsx'
import { Step } from './Step.tsx'
import { WalletStep } from './WalletStep.tsx'

type StepName = 'wallet' | 'community' | 'scanner' | 'go'

/** A Community with real NCT; the sandbox is not part of the set-up. */
const realCommunity = ({ communities }: ConsoleState): CommunityState | null =>
  Object.values(communities).find(({ settings }) => settings.kind !== 'sandbox') ?? null

/** The set-up, in the order in which things depend on each other. What is done already stands as done and can be changed. */
export function Onboarding() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const wallets = useConsole((state) => state.wallets)
  const own = wallets.filter(({ source }) => source !== 'throwaway')
  const community = useConsole(realCommunity)
  const done = useConsole(({ app }) => app.firstRunDone)
  const [open, setOpen] = useState<StepName | null>(null)
  const [later, setLater] = useState(false)
  const [scanner, setScanner] = useState<ScannerId | null>(null)

  const walletDone = own.length > 0
  const communityDone = community !== null || later
  const first: StepName = !walletDone ? 'wallet' : !communityDone ? 'community' : scanner === null ? 'scanner' : 'go'
  const current = open ?? first
  const goOn = () => setOpen(null)
  const shown = { current, onOpen: setOpen }
  return (
    <div className={styles.screen}>
      <main className={styles.main}>
        <div className={styles.column}>
          <header className={styles.head}>
            <h1 className={styles.title}>{t('onboarding.title')}</h1>
            <p className={styles.note}>{t('onboarding.note')}</p>
            {done && (
              <Button
                kind="quiet"
                className={styles.leave}
                icon={<ArrowRight aria-hidden />}
                onClick={() => ui.setState({ setup: 'auto' })}
              >
                {t('onboarding.leave')}
              </Button>
            )}
          </header>
          <ol className={styles.steps} aria-label={t('onboarding.steps')}>
            <Step
              {...shown}
              name="wallet"
              number={1}
              reached
              summary={walletDone && own[0] ? <span className={styles.mono}>{shortAddress(own[0].address)}</span> : null}
            >
              <WalletStep wallets={own} onDone={goOn} />
            </Step>
            <Step
              {...shown}
              name="community"
              number={2}
              reached={walletDone}
              summary={community?.settings.name ?? (later ? t('onboarding.community.laterDone') : null)}
            >
              <CommunityStep
                joined={community}
                onDone={() => {
                  setLater(false)
                  goOn()
                }}
                onLater={() => {
                  setLater(true)
                  goOn()
                }}
              />
            </Step>
            <Step
              {...shown}
              name="scanner"
              number={3}
              reached={walletDone && communityDone}
              summary={scanner === null ? null : t(`onboarding.scanner.${scanner}`)}
            >
              <ScannerStep
                initial={scanner}
                onDone={(chosen) => {
                  setScanner(chosen)
                  goOn()
                }}
              />
            </Step>
            <Step {...shown} name="go" number={4} reached={walletDone && communityDone && scanner !== null} summary={null}>
              <GoStep community={community} scanner={scanner ?? 'scratch'} />
            </Step>
          </ol>
        </div>
      </main>
      <JustLooking />
    </div>
  )
}
