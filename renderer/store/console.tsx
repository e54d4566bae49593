import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts'
import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { Problem, Result } from '../../shared/errors/errors.ts'
import type { CommunityState, ConsoleState } from '../../shared/state/state.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { followState, type Schedule } from '../bridge/follow.ts'
import { createMirror, type Mirror, type MirrorStore } from './mirror.ts'
import { createUi, type Ui, type UiStore } from './ui.ts'

/** Everything a screen may reach: the bridge, the mirror, the ui store, the time. Built once, by the page's entry. */
export interface WindowConsole {
  readonly bridge: Bridge
  readonly mirror: MirrorStore
  readonly ui: UiStore
  /** Wall time, milliseconds: for display alone. */
  readonly now: () => number
  readonly stop: () => void
}

const pageSchedule: Schedule = (task, ms) => {
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}

/** Builds the stores of a window and begins to follow the console's state. */
export function createWindowConsole(bridge: Bridge, now: () => number = Date.now, ui: Partial<Ui> = {}): WindowConsole {
  const { store, sink } = createMirror(now, pageSchedule)
  const uiStore = createUi(ui)
  const stopFollowing = followState(bridge, sink, pageSchedule)
  const stopNavigation = bridge.on('navigate', ({ to }) => uiStore.setState({ place: { screen: to }, dialog: null }))
  return {
    bridge,
    mirror: store,
    ui: uiStore,
    now,
    stop: () => {
      stopFollowing()
      stopNavigation()
    },
  }
}

const Context = createContext<WindowConsole | null>(null)

export function ConsoleProvider({ value, children }: { readonly value: WindowConsole; readonly children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

export function useWindowConsole(): WindowConsole {
  const value = useContext(Context)
  if (value === null) throw new Error('outside of ConsoleProvider')
  return value
}

export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useStore(useWindowConsole().mirror, select)
}

/** A part of the console's state. Only below the shell, which waits for the first snapshot. */
export function useConsole<T>(select: (state: ConsoleState) => T): T {
  return useMirror(({ state }) => {
    if (state === null) throw new Error('no snapshot yet')
    return select(state)
  })
}

export function useUi<T>(select: (ui: Ui) => T): T {
  return useStore(useWindowConsole().ui, select)
}

/** The Community the window looks at: the chosen one, else the first joined; null when none is joined. */
export function communityLookedAt({ communities }: ConsoleState, chosen: Ui['community']): CommunityState | null {
  return (chosen === null ? undefined : communities[chosen]) ?? Object.values(communities)[0] ?? null
}

export function useCommunity(): CommunityState | null {
  const chosen = useUi((ui) => ui.community)
  return useConsole((state) => communityLookedAt(state, chosen))
}

const noRows: Readonly<Record<string, BountyRow>> = {}

/** The bounties of a Community by their guid; none where none is looked at. */
export function useBounties(id: CommunityId | null | undefined): Readonly<Record<string, BountyRow>> {
  return useConsole(({ bounties }) => (id == null ? undefined : bounties[id]) ?? noRows)
}

/** Wall time that moves every `everyMs`; for clocks, ages and countdowns. */
export function useNow(everyMs = 1000): number {
  const { now } = useWindowConsole()
  const [time, setTime] = useState(now)
  useEffect(() => {
    setTime(now())
    const timer = setInterval(() => setTime(now()), everyMs)
    return () => clearInterval(timer)
  }, [now, everyMs])
  return time
}

/** As `useNow`, of what the console does: it stands still where the console has ended, since nothing goes on then. */
export function useConsoleNow(everyMs = 1000): number {
  const now = useNow(everyMs)
  return useMirror(({ goneAt }) => goneAt) ?? now
}

export interface Action<N extends CallName> {
  readonly busy: boolean
  readonly problem: Problem | null
  readonly run: (input: CallInput<N>) => Promise<Result<CallOutput<N>>>
  readonly clear: () => void
}

/** A call as a control uses it: one at a time is shown as busy, its failure stays until the next try. */
export function useAction<N extends CallName>(name: N): Action<N> {
  const { bridge } = useWindowConsole()
  const [running, setRunning] = useState(0)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = useCallback(
    async (input: CallInput<N>) => {
      setRunning((count) => count + 1)
      setProblem(null)
      const result = await bridge.call(name, input)
      setRunning((count) => count - 1)
      if (!result.ok && result.problem.code !== 'cancelled') setProblem(result.problem)
      return result
    },
    [bridge, name],
  )
  const clear = useCallback(() => setProblem(null), [])
  return { busy: running > 0, problem, run, clear }
}

export type Answer<N extends CallName> =
  | { readonly is: 'loading' }
  | { readonly is: 'here'; readonly value: CallOutput<N>; readonly loading: boolean }
  | { readonly is: 'failed'; readonly problem: Problem; readonly last: CallOutput<N> | null }

/**
 * A call whose answer a screen shows; asked again when `key` changes (the input as text, and what should make it fresh). The last answer
 * stays while a newer one is on its way. `null` asks nothing.
 */
export function useAnswer<N extends CallName>(name: N, input: CallInput<N> | null, key: string): Answer<N> {
  const { bridge } = useWindowConsole()
  const [answer, setAnswer] = useState<Answer<N>>({ is: 'loading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the input, which is a new object at each render
  useEffect(() => {
    if (input === null) return
    let current = true
    setAnswer((before) => (before.is === 'here' ? { ...before, loading: true } : before))
    bridge
      .call(name, input)
      .then((result) => {
        if (!current) return
        setAnswer((before) =>
          result.ok
            ? { is: 'here', value: result.value, loading: false }
            : {
                is: 'failed',
                problem: result.problem,
                last: before.is === 'here' ? before.value : before.is === 'failed' ? before.last : null,
              },
        )
      })
      .catch(() => {})
    return () => {
      current = false
    }
  }, [bridge, name, key])
  return answer
}
