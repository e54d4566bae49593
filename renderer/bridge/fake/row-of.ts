import type { Artifact, BountyRow, MyState, SkipReason } from '../../../shared/domain/bounty.ts'

/* Bounties of the moment that the design's pictures show: Lima, block 18,402,117, 03:12:47. */

export const BLOCK = 18_402_117
export const NOW = new Date(2026, 9, 14, 3, 12, 47).getTime()
export const BASE = 18_402_000
export const ME = '0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e'
export const AMBASSADOR = '0x3fE4A0c27b9d51E8836d4F0bC15a7792De41B716'

/** `1.5` NCT in base units; for figures of a few decimals. */
export const nct = (value: number): bigint => BigInt(Math.round(value * 100_000)) * 10n ** 13n
export const FEE = nct(0.03125)
export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return new Date(2026, 9, 14, hours, minutes, seconds).getTime()
}

type Opinion = 'malicious' | 'benign' | 'none'
interface Given {
  readonly name: string
  readonly size?: number
  readonly url?: boolean
  readonly amount?: number
  readonly opinions?: readonly (readonly [Opinion, number])[]
  readonly count?: number
  readonly expiration: number
  readonly state: MyState
  readonly skip?: SkipReason
  readonly bid?: number
  readonly assert?: number
  readonly reveal?: number
  readonly quorum?: number
  readonly settle?: number
  readonly settledAt?: string
  readonly payout?: number
  readonly others?: readonly [asserted: number, revealed: number, votes: number, forMe: number]
}

const guidOf = (name: string): string => {
  let value = 0x811c9dc5
  const words: string[] = []
  for (let round = 0; round < 4; round += 1) {
    for (const char of name) value = Math.imul(value ^ (char.charCodeAt(0) + round), 0x01000193) >>> 0
    words.push(value.toString(16).padStart(8, '0'))
  }
  const hex = words.join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const artifactOf = (given: Given, index: number): Artifact => {
  const opinion = given.opinions?.[index]
  return {
    name: index === 0 ? given.name : `part-${index}.bin`,
    size: given.url ? null : (given.size ?? 90_000),
    mimetype: null,
    sha256: null,
    verdict:
      opinion === undefined
        ? null
        : opinion[0] === 'none'
          ? { is: 'none', reason: 'no-opinion' }
          : { is: opinion[0], confidence: opinion[1] * 10_000, family: '' },
    bid: null,
    truth: null,
  }
}

/** One bounty of Lima: windows of 20, 10 and 100 blocks; blocks are given by their last three digits. */
export function rowOf(given: Given): BountyRow {
  const count = given.count ?? given.opinions?.length ?? 1
  const [asserted, revealed, votes, votesForMe] = given.others ?? [0, 0, 0, 0]
  const block = (value: number | undefined) => (value === undefined ? null : BASE + value)
  return {
    guid: given.name.startsWith('PO-88213') ? '5c1e9f0a-7b42-4d3e-9a66-0f2c81d7e4b3' : guidOf(given.name),
    artifactType: given.url ? 'url' : 'file',
    uri: 'bafybeig3n7wq2k4wzq',
    author: AMBASSADOR,
    amount: nct(given.amount ?? 2),
    postedBlock: BASE + given.expiration - 20,
    expiration: BASE + given.expiration,
    revealWindow: 10,
    voteWindow: 100,
    firstSeenAt: NOW - (BLOCK - (BASE + given.expiration - 20)) * 1000,
    artifacts: Array.from({ length: count }, (_, index) => artifactOf(given, index)),
    state: given.state,
    skipReason: given.skip ?? null,
    bid: given.bid === undefined ? null : nct(given.bid),
    assertionFee: given.bid === undefined ? null : FEE,
    assertBlock: block(given.assert),
    revealBlock: block(given.reveal),
    quorumBlock: block(given.quorum),
    settleBlock: block(given.settle),
    settledAt: given.settledAt ? at(given.settledAt) : null,
    payout: given.payout === undefined ? null : nct(given.payout),
    others: { asserted, revealed, votes, votesForMe },
    lossReason: null,
  }
}
