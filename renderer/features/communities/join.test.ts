import { describe, expect, it } from 'vitest'
import { northwindTest, unreachableTest } from '../../bridge/fake/answers.ts'
import { acceptedPins, changedContracts, countSteps, fieldProblems, joinBlocker, newContracts, schemeOf, testKey } from './join.ts'

const good = { name: 'Northwind Labs', address: 'polyswarm.northwind.example/v1', apiKey: 'e41f', insecure: false }

describe('what is told about a Community', () => {
  it('is taken when it is complete', () => {
    expect(fieldProblems(good)).toEqual({})
    expect(fieldProblems({ ...good, apiKey: '' })).toEqual({})
  })
  it.each([
    [{ name: ' ' }, { name: 'nameMissing' }],
    [{ name: 'n'.repeat(41) }, { name: 'nameMissing' }],
    [{ address: '' }, { address: 'addressMissing' }],
    [{ address: 'https://polyswarm.example' }, { address: 'addressScheme' }],
    [{ apiKey: 'two words' }, { apiKey: 'keyShape' }],
    [{ apiKey: 'schlüssel' }, { apiKey: 'keyShape' }],
  ] as const)('%o is refused at its field', (over, expected) => {
    expect(fieldProblems({ ...good, ...over })).toEqual(expected)
  })
  it('names the scheme that has to go', () => {
    expect(schemeOf(' WSS://x ')).toBe('WSS://')
  })
  it('makes an old test worthless when it changes, but not by its name, nor by a key that is never sent', () => {
    expect(testKey({ ...good, name: 'other' })).toBe(testKey(good))
    expect(testKey({ ...good, address: 'other' })).not.toBe(testKey(good))
    expect(testKey({ ...good, insecure: true, apiKey: 'a' })).toBe(testKey({ ...good, insecure: true, apiKey: 'b' }))
  })
})

describe('joining', () => {
  it('waits for the test, for it to pass, and for the new addresses to be compared', () => {
    expect(joinBlocker(null, true)).toBe('testFirst')
    expect(joinBlocker(unreachableTest, true)).toBe('failed')
    expect(joinBlocker(northwindTest, false)).toBe('compareFirst')
    expect(joinBlocker(northwindTest, true)).toBeNull()
  })
  it('is refused when one contract is not as we know it, whatever the operator says', () => {
    const contracts = northwindTest.contracts.map((row, index) => (index === 3 ? { ...row, matches: false } : row))
    expect(joinBlocker({ ...northwindTest, contracts }, true)).toBe('failed')
  })
  it('asks nothing when every address is pinned already', () => {
    const contracts = northwindTest.contracts.map((row) => ({ ...row, sameAs: ['Lima'] }))
    expect(newContracts(contracts)).toEqual([])
    expect(joinBlocker({ ...northwindTest, contracts }, false)).toBeNull()
  })
  it('counts what passed and what asks', () => {
    expect(countSteps(northwindTest.steps)).toEqual({ passed: 5, failed: 0, asks: 1, total: 6 })
    expect(countSteps(unreachableTest.steps)).toEqual({ passed: 0, failed: 1, asks: 0, total: 6 })
  })
})

describe('changed contracts', () => {
  const pins = northwindTest.pins
  it('are those whose address is another one, whatever its case', () => {
    if (pins === null) throw new Error('the sample has pins')
    expect(changedContracts(northwindTest.contracts, { ...pins, registry: pins.registry.toLowerCase() })).toEqual([])
    expect(changedContracts(northwindTest.contracts, { ...pins, registry: pins.sideNectar }).map(({ contract }) => contract)).toEqual([
      'registry',
    ])
    expect(acceptedPins(pins)).not.toHaveProperty('pinnedAt')
  })
})
