import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../../shared/domain/engine.ts'
import { limitFieldsOf, readLimits } from './limits.ts'

const before = defaultEngineSettings.limits
const fields = limitFieldsOf(before)

describe('the limits of the set-up', () => {
  it('come out as they went in', () => {
    expect(fields).toEqual({ perBounty: '4', perDay: '2,400', atOnce: '40', allowance: '100' })
    expect(readLimits(fields, before)).toEqual({ ok: true, limits: before })
  })
  it('are none where a field is empty, except the allowance', () => {
    const open = readLimits({ ...fields, perBounty: '', perDay: ' ', atOnce: '' }, before)
    expect(open).toMatchObject({ ok: true, limits: { perBounty: null, perDay: null, atOnce: null } })
    expect(readLimits({ ...fields, allowance: '' }, before)).toEqual({ ok: false, problems: { allowance: 'empty' } })
  })
  it.each([
    [{ perBounty: '41' }, { perBounty: 'above-at-once' }],
    [{ perBounty: '30', perDay: '20' }, { perBounty: 'above-day' }],
    [{ atOnce: 'many' }, { atOnce: 'not-a-number' }],
    [{ perDay: '0', perBounty: '' }, { perDay: 'zero' }],
  ] as const)('%o is refused at its field', (over, problems) => {
    expect(readLimits({ ...fields, ...over }, before)).toEqual({ ok: false, problems })
  })
})
