import type { CallInput, CallName, CallOutput, NotificationName, NotificationValue } from '../../../shared/contract/contract.ts'
import { fail, ok, type Result } from '../../../shared/errors/errors.ts'
import { applyChange, type Change } from '../../../shared/state/change.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import type { Bridge } from '../bridge.ts'

/** How a fake answers; what is not given fails as `internal`, so that a forgotten answer is seen. */
export type Answers = {
  readonly [N in CallName]?: (input: CallInput<N>) => Result<CallOutput<N>> | Promise<Result<CallOutput<N>>>
}

export interface FakeBridge extends Bridge {
  /** Every call made, in order. */
  readonly made: readonly { readonly name: CallName; readonly input: unknown }[]
  readonly inputsOf: <N extends CallName>(name: N) => CallInput<N>[]
  readonly answer: (answers: Answers) => void
  /** Applies changes as the console would and tells the window; `skip` leaves a gap of revisions. */
  readonly change: (changes: readonly Change[], options?: { readonly skip?: boolean }) => void
  readonly notify: <N extends NotificationName>(name: N, value: NotificationValue<N>) => void
  readonly state: () => ConsoleState
  /** The console ends: nothing is answered any more. */
  readonly end: (at: number) => void
}

type Listener = (value: never) => void

/** A console in a few lines, for tests and for the pages of development: one state, answers by hand, notifications on demand. */
export function createFakeBridge(initial: ConsoleState, answers: Answers = {}, host: Bridge['host'] = 'headless'): FakeBridge {
  let state = initial
  let revision = 1
  let given: Answers = answers
  const made: { name: CallName; input: unknown }[] = []
  const listeners = new Map<NotificationName, Set<Listener>>()

  let tellGone: ((at: number) => void) | null = null
  let ended = false
  const notify = <N extends NotificationName>(name: N, value: NotificationValue<N>) => {
    for (const listener of listeners.get(name) ?? []) listener(value as never)
  }
  const answerOf = (name: CallName, input: unknown): unknown => {
    // As the page's own bridge answers then.
    if (ended) return fail('internal', 'the console cannot be reached')
    const answer = given[name] as ((input: unknown) => unknown) | undefined
    if (answer) return answer(input)
    return name === 'app.snapshot' ? ok({ revision, state }) : fail('internal', `no answer for ${name}`)
  }
  return {
    host,
    made,
    inputsOf: (name) => made.filter((call) => call.name === name).map((call) => call.input as CallInput<typeof name>),
    async call(name, input) {
      made.push({ name, input })
      return (await answerOf(name, input)) as Result<CallOutput<typeof name>>
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      set.add(listener as Listener)
      listeners.set(name, set)
      return () => set.delete(listener as Listener)
    },
    onGone(listener) {
      tellGone = listener
      return () => {
        tellGone = null
      }
    },
    end: (at) => {
      ended = true
      tellGone?.(at)
    },
    answer: (more) => {
      given = { ...given, ...more }
    },
    change(changes, options) {
      state = changes.reduce(applyChange, state)
      const from = options?.skip ? revision + 1 : revision
      revision = from + 1
      notify('patch', { from, to: revision, changes: [...changes] })
    },
    notify,
    state: () => state,
  }
}
