import type { Address, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { ArtifactMetadata, ArtifactType, VerdictMetadata } from './records.ts'

/** Where an event comes from: the block it names and the transaction that caused it. Blocks of the socket's own chain. */
export interface EventOrigin {
  readonly blockNumber: number
  readonly txhash: Hash
}

/** A bounty as its event tells it; the number of artifacts comes from the list behind `uri`. */
export interface BountyEvent extends EventOrigin {
  readonly kind: 'bounty'
  readonly guid: Guid
  readonly artifactType: ArtifactType
  readonly author: Address
  /** Base units of NCT. */
  readonly amount: bigint
  readonly uri: string
  /** First block of the reveal window. */
  readonly expiration: number
  /** By artifact; empty when none came or it was not of the known shape. */
  readonly metadata: readonly ArtifactMetadata[]
}

export interface AssertionEvent extends EventOrigin {
  readonly kind: 'assertion'
  readonly bountyGuid: Guid
  readonly author: Address
  readonly index: number
  readonly mask: readonly boolean[]
  /** One for each true bit of the mask, base units of NCT. */
  readonly bids: readonly bigint[]
  readonly commitment: bigint
}

export interface RevealEvent extends EventOrigin {
  readonly kind: 'reveal'
  readonly bountyGuid: Guid
  readonly author: Address
  readonly index: number
  readonly nonce: bigint
  readonly verdicts: readonly boolean[]
  readonly metadata: readonly VerdictMetadata[]
}

export interface VoteEvent extends EventOrigin {
  readonly kind: 'vote'
  readonly bountyGuid: Guid
  readonly voter: Address
  readonly votes: readonly boolean[]
}

export interface QuorumEvent extends EventOrigin {
  readonly kind: 'quorum'
  readonly bountyGuid: Guid
}

export interface SettledBountyEvent extends EventOrigin {
  readonly kind: 'settled_bounty'
  readonly bountyGuid: Guid
  readonly settler: Address
  /** What this settler alone was paid, base units of NCT. */
  readonly payout: bigint
}

export interface FeeUpdateEvent extends EventOrigin {
  readonly kind: 'fee_update'
  readonly bountyFee: bigint
  readonly assertionFee: bigint
}

export interface WindowUpdateEvent extends EventOrigin {
  readonly kind: 'window_update'
  /** Blocks, as `revealWindow` and `voteWindow` of the parameters. */
  readonly revealWindow: number
  readonly voteWindow: number
}

export interface InitializedChannelEvent extends EventOrigin {
  readonly kind: 'initialized_channel'
  readonly ambassador: Address
  readonly expert: Address
  readonly guid: Guid
  readonly multiSignature: Address
}

/** A kind this version does not know: counted and shown, never acted upon. `name` is cleaned and capped. */
export interface OtherEvent {
  readonly kind: 'other'
  readonly name: string
  readonly blockNumber: number | null
  readonly txhash: Hash | null
}

/**
 * One message of polyswarmd's `/events`. Delivery is best effort: late (block events by up to a minute), repeated, missing, and not in
 * order between kinds. `block` and `connected` name no transaction.
 */
export type DaemonEvent =
  | { readonly kind: 'connected'; readonly startTime: string }
  | { readonly kind: 'block'; readonly number: number }
  | FeeUpdateEvent
  | WindowUpdateEvent
  | BountyEvent
  | AssertionEvent
  | RevealEvent
  | VoteEvent
  | QuorumEvent
  | SettledBountyEvent
  | (EventOrigin & { readonly kind: 'deprecated'; readonly rollover: boolean })
  | (EventOrigin & { readonly kind: 'undeprecated' })
  | InitializedChannelEvent
  | OtherEvent
