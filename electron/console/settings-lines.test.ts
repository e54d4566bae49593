import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../shared/domain/engine.ts'
import { settingsLines } from './settings-lines.ts'

const NCT = 10n ** 18n
const { limits } = defaultEngineSettings

describe('other settings of an engine', () => {
  it('are told one by one, with what they were and are', () => {
    const after = {
      scanner: 'scratch',
      strategy: 'aggressive',
      limits: { ...limits, perDay: 700n * NCT + NCT / 2n, atOnce: null, homeGasPrice: 40_500_000_000n },
      artifactTypes: ['url'],
      autoStart: false,
    } as const
    const lines = settingsLines('lima', defaultEngineSettings, { ...after, artifactTypes: ['url'] }, 5)
    expect(lines.map(({ code, subject }) => [code, subject])).toEqual([
      ['strategy-changed', 'aggressive'],
      ['scanner-changed', 'scratch'],
      ['limit-day-changed', '2400 NCT → 700.5 NCT'],
      ['limit-open-changed', '40 NCT → ∞'],
      ['limit-gas-price-changed', '35 gwei → 40.5 gwei'],
      ['kinds-changed', 'url'],
      ['auto-start-off', null],
    ])
    expect(lines.every(({ at, community, mine }) => at === 5 && community === 'lima' && mine)).toBe(true)
  })

  it('that are the same are not told', () => {
    expect(settingsLines('lima', defaultEngineSettings, { ...defaultEngineSettings, artifactTypes: ['url', 'file'] }, 5)).toEqual([])
  })
})
