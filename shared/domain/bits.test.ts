import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bitsToInteger, integerToBits } from './bits.ts'
import { guidToInteger, integerToGuid } from './identifiers.ts'

it('puts artifact 0 into the least significant bit', () => {
  expect(bitsToInteger([true, false, true])).toBe(5n)
  expect(integerToBits(5n, 4)).toEqual([true, false, true, false])
})
it('brings every list of booleans back', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 256 }), (bits) => {
      expect(integerToBits(bitsToInteger(bits), bits.length)).toEqual(bits)
    }),
  )
})
it('reads a guid as the uint128 of the registry and back', () => {
  expect(guidToInteger('00000000-0000-0000-0000-0000000000ff')).toBe(255n)
  fc.assert(
    fc.property(fc.uuid(), (guid) => {
      expect(integerToGuid(guidToInteger(guid))).toBe(guid)
    }),
  )
})
