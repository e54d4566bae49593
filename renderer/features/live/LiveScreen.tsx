import { ArrowUp, Filter, Pin, Rows3, Search } from 'lucide-react'
import { type FocusEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { useBounties, useCommunity, useConsoleNow, useNow, useUi, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Grid, type GridItem } from '../../ui/Grid.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { isEnded, liveGroups, netOf } from '../bounties/model.ts'
import { useAppearanceNow } from '../common/appearance.ts'
import { Screen } from '../common/Screen.tsx'
import { useTexts } from '../common/text.ts'
import { blockView } from '../common/view.ts'
import { liveColumns } from './columns.tsx'
import { EmptyLive } from './EmptyLive.tsx'
import { GroupSumsText } from './GroupSums.tsx'
import { type Group, groupKey, liveList, movedRows, sumsOf } from './groups.ts'
import { isHeld, type Touch, useHeldList } from './hold.ts'
import styles from './Live.module.css'

/** Bounties as they happen: what is owed on top, in blocks left. */
export function LiveScreen() {
  const community = useCommunity()
  const rows = useBounties(community?.settings.id)
  return <LiveOf community={community} rows={rows} />
}

function LiveOf({ community, rows }: { readonly community: CommunityState | null; readonly rows: Readonly<Record<string, BountyRow>> }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const now = useConsoleNow()
  const which = useUi((state) => state.liveFilter)
  const [search, setSearch] = useState<string | null>(null)
  const [kinds, setKinds] = useState({ files: true, urls: true })
  const [hidden, setHidden] = useState({ bounty: false, others: false, confidence: false })
  const view = blockView(community)
  const groups = useMemo(
    () => liveList(Object.values(rows), { which, search: search ?? '', ...kinds }, view.block, now),
    [rows, which, search, kinds, view.block, now],
  )
  const filtered = (search ?? '') !== '' || !kinds.files || !kinds.urls
  const empty = groups.length === 0
  const title = t('live.title')
  return (
    <Screen
      title={title}
      note={
        <Segmented
          label={t('live.filter.label')}
          segments={(['mine', 'all'] as const).map((value) => ({ value, label: t(`live.filter.${value}`) }))}
          value={which}
          onChange={(liveFilter) => ui.setState({ liveFilter })}
        />
      }
      tools={
        empty && !filtered ? null : (
          <Tools search={search} setSearch={setSearch} kinds={kinds} setKinds={setKinds} hidden={hidden} setHidden={setHidden} />
        )
      }
    >
      {empty ? (
        <EmptyLive community={community} hasRows={Object.keys(rows).length > 0 || filtered} />
      ) : (
        <LiveList rows={rows} groups={groups} now={now} community={community} hidden={hidden} label={title} />
      )}
    </Screen>
  )
}

/** Its result does not fit the usual width of the column, base units of NCT. */
const WIDE = 1_000n * 10n ** 18n
function hasWideResult(row: BountyRow): boolean {
  const net = isEnded(row) ? netOf(row) : null
  return net !== null && (net >= WIDE || net <= -WIDE)
}

type Hidden = { readonly bounty: boolean; readonly others: boolean; readonly confidence: boolean }
interface LiveListProps {
  /** All that is known, whether the list shows it or not. */
  readonly rows: Readonly<Record<string, BountyRow>>
  readonly groups: readonly Group[]
  /** Wall time that the groups are of, ms. */
  readonly now: number
  readonly community: CommunityState | null
  readonly hidden: Hidden
  readonly label: string
}

function LiveList({ rows, groups, now, community, hidden, label }: LiveListProps) {
  const t = useTexts()
  const { ui, now: time } = useWindowConsole()
  const pinned = useUi((state) => state.liveHeld)
  const rowHeight = useAppearanceNow().rowHeight === 'comfortable' ? 36 : 28
  const [selected, setSelected] = useState<string | null>(null)
  const view = blockView(community)
  const items = useMemo(() => gridItems(groups, view.stale, t), [groups, view.stale, t])
  const isWide = useMemo(() => groups.some(({ rows }) => rows.some(hasWideResult)), [groups])
  // A pointer that rests lets go by itself.
  useNow()
  const { touch, handlers } = useTouch()
  const lineNow = useCallback((item: GridItem<BountyRow>) => itemNow(item, rows, view.stale), [rows, view.stale])
  const held = useHeldList(items, isHeld(touch, pinned, time()), lineNow)
  const moved = useMemo(() => movedRows(held.items, rows, view.block, now), [held.items, rows, view.block, now])
  const fresh = useFresh(items)
  return (
    <div className={styles.list} {...handlers}>
      {held.waiting > 0 && (
        <button type="button" className={styles.waiting} onClick={held.takeIn}>
          <ArrowUp aria-hidden />
          {t('live.newOnes', { count: held.waiting })}
        </button>
      )}
      <Grid
        fill
        main
        label={label}
        className={cx(styles.live, hidden.bounty && styles.noBounty, hidden.others && styles.noOthers, isWide && styles.wide)}
        columns={liveColumns(t, view, !hidden.confidence, moved)}
        items={held.items}
        rowHeight={rowHeight}
        selected={selected}
        freshIds={fresh}
        onSelect={setSelected}
        onOpen={(guid) => goTo(ui, { screen: 'bounty', guid, from: 'live' })}
        onCopy={(guid) => {
          navigator.clipboard.writeText(guid).catch(() => {})
        }}
      />
    </div>
  )
}

const noIds: ReadonlySet<string> = new Set()
/** A pointer moves sixty times a second; the list is not drawn again for each. */
const NOTED_MS = 1000

/** The rows that just came: they enter with a movement. */
function useFresh(items: readonly GridItem<BountyRow>[]): ReadonlySet<string> {
  const seen = useRef<ReadonlySet<string>>(new Set(items.map((item) => item.id)))
  return useMemo(() => {
    const before = seen.current
    const ids = new Set(items.map((item) => item.id))
    seen.current = ids
    const came = [...ids].filter((id) => !before.has(id))
    return came.length === 0 ? noIds : new Set(came)
  }, [items])
}

/** Notices who is at the list. Rows that move under a resting pointer are no movement of the pointer. */
function useTouch() {
  const { now } = useWindowConsole()
  const [touch, setTouch] = useState<Touch>({ pointer: null, keys: null })
  const last = useRef({ x: Number.NaN, y: Number.NaN })
  const note = (kind: keyof Touch) => {
    const at = now()
    setTouch((before) => (before[kind] !== null && at - before[kind] < NOTED_MS ? before : { ...before, [kind]: at }))
  }
  const handlers = {
    onPointerEnter: () => note('pointer'),
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent) => {
      if (last.current.x !== x || last.current.y !== y) note('pointer')
      last.current = { x, y }
    },
    onWheel: () => note('pointer'),
    onPointerLeave: () => setTouch((before) => ({ ...before, pointer: null })),
    onFocus: () => note('keys'),
    onKeyDown: () => note('keys'),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setTouch((before) => ({ ...before, keys: null }))
    },
  }
  return { touch, handlers }
}

function gridItems(groups: readonly Group[], stale: boolean, t: ReturnType<typeof useTexts>): GridItem<BountyRow>[] {
  return groups.flatMap((group): GridItem<BountyRow>[] => [
    {
      kind: 'group',
      id: groupKey(group.id),
      name: t(`live.group.${group.id}`),
      sums: <GroupSumsText group={group} stale={stale} />,
      tone: group.sums.owed ? 'stake' : undefined,
    },
    ...group.rows.map(rowItem),
  ])
}

const rowItem = (row: BountyRow): GridItem<BountyRow> => ({
  kind: 'row',
  id: row.guid,
  row,
  tone: row.state === 'forfeited' ? 'loss' : row.state === 'missing' ? 'stake' : undefined,
})

/** A held line that is in no group any more: a row as it is now, a group that is empty. */
function itemNow(item: GridItem<BountyRow>, rows: Readonly<Record<string, BountyRow>>, stale: boolean): GridItem<BountyRow> | null {
  if (item.kind === 'row') {
    const row = rows[item.id]
    return row ? rowItem(row) : null
  }
  const id = liveGroups.find((each) => groupKey(each) === item.id)
  if (id === undefined) return null
  return { ...item, sums: <GroupSumsText group={{ id, rows: [], sums: sumsOf([]) }} stale={stale} />, tone: undefined }
}

interface ToolsProps {
  readonly search: string | null
  readonly setSearch: (text: string | null) => void
  readonly kinds: { readonly files: boolean; readonly urls: boolean }
  readonly setKinds: (kinds: { files: boolean; urls: boolean }) => void
  readonly hidden: Hidden
  readonly setHidden: (hidden: Hidden) => void
}

function Tools({ search, setSearch, kinds, setKinds, hidden, setHidden }: ToolsProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const pinned = useUi((state) => state.liveHeld)
  return (
    <>
      {search !== null && (
        <div className={styles.search}>
          <TextField
            autoFocus
            type="search"
            label={t('live.search')}
            labelHidden
            placeholder={t('live.search')}
            icon={<Search aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setSearch(null)}
            onBlur={() => search === '' && setSearch(null)}
          />
        </div>
      )}
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon={<Filter aria-hidden />} data-key="filter">
            {t('live.filterButton')}
          </Button>
        }
        entries={[
          {
            kind: 'check',
            id: 'files',
            label: t('live.kind.files'),
            checked: kinds.files,
            onChoose: () => setKinds({ ...kinds, files: !kinds.files }),
          },
          {
            kind: 'check',
            id: 'urls',
            label: t('live.kind.urls'),
            checked: kinds.urls,
            onChoose: () => setKinds({ ...kinds, urls: !kinds.urls }),
          },
          { kind: 'line', id: 'line' },
          { kind: 'item', id: 'search', label: t('live.search'), note: '/', onChoose: () => setSearch(search ?? '') },
        ]}
      />
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon={<Rows3 aria-hidden style={{ transform: 'rotate(90deg)' }} />}>
            {t('live.columns')}
          </Button>
        }
        entries={(['bounty', 'others', 'confidence'] as const).map((id) => ({
          kind: 'check' as const,
          id,
          label: t(`live.columnName.${id}`),
          checked: !hidden[id],
          onChoose: () => setHidden({ ...hidden, [id]: !hidden[id] }),
        }))}
      />
      <Button kind="quiet" icon={<Pin aria-hidden />} aria-pressed={pinned} onClick={() => ui.setState({ liveHeld: !pinned })}>
        {t(pinned ? 'live.held' : 'live.hold')}
      </Button>
      <button type="button" data-key="search" hidden onClick={() => setSearch(search ?? '')} />
    </>
  )
}
