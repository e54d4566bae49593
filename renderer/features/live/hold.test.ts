import { describe, expect, it } from 'vitest'
import { isHeld, KEYS_HOLD_MS, POINTER_HOLDS_MS } from './hold.ts'

const NOW = 1_000_000_000

describe('a list', () => {
  it.each([
    ['nobody is at it', { pointer: null, keys: null }, false, false],
    ['the pointer moved in it', { pointer: NOW, keys: null }, false, true],
    ['the pointer moved in it a moment ago', { pointer: NOW - POINTER_HOLDS_MS + 1, keys: null }, false, true],
    ['the pointer was parked in it', { pointer: NOW - POINTER_HOLDS_MS, keys: null }, false, false],
    ['a key was pressed in it', { pointer: null, keys: NOW - POINTER_HOLDS_MS }, false, true],
    ['the focus was left in it', { pointer: null, keys: NOW - KEYS_HOLD_MS }, false, false],
    ['it was pinned', { pointer: null, keys: null }, true, true],
  ])('when %s', (_, touch, pinned, held) => {
    expect(isHeld(touch, pinned, NOW)).toBe(held)
  })
})
