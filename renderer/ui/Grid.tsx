import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Grid.module.css'

export interface Column<R> {
  readonly id: string
  readonly header: ReactNode
  readonly align?: 'end'
  readonly cell: (row: R) => ReactNode
}

export type GridTone = 'stake' | 'loss'
/** A row, or the head of a group with its counts and sums. */
export type GridItem<R> =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly name: ReactNode
      readonly sums: ReactNode
      readonly tone?: GridTone | undefined
    }
  | { readonly kind: 'row'; readonly id: string; readonly row: R; readonly tone?: GridTone | undefined }

const GROUP_HEIGHT = 28
/** From here on only what can be seen is in the page. */
const VIRTUAL_FROM = 160

/**
 * A table as an ARIA grid with one tab stop. J, K, arrows, Home, End move; Enter opens; Y copies. The columns' widths come from the
 * custom property `--columns` of `className`, so that a screen's style sheet decides which of them leave when it gets narrow.
 */
export function Grid<R>(props: GridProps<R>) {
  const { label, columns, items, className, fill, rowHeight = 28, tall } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rowIds = items.filter((item) => item.kind === 'row').map((item) => item.id)
  const [focused, setFocused] = useState<string | null>(null)
  const active = [focused, props.selected].find((id) => id !== null && id !== undefined && rowIds.includes(id)) ?? rowIds[0] ?? null
  const virtual = items.length > VIRTUAL_FROM && !tall
  const { keys, wanted } = useGridKeys({ ...props, rowIds, active, scroller })

  const line = (item: GridItem<R>, index: number) => (
    <Line
      key={item.id}
      item={item}
      columns={columns}
      index={index}
      active={item.id === active}
      selected={item.kind === 'row' && item.id === (props.selected ?? focused)}
      tall={tall === true}
      fresh={props.freshIds?.has(item.id) === true}
      onFocus={() => {
        setFocused(item.id)
        props.onSelect?.(item.id)
      }}
      onOpen={() => props.onOpen?.(item.id)}
    />
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are grid rows with focus of their own, which a table element cannot have
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={items.length + 1}
      className={cx(styles.grid, fill && styles.fill, className)}
      onKeyDown={keys}
      data-grid={props.main ? 'main' : undefined}
    >
      <div ref={scroller} className={cx(fill && styles.scroller)} data-scroller>
        <Head columns={columns} />
        {virtual ? (
          <VirtualLines items={items} rowHeight={rowHeight} scroller={scroller} wanted={wanted} line={line} />
        ) : (
          items.map((item, index) => line(item, index))
        )}
        {props.after}
      </div>
    </div>
  )
}

export interface GridProps<R> {
  readonly label: string
  readonly columns: readonly Column<R>[]
  readonly items: readonly GridItem<R>[]
  readonly className?: string | undefined
  /** Takes the height that is left and scrolls. */
  readonly fill?: boolean
  /** The screen's list: J and K reach it from anywhere. */
  readonly main?: boolean
  /** Pixels; as the preference says. */
  readonly rowHeight?: number
  /** Rows grow with what is in them; for short lists. */
  readonly tall?: boolean
  readonly selected?: string | null
  readonly onSelect?: (id: string) => void
  readonly onOpen?: (id: string) => void
  readonly onCopy?: (id: string) => void
  /** Rows that just came: they enter with a movement. */
  readonly freshIds?: ReadonlySet<string>
  readonly after?: ReactNode
}

function Head<R>({ columns }: { readonly columns: readonly Column<R>[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid
    // biome-ignore lint/a11y/useFocusableInteractive: heads do nothing
    <div role="row" aria-rowindex={1} className={styles.head}>
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid
        // biome-ignore lint/a11y/useFocusableInteractive: heads do nothing
        <div key={column.id} role="columnheader" data-column={column.id} className={cx(styles.headCell, column.align && styles.end)}>
          {column.header}
        </div>
      ))}
    </div>
  )
}

interface LineProps<R> {
  readonly item: GridItem<R>
  readonly columns: readonly Column<R>[]
  readonly index: number
  readonly active: boolean
  readonly selected: boolean
  readonly tall: boolean
  readonly fresh: boolean
  readonly onFocus: () => void
  readonly onOpen: () => void
}

function Line<R>({ item, columns, index, active, selected, tall, fresh, onFocus, onOpen }: LineProps<R>) {
  if (item.kind === 'group') {
    return (
      // biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid
      // biome-ignore lint/a11y/useFocusableInteractive: heads of groups do nothing
      <div role="row" aria-rowindex={index + 2} className={cx(styles.group, item.tone && styles[item.tone])}>
        {/* biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: heads of groups do nothing */}
        <div role="gridcell" aria-colspan={columns.length} className={styles.cell}>
          <span className={styles.groupName}>{item.name}</span>
          <span className={styles.sums}>{item.sums}</span>
        </div>
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      data-row={item.id}
      className={cx(styles.row, tall && styles.tall, fresh && styles.fresh, item.tone && styles[item.tone])}
      onFocus={onFocus}
      onDoubleClick={onOpen}
      onClick={(event) => event.currentTarget.focus()}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: part of the ARIA grid
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
        <div key={column.id} role="gridcell" data-column={column.id} className={cx(styles.cell, column.align && styles.end)}>
          {column.cell(item.row)}
        </div>
      ))}
    </div>
  )
}

interface VirtualLinesProps<R> {
  readonly items: readonly GridItem<R>[]
  readonly rowHeight: number
  readonly scroller: React.RefObject<HTMLDivElement | null>
  readonly wanted: React.RefObject<string | null>
  readonly line: (item: GridItem<R>, index: number) => ReactNode
}

function VirtualLines<R>({ items, rowHeight, scroller, wanted, line }: VirtualLinesProps<R>) {
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === 'group' ? GROUP_HEIGHT : rowHeight),
    getItemKey: (index) => items[index]?.id ?? index,
    scrollMargin: GROUP_HEIGHT,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
  })
  useEffect(() => {
    if (wanted.current === null) return
    const index = items.findIndex((item) => item.id === wanted.current)
    if (index >= 0) virtualizer.scrollToIndex(index)
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`)
    if (row) {
      row.focus()
      wanted.current = null
    }
  })
  return (
    <div className={styles.virtual} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((place) => {
        const item = items[place.index]
        return item ? (
          <div
            key={place.key}
            role="presentation"
            className={styles.place}
            style={{ transform: `translateY(${place.start - GROUP_HEIGHT}px)` }}
          >
            {line(item, place.index)}
          </div>
        ) : null
      })}
    </div>
  )
}

type KeysOf<R> = GridProps<R> & {
  readonly rowIds: readonly string[]
  readonly active: string | null
  readonly scroller: React.RefObject<HTMLDivElement | null>
}

function useGridKeys<R>({ rowIds, active, scroller, onOpen, onCopy, onSelect }: KeysOf<R>) {
  /** A row that is to get the focus once it is in the page. */
  const wanted = useRef<string | null>(null)
  const [, render] = useState(0)
  const moveTo = (index: number) => {
    const id = rowIds[Math.max(0, Math.min(rowIds.length - 1, index))]
    if (id === undefined) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)
    if (row) {
      row.focus()
      row.scrollIntoView?.({ block: 'nearest' })
    } else {
      wanted.current = id
      onSelect?.(id)
      render((count) => count + 1)
    }
  }
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
    const at = active === null ? 0 : rowIds.indexOf(active)
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, Home: -at, End: rowIds.length - 1 - at }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      moveTo(at + step)
    } else if (event.key === 'Enter' && active !== null && isRow(event.target)) {
      event.preventDefault()
      onOpen?.(active)
    } else if (event.key === 'y' && active !== null) {
      onCopy?.(active)
    }
  }
  return { keys, wanted }
}

const isRow = (target: EventTarget) => target instanceof HTMLElement && target.dataset.row !== undefined
const isField = (target: EventTarget) => target instanceof HTMLElement && target.matches('input, textarea, select')
