import { useMemo, useRef, useState } from 'react'
import type { GridItem } from '../../ui/Grid.tsx'

/** When somebody was last at the list, milliseconds of wall time; null while pointer or focus are elsewhere. */
export interface Touch {
  /** The pointer entered or moved. */
  readonly pointer: number | null
  /** The focus came or a key was pressed. */
  readonly keys: number | null
}

/** A pointer that rests for longer was put down there: whoever comes back wants to see what there is now. */
export const POINTER_HOLDS_MS = 30_000
/** Longer, because a focus is put there on purpose and a row may be read aloud; not for ever, because people leave. */
export const KEYS_HOLD_MS = 300_000

/** Whether the list stands still: by the button for good, else as long as somebody is at it. */
export function isHeld({ pointer, keys }: Touch, pinned: boolean, now: number): boolean {
  const within = (at: number | null, ms: number) => at !== null && now - at < ms
  return pinned || within(pointer, POINTER_HOLDS_MS) || within(keys, KEYS_HOLD_MS)
}

export interface HeldList<R> {
  readonly items: readonly GridItem<R>[]
  /** Rows that came since and wait above. */
  readonly waiting: number
  /** Takes in what waits and holds on. */
  readonly takeIn: () => void
}

/**
 * Keeps a list still under the pointer: while it is held, rows change in place, none leaves, none moves to another group, and new ones
 * are only counted. Only the order is held: what a line says is always as of now.
 * @param now a line that is no longer among `items` as it is now; null when nothing is known of it any more: it stays as last seen
 */
export function useHeldList<R>(items: readonly GridItem<R>[], held: boolean, now: (item: GridItem<R>) => GridItem<R> | null): HeldList<R> {
  const seen = useRef(new Map<string, GridItem<R>>())
  const [frozen, setFrozen] = useState<readonly GridItem<R>[] | null>(null)
  if (held && frozen === null) setFrozen(items)
  if (!held && frozen !== null) setFrozen(null)
  const shown = useMemo(() => {
    if (frozen === null) return items
    const latest = new Map(items.map((item) => [item.id, item]))
    const shown = frozen.map((item) => latest.get(item.id) ?? now(item) ?? seen.current.get(item.id) ?? item)
    seen.current = new Map(shown.map((item) => [item.id, item]))
    return shown
  }, [frozen, items, now])
  const waiting = useMemo(() => {
    if (frozen === null) return 0
    const known = new Set(frozen.map((item) => item.id))
    return items.filter((item) => item.kind === 'row' && !known.has(item.id)).length
  }, [frozen, items])
  return { items: shown, waiting, takeIn: () => setFrozen(items) }
}
