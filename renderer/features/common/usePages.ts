import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/contract.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import { useWindowConsole } from '../../store/console.tsx'

export interface Pages<R> {
  /** Newest first, as far as they were asked for; of an older key until the first page of the new one is here. */
  readonly rows: readonly R[]
  readonly loading: boolean
  /** Nothing older is left. */
  readonly complete: boolean
  readonly problem: Problem | null
  readonly more: () => void
}

interface PagesOf<N extends CallName, R> {
  /** `before`: the id of the last row that is here; null = the newest. */
  readonly input: (before: number | null) => CallInput<N>
  readonly rows: (answer: CallOutput<N>) => readonly R[]
  /** A page with fewer rows is the last. */
  readonly limit: number
  /** When it changes there may be newer rows: they are put before those that are here. */
  readonly pulse?: string
}

interface Row {
  readonly id: number
}

/** The newest page before what is here already; a gap between them, and only the newest page is sure. */
export function withNewest<R extends Row>(newest: readonly R[], here: readonly R[]): readonly R[] {
  const last = newest.at(-1)
  const joins = last === undefined || here.some(({ id }) => id >= last.id)
  return joins ? [...newest, ...here.filter(({ id }) => last === undefined || id < last.id)] : newest
}

const nothing = { of: '', rows: [], loading: true, complete: false, problem: null } as const

/** A list that is paged from the journal, newest first. Begins anew when `key` changes (the query as text). */
export function usePages<N extends CallName, R extends Row>(name: N, key: string, of: PagesOf<N, R>): Pages<R> {
  const { bridge } = useWindowConsole()
  /** `of`: the query that was asked last. */
  const [state, setState] = useState<Omit<Pages<R>, 'more'> & { readonly of: string }>(nothing)
  const query = useRef(of)
  query.current = of
  /** The query a load belongs to: an answer to an older one is passed over. */
  const current = useRef(key)
  /** One refresh at a time; what comes meanwhile asks for one more. */
  const refreshing = useRef<'no' | 'yes' | 'again'>('no')
  const pulse = of.pulse ?? ''
  const known = useRef(pulse)

  const load = useCallback(
    async (wanted: string, before: readonly R[]) => {
      setState((held) => ({ ...held, of: wanted, loading: true, problem: null }))
      const { input, rows, limit } = query.current
      const result = await bridge.call(name, input(before.at(-1)?.id ?? null))
      if (current.current !== wanted) return
      if (!result.ok) return setState((held) => ({ ...held, loading: false, problem: result.problem }))
      const older = rows(result.value)
      // Newer rows may have come in front meanwhile.
      setState((held) => ({
        of: wanted,
        rows: before.length === 0 ? older : withNewest(held.rows, [...before, ...older]),
        loading: false,
        complete: older.length < limit,
        problem: null,
      }))
    },
    [bridge, name],
  )
  const refresh: (wanted: string) => Promise<void> = useCallback(
    async (wanted: string): Promise<void> => {
      if (refreshing.current !== 'no') {
        refreshing.current = 'again'
        return
      }
      refreshing.current = 'yes'
      const { input, rows, limit } = query.current
      const result = await bridge.call(name, input(null))
      const again = (refreshing.current as string) === 'again'
      refreshing.current = 'no'
      if (again) refresh(current.current).catch(() => {})
      if (!result.ok || current.current !== wanted) return
      const newest = rows(result.value)
      setState((held) => {
        const joined = withNewest(newest, held.rows)
        return { ...held, rows: joined, complete: joined === newest ? newest.length < limit : held.complete }
      })
    },
    [bridge, name],
  )
  useEffect(() => {
    current.current = key
    load(key, []).catch(() => {})
  }, [key, load])
  useEffect(() => {
    if (known.current === pulse) return
    known.current = pulse
    refresh(current.current).catch(() => {})
  }, [pulse, refresh])
  const { of: asked, ...pages } = state
  // Until the new query is on its way, what is here says nothing about it.
  const unasked = asked !== key ? ({ loading: true, complete: false, problem: null } as const) : {}
  return { ...pages, ...unasked, more: () => void load(key, state.rows).catch(() => {}) }
}
