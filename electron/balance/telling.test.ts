import { describe, expect, it } from 'vitest'
import type { TreasuryChange } from './port.ts'
import { Telling } from './telling.ts'

const line = { at: 0, community: 'lima', code: 'deposit-arrived', tone: 'gain', mine: true, guid: null, subject: null, amount: 1n } as const

function told() {
  const changes: TreasuryChange[] = []
  const telling = new Telling(() => ({ view: null, needs: [] }))
  return { changes, telling, leave: telling.listen((change) => changes.push(change)) }
}

describe('changes of a treasury', () => {
  it('are told once for each turn, each line of the feed with the first of them', async () => {
    const { changes, telling, leave } = told()
    telling.line(line)
    telling.changed()
    telling.changed()
    expect(changes).toEqual([])
    await Promise.resolve()
    expect(changes).toEqual([{ view: null, needs: [], events: [line] }])
    telling.changed()
    await Promise.resolve()
    expect(changes.at(-1)?.events).toEqual([])
    leave()
    telling.changed()
    await Promise.resolve()
    expect(changes).toHaveLength(2)
  })

  it('are told no more after the end, also those of the last turn', async () => {
    const { changes, telling } = told()
    telling.changed()
    telling.stop()
    await Promise.resolve()
    expect(changes).toEqual([])
  })
})
