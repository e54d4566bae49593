import { FileWarning } from 'lucide-react'
import { useState } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useAction, useConsole, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { ContractsTable } from './ContractsTable.tsx'
import { acceptedPins, changedContracts } from './join.ts'

/** Whether a Community shows other contracts than the pinned ones, by the core's word. */
export function useContractsChanged({ settings, engine }: CommunityState): boolean {
  const needed = useConsole(({ needs }) => needs.some(({ code, community }) => code === 'contracts-changed' && community === settings.id))
  return needed || (engine.is === 'paused' && engine.by === 'contracts-changed')
}

/** The operator compares the new contracts and accepts them, or the engine stays stopped. */
export function ChangedContracts({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { bridge } = useWindowConsole()
  const needs = useConsole((state) => state.needs)
  const [compared, setCompared] = useState(false)
  const asking = useAction('community.test')
  const accepting = useAction('community.acceptContracts')
  const [test, setTest] = useState<Awaited<ReturnType<typeof asking.run>> | null>(null)
  const { id, name, address, insecure, pins } = community.settings
  const shown = test?.ok ? test.value : null
  const changed = shown !== null && pins !== null ? changedContracts(shown.contracts, pins) : []

  const compare = async () => {
    setCompared(false)
    setTest(await asking.run({ address, insecure, apiKey: null, id }))
  }
  const accept = async () => {
    if (shown === null || shown.pins === null || !compared) return
    await accepting.run({ community: id, pins: acceptedPins(shown.pins) })
  }
  const stay = async () => {
    await bridge.call('engine.stop', { community: id })
    const need = needs.find((each) => each.code === 'contracts-changed' && each.community === id)
    if (need) await bridge.call('app.putOffNeed', { id: need.id })
  }
  const problem = asking.problem ?? accepting.problem
  return (
    <>
      <Banner
        tone="loss"
        icon={<FileWarning aria-hidden />}
        title={t('communities.changed.title', { name })}
        actions={
          <>
            <Button
              kind="primary"
              busy={asking.busy}
              onClick={() => {
                compare().catch(() => {})
              }}
            >
              {t('communities.changed.compare')}
            </Button>
            <Button
              acts
              onClick={() => {
                stay().catch(() => {})
              }}
            >
              {t('communities.changed.stay')}
            </Button>
          </>
        }
      >
        {t('communities.changed.text')}
      </Banner>
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      {shown !== null && shown.contracts.length > 0 && (
        <Section title={t('communities.contracts.title')} note={t('communities.contracts.note')} className={styles.pinning}>
          <ContractsTable label={t('communities.contracts.title')} contracts={shown.contracts} against={pins} />
          {changed.length === 0 ? (
            <p className={styles.panelNote}>{t('communities.changed.nothing')}</p>
          ) : shown.contracts.some(({ matches }) => !matches) ? (
            <p className={styles.wrong} role="alert">
              {t('communities.contracts.refused', { name })}
            </p>
          ) : (
            <div className={styles.accept}>
              <Checkbox
                label={t('communities.changed.compared', { count: changed.length, name })}
                checked={compared}
                onChange={setCompared}
              />
              <Button
                kind="primary"
                busy={accepting.busy}
                disabledWhy={compared ? null : t('communities.foot.compareFirst')}
                onClick={() => {
                  accept().catch(() => {})
                }}
              >
                {t('communities.changed.accept', { count: shown.contracts.length })}
              </Button>
            </div>
          )}
        </Section>
      )}
    </>
  )
}
