import { ZodError } from 'zod'
import { type CallInput, type CallName, type CallOutput, calls } from '../../shared/contract/contract.ts'
import { decodeInput, encodeResult } from '../../shared/contract/wire.ts'
import { ConsoleError, fail, ok, type Result, toProblem } from '../../shared/errors/errors.ts'
import type { Log } from '../runtime/log.ts'
import { describeMisfit } from '../runtime/protocol.ts'

/** One handler for each call of the contract. Expected failures are thrown as `ConsoleError` and reach the window as `Problem`s. */
export type Handlers = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<CallOutput<N>> | CallOutput<N>
}

/** Answers a call of the contract with a `Result` as JSON; never rejects. */
export type Dispatch = (name: unknown, inputJson: unknown) => Promise<unknown>

/** The contract's edge: what comes in is checked here, what goes out is checked here, and nothing thrown passes it. */
export function createDispatcher(handlers: Handlers, log: Log): Dispatch {
  return async (name, inputJson) => {
    if (!isCallName(name)) return fail('invalid-request', 'there is no such call')
    const result = await answer(handlers, log, name, inputJson)
    try {
      return encodeResult(name, result)
    } catch (error) {
      log.error('A call answered what it must not', { call: name, misfit: error instanceof ZodError ? describeMisfit(error) : 'unknown' })
      return fail('internal')
    }
  }
}

/** What the window asks by itself while it is open, so that it shows what is new: no sign that anybody is there. */
const unasked: ReadonlySet<CallName> = new Set([
  'app.snapshot',
  'bounty.details',
  'assertions.page',
  'assertions.totals',
  'bounties.past',
  'events.page',
  'ledger.page',
  'ledger.costs',
  'transfer.plan',
])

/** Whether a call is one that only a person makes: then the wallets' auto-lock counts anew. */
export const isOperatorsAct = (name: unknown): boolean => isCallName(name) && !unasked.has(name)

const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name)

async function answer<N extends CallName>(handlers: Handlers, log: Log, name: N, inputJson: unknown): Promise<Result<CallOutput<N>>> {
  const input = readInput(name, inputJson)
  if (!input.ok) return input
  try {
    return ok(await handlers[name](input.value))
  } catch (error) {
    if (!(error instanceof ConsoleError)) log.error('A call failed unexpectedly', { call: name, error })
    return { ok: false, problem: toProblem(error) }
  }
}

function readInput<N extends CallName>(name: N, inputJson: unknown): Result<CallInput<N>> {
  try {
    return ok(decodeInput(name, inputJson))
  } catch (error) {
    // Where it did not fit, never what was there: it may be a password.
    return fail('invalid-request', error instanceof ZodError ? `${name}: ${describeMisfit(error)}` : name)
  }
}
