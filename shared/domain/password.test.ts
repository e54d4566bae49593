import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTrivialPassword, MIN_PASSWORD_LENGTH, passwordFault } from './password.ts'

describe('a password for a new wallet', () => {
  it.each([
    ['', 'short'],
    ['abc', 'short'],
    ['x7!Kp2q', 'short'],
    ['x7!Kp2qww', 'short'],
    ['password', 'common'],
    ['Password', 'common'],
    ['P@ssw0rd', 'common'],
    ['password123', 'common'],
    ['Password2026!', 'common'],
    ['sandbox', 'common'],
    ['test test test', 'common'],
    ['testtesttesttest', 'common'],
    ['correct horse battery staple', 'common'],
    ['!!!!!!!!!!!!', 'common'],
    ['aaaaaaaaaaaa', 'simple'],
    ['abababababab', 'simple'],
    ['abcdefghijkl', 'simple'],
    ['lkjihgfedcba', 'simple'],
    ['1234567890', 'simple'],
    ['0987654321', 'simple'],
  ])('"%s" is %s', (password, fault) => {
    expect(passwordFault(password)).toBe(fault)
  })

  it.each(['correct horse 42', 'pässwörd–ünïcode ✓', 'lantern otter 7 quay', 'pbkdf2 pass', 'leading zero', '昨日の雨は美しかったですね'])(
    '"%s" is taken',
    (password) => expect(passwordFault(password)).toBeNull(),
  )
})

describe('a trivial password', () => {
  it.each(['password', 'PASSWORD1', 'sandbox', '123456', 'qwerty', 'zzzzzzzzzzzzzzz', 'pass', ''])('"%s" is one', (password) =>
    expect(isTrivialPassword(password)).toBe(true),
  )

  it.each(['x7!Kp2q', 'pbkdf2 pass'])('"%s" is none: a keyfile from elsewhere may have it', (password) =>
    expect(isTrivialPassword(password)).toBe(false),
  )

  it('is never taken for a new wallet, and neither is a short one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (password) => {
        if (isTrivialPassword(password) || [...password.normalize('NFC')].length < MIN_PASSWORD_LENGTH)
          expect(passwordFault(password)).not.toBeNull()
      }),
    )
  })
})
