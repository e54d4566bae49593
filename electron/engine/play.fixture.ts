import type { DaemonAssertion, DaemonBounty } from '../polyswarmd/index.ts'
import type { Bounty, BountyFacts, Judged } from './bounty-state.ts'
import { beginBounty, decide } from './decide.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { rowOf } from './row.ts'
import { AMBASSADOR, COMMITMENT, guidOf, ME, NCT } from './world.fixture.ts'

/* For tests of what is decided about one bounty: what it is, what is heard of it, and the playing of it. */

/** A bounty that was posted 20 blocks before it expires. */
export const factsUntil = (expiration: number): BountyFacts => ({
  guid: guidOf(1),
  artifactType: 'file',
  uri: 'Qm1',
  author: AMBASSADOR,
  amount: 4n * NCT,
  expiration,
  postedBlock: expiration - 20,
  firstSeenAt: 1_000,
  claims: [],
})

export const judgedAs = (verdict: Judged['verdict'], tooLarge = false): Judged => ({
  verdict,
  size: 10,
  mimetype: null,
  sha256: 'b'.repeat(64),
  words: { version: '1.0.0', vendorVersion: null, signaturesVersion: null },
  tooLarge,
})

/** My assertion as the daemon tells it, on one artifact and not revealed. */
export const myAssertion = (over: Partial<DaemonAssertion> = {}): DaemonAssertion => ({
  index: 0,
  author: ME,
  mask: [true],
  bids: [NCT],
  commitment: COMMITMENT,
  reveal: null,
  ...over,
})

/** The bounty of `factsUntil` as the daemon tells it, without a quorum. */
export const bountyTold = (over: Partial<DaemonBounty> = {}): DaemonBounty => ({
  ...factsUntil(120),
  metadata: [],
  numArtifacts: 2,
  quorumReached: false,
  quorumReachedBlock: null,
  quorumMask: [],
  assignedArbiter: null,
  ...over,
})

export const told = (seenBlock: number, assertions: readonly DaemonAssertion[]): Input => ({ is: 'told', told: { seenBlock, assertions } })

/** One bounty to which inputs come one after another; remembers every effect. */
export class BountyPlay {
  bounty: Bounty
  readonly effects: Effect[]

  constructor(facts: BountyFacts, now: Now) {
    const { bounty, effects } = beginBounty(facts, now)
    this.bounty = bounty
    this.effects = [...effects]
  }

  /** @returns what this input alone brought about */
  protected take(input: Input, now: Now): readonly Effect[] {
    const { bounty, effects } = decide(this.bounty, input, now)
    this.bounty = bounty
    this.effects.push(...effects)
    return effects
  }

  state(now: Now) {
    return rowOf(this.bounty, now).state
  }
}
