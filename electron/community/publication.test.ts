import { describe, expect, it } from 'vitest'
import type { Change } from '../../shared/state/change.ts'
import { sampleCommunity } from '../../shared/state/samples.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Publication } from './publication.ts'

const figures: Change = { kind: 'community', id: 'lima', community: sampleCommunity('lima', 'Lima') }
const slow: Change = { kind: 'bounties', id: 'lima', put: [], drop: [] }

function published(statistics: () => Change | null = () => null) {
  const clock = new ManualClock(10_000)
  const told: (readonly string[])[] = []
  const publish = (changes: readonly Change[]): void => void told.push(changes.map(({ kind }) => kind))
  return { clock, told, publication: new Publication({ clock, figures: () => figures, statistics, publish }) }
}

describe('the state of a Community', () => {
  it('is told in the same turn after a quiet time, and together what changes within a quarter of a second of that', async () => {
    const { clock, told, publication } = published()
    publication.soon()
    publication.soon()
    await clock.advance(0)
    expect(told).toHaveLength(1)
    publication.soon()
    await clock.advance(100)
    publication.soon()
    await clock.advance(149)
    expect(told).toHaveLength(1)
    await clock.advance(1)
    expect(told).toHaveLength(2)
    await clock.advance(1_000)
    expect(told).toHaveLength(2)
  })

  it('is told at once where that is asked for, whatever was told before', async () => {
    const { told, publication } = published()
    publication.now()
    publication.now()
    expect(told).toHaveLength(2)
  })

  it('has its statistics with it every two seconds, as soon as there are any', async () => {
    let some: Change | null = null
    const { clock, told, publication } = published(() => some)
    publication.now()
    some = slow
    for (let i = 0; i < 4; i++) {
      publication.now()
      await clock.advance(1_000)
    }
    expect(told.map(({ length }) => length)).toEqual([1, 2, 1, 2, 1])
  })

  it('is told no more by itself after the end', async () => {
    const { clock, told, publication } = published()
    publication.soon()
    publication.stop()
    publication.soon()
    await clock.advance(1_000)
    expect(told).toEqual([])
  })
})
