import { describe, expect, it } from 'vitest'
import type { CommunityState, Need } from '../../../shared/state/state.ts'
import { lima, wellState } from '../../bridge/fake/moments.ts'
import { NOW } from '../../bridge/fake/row-of.ts'
import { stakeLost, stakesLost } from '../../bridge/fake/trouble.ts'
import { lostStakes } from './losses.ts'
import { needValues } from './needs.ts'
import { worstTrouble } from './trouble.ts'

const lost: CommunityState['connection'] = {
  is: 'lost',
  since: NOW,
  attempt: 1,
  nextTryAt: null,
  everConnected: true,
  code: 'unreachable',
  detail: 'gone',
}
const trouble = (over: Partial<CommunityState>, more: Partial<Parameters<typeof worstTrouble>[0]> = {}) =>
  worstTrouble({
    app: wellState.app,
    community: { ...lima, ...over },
    needs: [],
    wallets: wellState.wallets,
    seenLosses: [],
    unlocking: false,
    ...more,
  })?.is ?? null

describe('the worst trouble', () => {
  it('is none when all is well, and none that the operator chose', () => {
    expect(trouble({})).toBeNull()
    expect(trouble({ engine: { is: 'paused', since: NOW, by: 'operator', until: null } })).toBeNull()
    expect(trouble({ engine: { is: 'stopped', since: NOW } })).toBeNull()
  })

  it('comes before lesser ones', () => {
    const engine = { is: 'paused', since: NOW, by: 'day-limit', until: null } as const
    expect(trouble({ engine })).toBe('paused')
    expect(trouble({ engine, connection: lost })).toBe('disconnected')
    expect(trouble({ connection: lost, engine: { ...engine, by: 'contracts-changed' } })).toBe('contracts')
    const app = { ...wellState.app, journal: { is: 'failed' as const, detail: 'disk full' } }
    expect(trouble({ connection: lost, engine: { ...engine, by: 'contracts-changed' } }, { app })).toBe('journal')
    expect(trouble({ engine: { is: 'failed', since: NOW, part: 'signer', detail: 'killed' } })).toBe('failed')
  })

  it('is a lost stake until somebody has seen it', () => {
    const community = stakeLost.communities.lima
    if (!community) throw new Error('no Lima')
    const base = { app: stakeLost.app, community, wallets: wellState.wallets, seenLosses: [], unlocking: false }
    expect(worstTrouble({ ...base, needs: stakeLost.needs })?.is).toBe('lost')
    expect(worstTrouble({ ...base, needs: [] })).toBeNull()
    expect(worstTrouble({ ...base, needs: stakeLost.needs, seenLosses: ['stake-lost:lima'] })).toBeNull()
  })

  it('is every stake that was lost and not seen, whichever was the last, and of this Community alone', () => {
    const community = stakesLost.communities.lima
    if (!community) throw new Error('no Lima')
    const base = { app: stakesLost.app, community, wallets: wellState.wallets, unlocking: false }
    const [first] = stakesLost.needs
    const other = stakesLost.needs.map((need) => ({ ...need, id: `other:${need.id}`, community: 'other' }))
    const counts = (needs: readonly Need[], seenLosses: readonly string[] = []) => {
      const found = worstTrouble({ ...base, needs, seenLosses })
      return found?.is === 'lost' ? found.lost.map(({ count, reason }) => [count, reason?.code]) : null
    }
    expect(counts([...stakesLost.needs, ...other])).toEqual([
      [1, 'not-mined'],
      [4, 'wallet-locked'],
    ])
    expect(counts([...stakesLost.needs], [first?.id ?? ''])).toEqual([[4, 'wallet-locked']])
    expect(counts(other)).toBeNull()
  })

  it('counts and sums the losses that one need stands for', () => {
    const need = {
      id: 'lima:stake-lost:until:x',
      community: 'lima',
      urgency: 'now' as const,
      code: 'stake-lost',
      values: { name: 'z.exe', losses: '37', lostNct: '123', why: 'wallet-locked' },
      since: 5,
      guid: null,
    }
    const { losses: _losses, ...one } = need.values
    const single = { ...need, id: 'lima:stake-lost:y', values: { ...one, name: 'y.exe' }, since: 9, guid: 'y' }
    expect(lostStakes([need, single])).toMatchObject([{ count: 38, amount: 246n, names: ['y.exe', 'z.exe'], since: 5, guid: null }])
    expect(lostStakes([single])).toMatchObject([{ count: 1, guid: 'y' }])
  })

  it('leaves a locked wallet to its dialog while that is open', () => {
    const engine = { is: 'locked', since: NOW } as const
    expect(trouble({ engine })).toBe('locked')
    expect(trouble({ engine }, { unlocking: true })).toBeNull()
  })
})

describe('a locked wallet for which something staked waits', () => {
  const wallets = wellState.wallets.map((wallet) => ({ ...wallet, state: 'locked' as const }))
  const changed = { is: 'paused', since: NOW, by: 'contracts-changed', until: null } as const

  it('comes before a lost connection and before changed contracts, which no person can or need settle first', () => {
    expect(trouble({ connection: lost }, { wallets })).toBe('locked')
    expect(trouble({ engine: changed }, { wallets })).toBe('locked')
    expect(trouble({ connection: lost }, { wallets, unlocking: true })).toBe('disconnected')
    expect(trouble({ engine: changed }, { wallets, unlocking: true })).toBe('contracts')
  })

  it('waits behind a lost connection where nothing is staked', () => {
    const stake = { ...lima.stake, unrevealedCount: 0, toSettle: 0, owedSettles: 0 }
    expect(trouble({ connection: lost, stake }, { wallets })).toBe('disconnected')
  })
})

describe('values of a need', () => {
  it('become amounts where they are amounts, and safe text everywhere', () => {
    const need = {
      id: 'x',
      community: null,
      urgency: 'now' as const,
      code: 'day-limit',
      since: 0,
      guid: null,
      values: { perDayNct: '2400000000000000000000', since: '05:36:08', name: 'a\u202Eb', oddNct: 'no digits' },
    }
    expect(needValues(need)).toEqual({
      code: 'day-limit',
      perDayNct: '2,400.0000',
      since: '05:36:08',
      name: 'a⟨202E⟩b',
      oddNct: 'no digits',
    })
  })
})
