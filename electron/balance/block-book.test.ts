import { describe, expect, it } from 'vitest'
import { BlockBook } from './block-book.ts'

describe('the blocks of both chains by time', () => {
  it('are known at every moment after the first was seen, also when time goes on while they are looked up', () => {
    let time = 1_000
    const book = new BlockBook(
      () => ({ block: 7, seenBlock: 7, blockTimeMs: 1_000 }),
      () => time++,
    )
    for (let i = 0; i < 3; i++) expect(book.now('home')).toEqual({ seen: 7, atMost: 22 })
  })

  it('are not known before any was seen', () => {
    const book = new BlockBook(
      () => ({ block: null, seenBlock: null, blockTimeMs: null }),
      () => 1_000,
    )
    expect(book.now('side')).toBeNull()
  })
})
