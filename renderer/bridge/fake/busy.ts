import type { BountyRow, MyState } from '../../../shared/domain/bounty.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import type { FakeBridge } from './bridge.ts'
import { lima, wellState, withLima } from './moments.ts'
import { BASE, BLOCK, NOW, rowOf } from './row-of.ts'

/* A Community under load: 25 bounties a second, for judging how the window keeps up. Development only. */

const RATE = 25
const stateAt = (age: number): MyState => (age < 2 ? 'scanning' : age < 20 ? 'committed' : age < 30 ? 'revealed' : 'waiting')

function rowAt(index: number, block: number): BountyRow {
  const posted = Math.floor(index / RATE) - 132 + 117
  const age = block - (BASE + posted)
  const base = rowOf({
    name: `sample-${index}.exe`,
    size: 40_000 + index,
    expiration: posted + 20,
    state: stateAt(age),
    opinions: [['malicious', 90]],
    ...(age < 2 ? {} : { bid: 0.5, assert: posted + 2 }),
  })
  return { ...base, firstSeenAt: NOW - age * 1000 }
}

export const busyState = (): ConsoleState => ({
  ...withLima(wellState, {}),
  bounties: {
    lima: Object.fromEntries(Array.from({ length: RATE * 132 }, (_, index) => rowAt(index, BLOCK)).map((row) => [row.guid, row])),
  },
})

/** Feeds the window as the console would: 25 new bounties and their changes each second, in 20 patches. */
export function runBusy(bridge: FakeBridge): () => void {
  let next = RATE * 132
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
    const block = BLOCK + Math.floor(ticks / 20)
    const put = ticks % 20 === 0 ? Array.from({ length: RATE * 30 }, (_, index) => rowAt(next - index, block)) : [rowAt(next, block)]
    next += ticks % 4 === 0 ? 2 : 1
    bridge.change([
      { kind: 'bounties', id: 'lima', put, drop: [rowAt(next - RATE * 132, block).guid] },
      {
        kind: 'community',
        id: 'lima',
        community: { ...(bridge.state().communities.lima ?? lima), clock: { ...lima.clock, block, seenBlock: block } },
      },
    ])
  }, 50)
  return () => clearInterval(timer)
}
