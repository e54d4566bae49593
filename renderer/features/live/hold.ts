import { useMemo, useState } from 'react'
import type { GridItem } from '../../ui/Grid.tsx'

export interface HeldList<R> {
  readonly items: readonly GridItem<R>[]
  /** Rows that came since and wait above. */
  readonly waiting: number
  readonly hold: () => void
  readonly release: () => void
  /** Takes in what waits and holds on. */
  readonly takeIn: () => void
}

/**
 * Keeps a list still under the pointer: while it is held, rows change in place, none leaves, none moves to another group, and new ones
 * are only counted.
 */
export function useHeldList<R>(items: readonly GridItem<R>[]): HeldList<R> {
  const [frozen, setFrozen] = useState<readonly GridItem<R>[] | null>(null)
  const shown = useMemo(() => {
    if (frozen === null) return items
    const latest = new Map(items.map((item) => [item.id, item]))
    return frozen.map((item) => latest.get(item.id) ?? item)
  }, [frozen, items])
  const waiting = useMemo(() => {
    if (frozen === null) return 0
    const known = new Set(frozen.map((item) => item.id))
    return items.filter((item) => item.kind === 'row' && !known.has(item.id)).length
  }, [frozen, items])
  return {
    items: shown,
    waiting,
    hold: () => setFrozen((before) => before ?? items),
    release: () => setFrozen(null),
    takeIn: () => setFrozen(items),
  }
}
