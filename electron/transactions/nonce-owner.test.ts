import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NonceOwner } from './nonce-owner.ts'

const source = (mined: number, next: number, pending: readonly number[]) => ({
  nonce: async (_: unknown, options?: { readonly ignorePending?: boolean }) => (options?.ignorePending ? mined : next),
  pendingNonces: async () => pending,
})

describe('NonceOwner', () => {
  it('gives the next free numbers, round those of others, and the returned ones first', async () => {
    const owner = new NonceOwner('side')
    await owner.sync(source(5, 7, [5, 6, 9]))
    expect(owner.foreign).toEqual([5, 6, 9])
    expect(owner.allocate(3)).toEqual([7, 8, 10])
    owner.release(8)
    expect(owner.gaps()).toEqual([8])
    expect(owner.allocate(2)).toEqual([8, 11])
    owner.tookPlace(10)
    expect([owner.mined, owner.allocate(1)]).toEqual([11, [12]])
  })

  it('keeps the numbers of what the journal holds, and does not take its own for foreign', async () => {
    const owner = new NonceOwner('side')
    for (const nonce of [3, 4]) owner.restore(nonce)
    await owner.sync(source(3, 5, [3, 4]))
    expect(owner.foreign).toEqual([])
    expect(owner.allocate(1)).toEqual([5])
  })

  it('believes count and list of the pool both: each lags behind the other', async () => {
    const owner = new NonceOwner('side')
    await owner.sync(source(0, 3, [0, 5]))
    expect(owner.foreign).toEqual([0, 1, 2, 5])
    expect(owner.allocate(3)).toEqual([3, 4, 6])
  })

  it('never goes back below what was seen mined, and shares one question among many callers', async () => {
    const owner = new NonceOwner('home')
    owner.tookPlace(9)
    let asked = 0
    const slow = { ...source(4, 4, []), pendingNonces: async () => [][asked++] ?? [] }
    await Promise.all([owner.sync(slow), owner.sync(slow)])
    expect([asked, owner.mined, owner.allocate(1)]).toEqual([1, 10, [10]])
    owner.doubt()
    expect(owner.synced).toBe(false)
    const broken = { ...source(0, 0, []), nonce: () => Promise.reject(new Error('down')) }
    await expect(owner.sync(broken)).rejects.toThrow('down')
    expect(owner.synced).toBe(false)
  })

  it('believes a chain that has fewer only when it says so twice in a row', async () => {
    const owner = new NonceOwner('side')
    await owner.sync(source(9, 9, []))
    await owner.sync(source(4, 4, []))
    expect([owner.mined, owner.synced]).toEqual([9, false])
    await owner.sync(source(9, 9, []))
    await owner.sync(source(4, 4, []))
    expect([owner.mined, owner.synced]).toEqual([9, false])
    await owner.sync(source(5, 5, []))
    expect([owner.mined, owner.synced, owner.allocate(1)]).toEqual([5, true, [5]])
  })

  it('law 7: no number is held twice, whatever is allocated, returned and mined in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('allocate' as const), n: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ do: fc.constant('release' as const), n: fc.nat() }),
      fc.record({ do: fc.constant('mined' as const), n: fc.nat() }),
      fc.record({ do: fc.constant('sync' as const), n: fc.nat({ max: 6 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const owner = new NonceOwner('side')
        await owner.sync(source(0, 0, []))
        const held = new Set<number>()
        let mined = 0
        for (const { do: what, n } of steps) {
          const list = [...held].sort((a, b) => a - b)
          if (what === 'allocate') {
            for (const nonce of owner.allocate(n)) {
              expect(held.has(nonce) || nonce < mined || owner.foreign.includes(nonce)).toBe(false)
              held.add(nonce)
            }
          } else if (what === 'release' && list.length > 0) {
            const nonce = list[n % list.length] as number
            owner.release(nonce)
            held.delete(nonce)
          } else if (what === 'mined' && list[0] === mined) {
            owner.tookPlace(mined)
            held.delete(mined)
            mined += 1
          } else if (what === 'sync') await owner.sync(source(mined, mined, [mined + n]))
        }
      }),
    )
  })
})
