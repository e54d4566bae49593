import { describe, expect, it } from 'vitest'
import { northwindTest } from '../../bridge/fake/answers.ts'
import { parameters } from '../../bridge/fake/moments.ts'
import { meaningsOf, type Terms } from './meaning.ts'

const NCT = 10n ** 18n
const limaTerms: Terms = { name: 'Lima', parameters, blockTimeMs: 1000, relayFeeHome: 382n * NCT }
const northwind: Terms = {
  name: 'Northwind Labs',
  parameters: northwindTest.parameters ?? parameters,
  blockTimeMs: 2000,
  relayFeeHome: 210n * NCT,
}

describe('what the parameters mean', () => {
  it('is said against the Community the operator knows', () => {
    expect(meaningsOf(northwind, limaTerms, 4n * NCT)).toEqual([
      { is: 'reveal', blocks: 25, blockTimeMs: 2000, against: { name: 'Lima', ms: 10_000 } },
      { is: 'bidsHigher', tenths: 50, limit: 4n * NCT },
    ])
  })
  it('is said by itself where there is no other one', () => {
    expect(meaningsOf(limaTerms, null, 4n * NCT)).toEqual([
      { is: 'reveal', blocks: 10, blockTimeMs: 1000, against: null },
      { is: 'bidsLimit', maximum: NCT, limit: 4n * NCT },
      { is: 'relay', fee: 382n * NCT },
    ])
  })
  it('names no limit that there is not, and no time that was not measured', () => {
    expect(meaningsOf({ ...limaTerms, blockTimeMs: null, relayFeeHome: null }, null, null)).toEqual([{ is: 'revealBlocks', blocks: 10 }])
  })
  it('points out a fee that is more than twice as high', () => {
    const dear = { ...northwind, parameters: { ...northwind.parameters, assertionFee: NCT } }
    expect(meaningsOf(dear, limaTerms, null)).toContainEqual({ is: 'feeHigher', fee: NCT, tenths: 320, name: 'Lima' })
  })
})
