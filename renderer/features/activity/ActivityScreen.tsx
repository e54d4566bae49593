import { useState } from 'react'
import type { CallInput } from '../../../shared/contract/contract.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import { formatDay, startOfDay } from '../../lib/times.ts'
import { useConsole, useNow, useUi, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { EventEntry, type FoldedLine, foldLines } from '../alerts/index.ts'
import { Screen } from '../common/Screen.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { usePages } from '../common/usePages.ts'
import styles from './Activity.module.css'
import { type ActivityFilter, type ActivityKind, activityKinds, joinLines, liveReach, passes } from './kinds.ts'

const PAGE = 200
const ALL = 'all'

/** Everything that happened: the newest live, older ones from the journal, which is asked for what is chosen. */
export function ActivityScreen() {
  const t = useTexts()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const communities = useConsole((state) => state.communities)
  const live = useConsole((state) => state.events)
  const whose = useUi((state) => state.eventsOf)
  const [community, setCommunity] = useState<string>(ALL)
  const [kind, setKind] = useState<ActivityKind>('all')
  const filter: ActivityFilter = {
    community: community === ALL ? null : community,
    kind: kind === 'all' ? null : kind,
    mine: whose === 'mine',
  }
  const pages = usePages('events.page', JSON.stringify(filter), {
    input: (before): CallInput<'events.page'> => ({ ...filter, before, limit: PAGE }),
    rows: ({ events }) => events,
    limit: PAGE,
    pulse: liveReach(live),
  })
  // Also what was paged: rows of the filter before stay until the first page of this one is here.
  const shown = joinLines(live, pages.rows).filter((line) => passes(line, filter))
  return (
    <Screen
      title={t('activity.title')}
      note={t('activity.note')}
      tools={
        <>
          <Select
            label={t('activity.community')}
            labelHidden
            value={community}
            onChange={setCommunity}
            options={[
              { value: ALL, label: t('activity.all') },
              ...Object.values(communities).map(({ settings }) => ({ value: settings.id, label: settings.name })),
            ]}
          />
          <Select
            label={t('activity.kindLabel')}
            labelHidden
            value={kind}
            onChange={(value) => setKind(activityKinds.find((each) => each === value) ?? 'all')}
            options={activityKinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
          />
          <Segmented
            label={t('activity.whose')}
            value={whose}
            onChange={(eventsOf) => ui.setState({ eventsOf })}
            segments={[
              { value: 'mine', label: t('activity.mine') },
              { value: 'all', label: t('activity.everything') },
            ]}
          />
        </>
      }
      scroll
    >
      {pages.problem && (
        <p className={styles.wrong} role="alert">
          {problemText(pages.problem)}
        </p>
      )}
      <Days lines={shown} />
      <div className={styles.foot}>
        {shown.length === 0 && !pages.loading && <p>{t('activity.empty')}</p>}
        {pages.complete ? (
          shown.length > 0 && <p>{t('activity.complete')}</p>
        ) : (
          <Button busy={pages.loading} onClick={pages.more}>
            {t('activity.older')}
          </Button>
        )}
      </div>
    </Screen>
  )
}

/** The lines under their days. */
function Days({ lines }: { readonly lines: readonly EventLine[] }) {
  const t = useTexts()
  const { language } = useConsole(({ app }) => app.preferences)
  const today = startOfDay(useNow(60_000))
  const days = new Map<number, EventLine[]>()
  for (const line of lines) {
    const day = startOfDay(line.at)
    days.set(day, [...(days.get(day) ?? []), line])
  }
  return (
    <div role="log" aria-live="off" aria-label={t('activity.title')}>
      {[...days].map(([day, list]) => (
        <section key={day}>
          <h2 className={styles.day}>{day === today ? t('activity.today') : formatDay(day, language)}</h2>
          {foldLines(list).map((folded) => (
            <Line key={folded.first.id} folded={folded} />
          ))}
        </section>
      ))}
    </div>
  )
}

function Line({ folded }: { readonly folded: FoldedLine }) {
  const { community } = folded.line
  const name = useConsole(({ communities }) => (community === null ? '' : (communities[community]?.settings.name ?? community)))
  return (
    <div className={styles.line}>
      <EventEntry folded={folded} />
      <span className={styles.where} title={name}>
        {name}
      </span>
    </div>
  )
}
