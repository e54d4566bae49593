import type { Problem } from '../../shared/errors/errors.ts'
import type { Patch, Snapshot } from '../../shared/state/change.ts'
import type { Bridge } from './bridge.ts'

/** Who is told of the state: a snapshot replaces all, a patch follows the revision before it. */
export interface StateSink {
  replace(snapshot: Snapshot): void
  apply(patch: Patch): void
  /** No snapshot could be had; another try follows. */
  failed(problem: Problem): void
  /** Nothing will be told any more, since then (ms). */
  gone(at: number): void
}

/** Runs `task` after `ms`; returns what cancels it. */
export type Schedule = (task: () => void, ms: number) => () => void

const RETRY_MS = 1000

/**
 * Keeps a sink at the console's state: listens first, then takes the snapshot, then applies patches in revision order; a gap asks for a
 * new snapshot. Returns the function that stops it.
 */
export function followState(bridge: Bridge, sink: StateSink, schedule: Schedule): () => void {
  let revision: number | null = null
  let waiting: Patch[] = []
  let asking = false
  let stopped = false
  let cancelRetry = () => {}

  const ask = async () => {
    if (asking || stopped) return
    asking = true
    revision = null
    const answer = await bridge.call('app.snapshot', {})
    asking = false
    if (stopped) return
    if (!answer.ok) {
      sink.failed(answer.problem)
      cancelRetry = schedule(restart, RETRY_MS)
      return
    }
    revision = answer.value.revision
    sink.replace(answer.value)
    drain()
  }
  const restart = () => {
    ask().catch(() => {})
  }
  const drain = () => {
    const patches = waiting
    waiting = []
    for (const patch of patches) take(patch)
  }
  const take = (patch: Patch) => {
    if (revision === null) {
      waiting.push(patch)
    } else if (patch.from === revision) {
      revision = patch.to
      sink.apply(patch)
    } else if (patch.to > revision) {
      waiting.push(patch)
      restart()
    }
  }

  const stop = bridge.on('patch', take, restart)
  const stopGone = bridge.onGone((at) => {
    stopped = true
    cancelRetry()
    sink.gone(at)
  })
  restart()
  return () => {
    stopped = true
    cancelRetry()
    stop()
    stopGone()
  }
}
