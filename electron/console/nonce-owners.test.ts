import { describe, expect, it } from 'vitest'
import type { Pins } from '../../shared/domain/community.ts'
import { HomeAccounts } from '../balance/home-account.ts'
import { sidePlace } from '../community/places.ts'
import { PINS } from '../transactions/world.fixture.ts'
import { nonceOwners } from './nonce-owners.ts'

const ME = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'
const OTHER = '0x34E583cf9C1789c3141538EeC77D9F0B8F7E89f2'
const never = () => Promise.reject(new Error('nothing is read to name a chain'))
const accounts = new HomeAccounts({ journal: { write: never, ledger: never, ledgerBalance: never }, onTrouble: () => undefined })

/** Owners as a Community's queues ask for them. */
function asking() {
  const owners = nonceOwners()
  return {
    home: (account: string, pins: Pins) => owners(account, 'home', accounts.of(account, pins).book),
    side: (account: string, id: string, pins: Pins) => owners(account, 'side', sidePlace(id, pins)),
  }
}

describe('owners of nonces', () => {
  it('are one for an account on a home chain, whichever Communities use it and however its address is written', () => {
    const { home } = asking()
    const lima: Pins = { ...PINS, homeRelay: OTHER, registry: OTHER }
    expect(home(ME, PINS)).toBe(home(ME, lima))
    expect(home(ME, PINS)).toBe(home(ME.toLowerCase(), { ...PINS, homeNectar: PINS.homeNectar.toLowerCase() }))
  })

  it('are another for another account, chain id or token', () => {
    const { home } = asking()
    expect(home(OTHER, PINS)).not.toBe(home(ME, PINS))
    expect(home(ME, { ...PINS, homeChainId: PINS.homeChainId + 7 })).not.toBe(home(ME, PINS))
    expect(home(ME, { ...PINS, homeNectar: OTHER })).not.toBe(home(ME, PINS))
  })

  it('are one for each Community’s side chain, never its home chain’s', () => {
    const { home, side } = asking()
    expect(side(ME, 'lima', PINS)).toBe(side(ME.toLowerCase(), 'lima', PINS))
    expect(side(ME, 'cusco', PINS)).not.toBe(side(ME, 'lima', PINS))
    expect(side(OTHER, 'lima', PINS)).not.toBe(side(ME, 'lima', PINS))
    expect(side(ME, 'lima', PINS)).not.toBe(home(ME, PINS))
  })
})
