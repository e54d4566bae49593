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
}

const nothing = { rows: [], loading: true, complete: false, problem: null } as const

/** A list that is paged from the journal, newest first. Begins anew when `key` changes (the query as text). */
export function usePages<N extends CallName, R extends { readonly id: number }>(name: N, key: string, of: PagesOf<N, R>): Pages<R> {
  const { bridge } = useWindowConsole()
  const [state, setState] = useState<Omit<Pages<R>, 'more'>>(nothing)
  const query = useRef(of)
  query.current = of
  /** The query a load belongs to: an answer to an older one is passed over. */
  const current = useRef(key)

  const load = useCallback(
    async (wanted: string, kept: readonly R[]) => {
      setState((before) => ({ ...before, loading: true, problem: null }))
      const { input, rows, limit } = query.current
      const result = await bridge.call(name, input(kept.at(-1)?.id ?? null))
      if (current.current !== wanted) return
      if (!result.ok) return setState((before) => ({ ...before, loading: false, problem: result.problem }))
      const fresh = rows(result.value)
      setState({ rows: [...kept, ...fresh], loading: false, complete: fresh.length < limit, problem: null })
    },
    [bridge, name],
  )
  useEffect(() => {
    current.current = key
    load(key, []).catch(() => {})
  }, [key, load])
  return { ...state, more: () => void load(key, state.rows).catch(() => {}) }
}
