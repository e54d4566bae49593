import { Calendar, ChevronDown, Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AssertionFilter, AssertionTotals } from '../../../shared/contract/contract.ts'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatCount } from '../../lib/numbers.ts'
import { startOfDay } from '../../lib/times.ts'
import { useAnswer, useBounties, useCommunity, useNow, useUi } from '../../store/console.tsx'
import type { Place } from '../../store/ui.ts'
import { Beside } from '../../ui/Beside.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import type { GridItem } from '../../ui/Grid.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { ExportMenu } from '../common/ExportMenu.tsx'
import { Screen } from '../common/Screen.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { useExport } from '../common/useExport.ts'
import { AssertionGrid, group } from './AssertionGrid.tsx'
import styles from './Assertions.module.css'
import { AssertionsSide } from './AssertionsSide.tsx'
import { EndedSums, OpenSums, OwedSums } from './GroupSums.tsx'
import { LostOnly } from './LostOnly.tsx'
import { MissingBanner } from './MissingBanner.tsx'
import { type Period, standing } from './sections.ts'
import { type AssertionPage, useAssertions } from './useAssertions.ts'

const filters: readonly AssertionFilter[] = ['all', 'owed', 'open', 'lost', 'paid']
/** What ended is counted since the moment that was chosen, and its name says so; what stands is counted as it stands. */
const spanned = (filter: AssertionFilter, since: number | null) =>
  since !== null && (filter === 'paid' || filter === 'lost') ? (`${filter}Today` as const) : filter

/** Rows of an ended group at first: few where all groups are shown, many where it is the only one. */
const FEW = 20
const MANY = 200

/** Everything that was staked on: what is owed first, then what is open, lost, paid. */
export function AssertionsScreen() {
  const t = useTexts()
  const community = useCommunity()
  const place = useUi((ui) => ui.place)
  if (community === null) {
    return (
      <Screen title={t('assertions.title')}>
        <p className={styles.none}>{t('live.empty.join')}</p>
      </Screen>
    )
  }
  return <AssertionsOf key={community.settings.id} community={community} place={place} />
}

interface AssertionsOfProps {
  readonly community: CommunityState
  /** Another one, even to here again, was asked for anew. */
  readonly place: Place
}

/** Only what was lost without a verdict since then (ms) was asked for; else null. */
const lostWantedAt = (place: Place): number | null => (place.screen === 'assertions' ? (place.lostSince ?? null) : null)

function AssertionsOf({ community, place }: AssertionsOfProps) {
  const t = useTexts()
  const lostWanted = lostWantedAt(place)
  const [reached, setReached] = useState(place)
  const [lostSince, setLostSince] = useState(lostWanted)
  const [filter, setFilter] = useState<AssertionFilter>(lostWanted === null ? 'all' : 'lost')
  if (reached !== place) {
    setReached(place)
    setLostSince(lostWanted)
    if (lostWanted !== null) setFilter('lost')
    else if (lostSince !== null) setFilter('all')
  }
  const [period, setPeriod] = useState<Period>('today')
  const [search, setSearch] = useState('')
  const now = useNow(60_000)
  const since = period === 'today' ? startOfDay(now) : null
  const showAll = () => setLostSince(null)
  const fresh = useFresh(community)
  const id = community.settings.id
  const answer = useAnswer('assertions.totals', { community: id, since }, `${id}:${since}:${fresh}`)
  const totals = answer.is === 'here' ? answer.value : answer.is === 'failed' ? answer.last : null
  const counts = useCounts(community, totals)
  return (
    <Beside
      label={t('assertions.totals')}
      openLabel={t('assertions.totals')}
      closeLabel={t('common.close')}
      side={<AssertionsSide community={community} period={period} totals={totals} />}
    >
      <Screen
        title={t('assertions.title')}
        note={
          <Segmented
            label={t('assertions.filterLabel')}
            value={filter}
            onChange={(chosen) => {
              showAll()
              setFilter(chosen)
            }}
            segments={filters.map((value) => ({
              value,
              label: t(`assertions.filter.${spanned(value, since)}`),
              ...(counts === null ? {} : { count: formatCount(counts[value]) }),
            }))}
          />
        }
        tools={
          <Tools
            community={id}
            filter={filter}
            period={period}
            setPeriod={(chosen) => {
              showAll()
              setPeriod(chosen)
            }}
            search={search}
            setSearch={setSearch}
            since={since}
            lostOnly={lostSince !== null}
          />
        }
      >
        <MissingBanner community={community} />
        {lostSince === null ? (
          <AssertionList community={community} filter={filter} search={search} since={since} totals={totals} fresh={fresh} />
        ) : (
          <LostOnly community={community} since={lostSince} search={search} fresh={fresh} onAll={showAll} />
        )}
      </Screen>
    </Beside>
  )
}

/** How many there are of each kind: what stands is counted from the state, which is newer than any answer. */
function useCounts({ settings, clock }: CommunityState, totals: AssertionTotals | null): AssertionTotals['counts'] | null {
  const rows = useBounties(settings.id)
  const { owed, open } = useMemo(() => standing(Object.values(rows), '', clock.block), [rows, clock.block])
  if (totals === null) return null
  const { paid, lost } = totals.counts
  return { all: owed.length + open.length + paid + lost, owed: owed.length, open: open.length, paid, lost }
}

/** Changes when something was asserted or ended, at most every two seconds: what makes a page worth asking for again. */
function useFresh({ total }: CommunityState): string {
  const tick = Math.floor(useNow(2000) / 2000)
  const signature = `${total.asserted}:${total.settled}:${total.lost}:${total.forfeited}:${total.writtenOff}`
  const [shown, setShown] = useState({ tick, signature })
  if (shown.signature !== signature && shown.tick !== tick) setShown({ tick, signature })
  return shown.signature
}

interface ListProps {
  readonly community: CommunityState
  readonly filter: AssertionFilter
  readonly search: string
  readonly since: number | null
  readonly totals: AssertionTotals | null
  readonly fresh: string
}

function AssertionList({ community, filter, search, since, totals, fresh }: ListProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const id = community.settings.id
  const rows = useBounties(id)
  const { block } = community.clock
  const query = (of: 'paid' | 'lost') => (filter === 'all' || filter === of ? { community: id, filter: of, search, since } : null)
  const paid = useAssertions(query('paid'), fresh, filter === 'all' ? FEW : MANY)
  const lost = useAssertions(query('lost'), fresh, filter === 'all' ? FEW : MANY)
  const { owed, open } = useMemo(() => standing(Object.values(rows), search, block), [rows, search, block])
  const show = (of: AssertionFilter) => filter === 'all' || filter === of
  const results = since === null ? community.total : community.today
  const ended = (of: 'paid' | 'lost', page: AssertionPage) =>
    show(of) && page.rows.length > 0
      ? group(
          of,
          t,
          page.rows,
          <EndedSums lost={of === 'lost'} results={results} count={totals?.counts[of] ?? page.total} isToday={since !== null} />,
        )
      : []
  const items: GridItem<BountyRow>[] = [
    ...(show('owed') && owed.length > 0 ? group('owed', t, owed, <OwedSums rows={owed} community={community} />) : []),
    ...(show('open') && open.length > 0 ? group('open', t, open, <OpenSums rows={open} />) : []),
    ...ended('lost', lost),
    ...ended('paid', paid),
  ]
  const problem = paid.problem ?? lost.problem
  const pages = [
    { of: 'lost' as const, page: lost },
    { of: 'paid' as const, page: paid },
  ].filter(({ of, page }) => show(of) && page.rows.length > 0 && page.total > page.rows.length)
  if (items.length === 0) {
    const waiting = (show('paid') && paid.loading) || (show('lost') && lost.loading)
    const text = problem
      ? problemText(problem)
      : waiting
        ? t('common.loading')
        : t(search === '' && filter === 'all' ? 'assertions.emptyAll' : 'assertions.empty')
    return <p className={styles.none}>{text}</p>
  }
  return (
    <AssertionGrid
      community={community}
      items={items}
      after={
        (pages.length > 0 || problem) && (
          <div className={styles.more}>
            {pages.map(({ of, page }) => (
              <Button key={of} size="small" onClick={page.more} busy={page.loading}>
                {`${t(`assertions.group.${of}`)}: ${t('assertions.more', { count: Math.min(filter === 'all' ? FEW : MANY, page.total - page.rows.length) })}`}
              </Button>
            ))}
            {problem && <span className={styles.soft}>{problemText(problem)}</span>}
          </div>
        )
      }
    />
  )
}

interface ToolsProps {
  readonly community: string
  readonly filter: AssertionFilter
  readonly period: Period
  readonly setPeriod: (period: Period) => void
  readonly search: string
  readonly setSearch: (search: string) => void
  readonly since: number | null
  /** What a banner of losses led to is shown, which is no filter that could be exported. */
  readonly lostOnly: boolean
}

function Tools({ community, filter, period, setPeriod, search, setSearch, since, lostOnly }: ToolsProps) {
  const t = useTexts()
  const save = useExport('assertions.export')
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon={<Calendar aria-hidden />} after={<ChevronDown aria-hidden />} data-key="filter">
            {t(`assertions.period.${period}`)}
          </Button>
        }
        entries={(['today', 'all'] as const).map((id) => ({
          kind: 'check' as const,
          id,
          label: t(`assertions.period.${id}`),
          checked: period === id,
          one: true,
          onChoose: () => setPeriod(id),
        }))}
      />
      <div className={styles.search}>
        <TextField
          type="search"
          label={t('assertions.searchLabel')}
          labelHidden
          placeholder={t('assertions.search')}
          icon={<Search aria-hidden />}
          value={search}
          data-key="search"
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {!lostOnly && (
        <ExportMenu
          label={t('assertions.export')}
          names={{ csv: t('assertions.exportAs.csv'), json: t('assertions.exportAs.json') }}
          busy={save.busy}
          onChoose={(format) => save.run({ community, format, filter, since })}
        />
      )}
    </>
  )
}
