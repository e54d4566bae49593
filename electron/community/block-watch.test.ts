import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { BlockWatch } from './block-watch.ts'

/** A chain with a block a second, from block 100 at 0 ms on, once it is `known`. */
function watched() {
  const clock = new ManualClock(0)
  const chain = { known: true, connected: true }
  const moved: boolean[] = []
  const lookedAt: number[] = []
  const watch = new BlockWatch({
    clock,
    block: () => (chain.known ? 100 + Math.floor(clock.now() / 1_000) : null),
    until: (block) => (block - 100) * 1_000 - clock.now(),
    isConnected: () => chain.connected,
    onLook: () => void lookedAt.push(clock.now()),
    onMoved: (isFirst) => void moved.push(isFirst),
  })
  return { clock, chain, moved, lookedAt, watch }
}

describe('a watch on the block', () => {
  it('tells the first block and then each one, whether or not anything is heard', async () => {
    const { clock, moved, watch } = watched()
    watch.look()
    expect(moved).toEqual([true])
    watch.hear()
    expect(moved).toEqual([true])
    await clock.advance(3_000)
    expect(moved).toEqual([true, false, false, false])
  })

  it('looks more often for the first block while there is a connection', async () => {
    const { clock, chain, lookedAt, moved, watch } = watched()
    Object.assign(chain, { known: false, connected: false })
    watch.look()
    await clock.advance(1_000)
    expect(lookedAt).toEqual([0, 500, 1_000])
    chain.connected = true
    await clock.advance(550)
    expect(lookedAt.slice(3)).toEqual([1_500, 1_525, 1_550])
    chain.known = true
    await clock.advance(25)
    expect(moved).toEqual([true])
  })

  it('looks again soon, never at once, at a block that is late', async () => {
    const clock = new ManualClock(0)
    let looks = 0
    const watch = new BlockWatch({
      clock,
      block: () => 7,
      until: () => -5,
      isConnected: () => true,
      onLook: () => looks++,
      onMoved: () => undefined,
    })
    watch.look()
    await clock.advance(100)
    expect(looks).toBe(6)
  })

  it('ends', async () => {
    const { clock, lookedAt, moved, watch } = watched()
    watch.look()
    watch.close()
    watch.look()
    await clock.advance(5_000)
    expect([lookedAt, moved]).toEqual([[0], [true]])
  })
})
