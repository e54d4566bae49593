import type { CallInput, CallName, CallOutput, NotificationName, NotificationValue } from '../../shared/contract/contract.ts'
import { decodeNotification, decodeResult, type Exposed, encodeInput, exposedName } from '../../shared/contract/wire.ts'
import { fail, type Result } from '../../shared/errors/errors.ts'

/** What the window knows of the console behind it: typed calls, typed notifications, nothing else. */
export interface Bridge {
  readonly host: Exposed['host']
  /** Never rejects: a failure is a `Problem`; an answer that does not fit the contract is `internal`. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>
  /** Returns the function that stops listening. What does not fit the contract is told to `onBroken` and dropped. */
  on<N extends NotificationName>(name: N, listener: (value: NotificationValue<N>) => void, onBroken?: () => void): () => void
  /** The console has ended or cannot be reached since then (ms): nothing that is shown is live any more. Comes at most once. */
  onGone(listener: (at: number) => void): () => void
}

/** The typed bridge over what a host exposes; the only reader of that object. */
export function createBridge(exposed: Exposed): Bridge {
  return {
    host: exposed.host,
    async call(name, input) {
      try {
        return decodeResult(name, await exposed.call(name, encodeInput(name, input)))
      } catch (error) {
        return fail('internal', error instanceof Error && error.name !== 'ZodError' ? error.message.slice(0, 300) : null)
      }
    },
    on(name, listener, onBroken) {
      return exposed.on(name, (json) => {
        let value: NotificationValue<typeof name>
        try {
          value = decodeNotification(name, json)
        } catch {
          onBroken?.()
          return
        }
        listener(value)
      })
    },
    onGone: (listener) => exposed.onGone?.((at) => listener(Number(at))) ?? (() => {}),
  }
}

/** The bridge of this page, or null where no host exposed one (a plain browser tab). */
export function pageBridge(page: object): Bridge | null {
  const exposed = (page as Record<string, unknown>)[exposedName]
  return isExposed(exposed) ? createBridge(exposed) : null
}

function isExposed(value: unknown): value is Exposed {
  return typeof value === 'object' && value !== null && 'call' in value && 'on' in value && 'host' in value
}
