import { Interface } from 'ethers/abi'
import type { Pins } from '../../shared/domain/community.ts'
import type { BuiltTransaction } from '../polyswarmd/records.ts'
import type { ContractProbes } from './pins.ts'

/* For tests: a daemon's building routes, encoded by ethers and not by us. */

const coder = new Interface([
  'function approve(address,uint256)',
  'function transfer(address,uint256)',
  'function postAssertion(uint128,uint256[],uint256,uint256)',
  'function revealAssertion(uint128,uint256,uint256,uint256,string)',
  'function settleBounty(uint128)',
])
const number = (guid: string): bigint => BigInt(`0x${guid.replaceAll('-', '')}`)
const integer = (bits: readonly boolean[]): bigint => BigInt(`0b0${[...bits].reverse().map(Number).join('')}`)

export type Route = 'assertion' | 'reveal' | 'settle' | 'deposit' | 'withdrawal'
export type Falsify = (route: Route, built: BuiltTransaction[]) => BuiltTransaction[]

/** @param falsify changes what an honest daemon would build */
export function probesFor(account: string, pins: Pins, falsify: Falsify = (_, built) => built): ContractProbes {
  const side = (to: string, data: string): BuiltTransaction => ({
    chainId: pins.sideChainId,
    to,
    data,
    gas: 50_000_000n,
    gasPrice: 0n,
    nonce: 3,
    value: 0n,
  })
  const home = (to: string, data: string): BuiltTransaction => ({
    ...side(to, data),
    chainId: pins.homeChainId,
    gas: 90_000n,
    gasPrice: 7n,
  })
  const transfer = (to: string, amount: bigint): string => coder.encodeFunctionData('transfer', [to, amount])
  return {
    account,
    buildAssertion: async ({ guid, mask, bids, commitment }) => {
      const cost = bids.reduce((sum, bid) => sum + bid, 31_250_000_000_000_000n)
      return falsify('assertion', [
        side(pins.sideNectar, coder.encodeFunctionData('approve', [pins.registry, cost])),
        side(pins.registry, coder.encodeFunctionData('postAssertion', [number(guid), bids, integer(mask), commitment])),
      ])
    },
    buildReveal: async ({ guid, index, nonce, verdicts, metadata }) => {
      const values = [number(guid), index, nonce, integer(verdicts), metadata]
      return falsify('reveal', [side(pins.registry, coder.encodeFunctionData('revealAssertion', values))])
    },
    buildSettle: async (guid) => falsify('settle', [side(pins.registry, coder.encodeFunctionData('settleBounty', [number(guid)]))]),
    buildDeposit: async (amount) => falsify('deposit', [home(pins.homeNectar, transfer(pins.homeRelay, amount))]),
    buildWithdrawal: async (amount) => falsify('withdrawal', [side(pins.sideNectar, transfer(pins.sideRelay, amount))]),
  }
}

/** A daemon that may show other contracts from one question to the next: its client builds what `shows` builds now. */
export class ChangingDaemon {
  shows: ContractProbes
  readonly client: ContractProbes

  constructor(shows: ContractProbes) {
    this.shows = shows
    this.client = {
      account: shows.account,
      buildAssertion: (request) => this.shows.buildAssertion(request),
      buildReveal: (request) => this.shows.buildReveal(request),
      buildSettle: (guid) => this.shows.buildSettle(guid),
      buildDeposit: (amount) => this.shows.buildDeposit(amount),
      buildWithdrawal: (amount) => this.shows.buildWithdrawal(amount),
    }
  }
}
