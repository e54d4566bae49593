import { useEffect, useState } from 'react'
import type { AssertionFilter } from '../../../shared/contract/contract.ts'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import { useWindowConsole } from '../../store/console.tsx'

export interface AssertionPage {
  readonly rows: readonly BountyRow[]
  readonly total: number
  readonly loading: boolean
  readonly problem: Problem | null
  readonly more: () => void
}

interface Query {
  readonly community: string
  readonly filter: AssertionFilter
  readonly search: string
  readonly since: number | null
}

/** The longest answer the contract allows. */
const MOST = 500

/**
 * Ended assertions from the journal, newest first, a page at a time. Asked again when `fresh` changes (something was settled), for as many
 * rows as are shown; the rows shown stay until the answer is here.
 */
export function useAssertions(query: Query | null, fresh: string, page: number): AssertionPage {
  const { bridge } = useWindowConsole()
  const [wanted, setWanted] = useState(page)
  const [state, setState] = useState<Omit<AssertionPage, 'more'>>({ rows: [], total: 0, loading: true, problem: null })
  const key = query === null ? null : JSON.stringify(query)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query begins with one page
  useEffect(() => setWanted(page), [key, page])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` asks again; `key` stands for the query, which is new at each render
  useEffect(() => {
    if (query === null) return
    let current = true
    const ask = async () => {
      const rows: BountyRow[] = []
      let total = 0
      while (rows.length < wanted) {
        const limit = Math.min(MOST, wanted - rows.length)
        const answer = await bridge.call('assertions.page', { ...query, offset: rows.length, limit })
        if (!current) return
        if (!answer.ok) return setState((before) => ({ ...before, loading: false, problem: answer.problem }))
        rows.push(...answer.value.rows)
        total = answer.value.total
        if (answer.value.rows.length < limit) break
      }
      setState({ rows, total, loading: false, problem: null })
    }
    ask().catch(() => {})
    return () => {
      current = false
    }
  }, [bridge, key, fresh, wanted])
  return { ...state, more: () => setWanted((before) => before + page) }
}
