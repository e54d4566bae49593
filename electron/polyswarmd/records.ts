import type { Address, Guid, Hash } from '../../shared/domain/identifiers.ts'

/** One chain behind the daemon. `block` is null when the daemon does not tell (its node is unreachable). */
export interface ChainStatus {
  readonly reachable: boolean
  readonly syncing: boolean
  readonly block: number | null
}

export interface DaemonStatus {
  readonly community: string
  /** null when the daemon says nothing about that chain. */
  readonly home: ChainStatus | null
  readonly side: ChainStatus | null
  /** Whether the artifact service answers; null when not told. */
  readonly artifactsReachable: boolean | null
}

/** Arbiters' stake limits, base units of NCT. */
export interface StakingParameters {
  readonly minimumStake: bigint
  readonly maximumStake: bigint
  readonly voteRatioNumerator: number
  readonly voteRatioDenominator: number
}

export type ArtifactType = 'file' | 'url'

/** What the ambassador says about one artifact: unproven, cleaned of control characters, capped; null where nothing was said. */
export interface ArtifactMetadata {
  readonly mimetype: string | null
  readonly filename: string | null
  /** Bytes, as claimed. */
  readonly filesize: number | null
  readonly sha256: string | null
  readonly sha1: string | null
  readonly md5: string | null
  /** For a url artifact. */
  readonly url: string | null
  readonly protocol: string | null
}

export interface DaemonBounty {
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
  readonly numArtifacts: number
  readonly quorumReached: boolean
  /** Blocks after `expiration`; null until a quorum is reached. */
  readonly quorumReachedBlock: number | null
  /** By artifact: true = the quorum says malicious. Meaningless until `quorumReached`. */
  readonly quorumMask: readonly boolean[]
  /** null until an arbiter is drawn. */
  readonly assignedArbiter: Address | null
}

/** What an engine says about one artifact it judged. Capped and cleaned; the daemon's schema allows more, which is dropped. */
export interface VerdictMetadata {
  readonly malwareFamily: string
  readonly scannerVersion: string | null
  readonly vendorVersion: string | null
  readonly signaturesVersion: string | null
}

export interface Reveal {
  readonly nonce: bigint
  /** By artifact of the bounty (false where not asserted). */
  readonly verdicts: readonly boolean[]
  /** One for each asserted artifact; empty when none came or it was a URI the daemon did not resolve. */
  readonly metadata: readonly VerdictMetadata[]
}

export interface DaemonAssertion {
  /** Its place on the bounty: what a reveal names. */
  readonly index: number
  readonly author: Address
  /** By artifact of the bounty. */
  readonly mask: readonly boolean[]
  /**
   * One for each asserted (true) bit of the mask, base units of NCT. Of another account the counts may differ: an on-chain mask can name
   * artifacts that the bounty does not have.
   */
  readonly bids: readonly bigint[]
  readonly commitment: bigint
  /** null while it is not revealed. */
  readonly reveal: Reveal | null
}

export interface DaemonVote {
  readonly voter: Address
  /** By artifact: true = malicious. */
  readonly votes: readonly boolean[]
  readonly validBloom: boolean
}

/** One artifact of a list: its content hash (a CID) and its place in the list. */
export interface ArtifactEntry {
  readonly index: number
  readonly hash: string
}

export interface FetchArtifactOptions {
  readonly limitBytes: number
  readonly signal?: AbortSignal
}

export type FetchedArtifact =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  | { readonly kind: 'missing'; readonly detail: string }

/**
 * What became of one transaction that was handed over. `sent` and `already-known`: it is in the pool. `nonce-too-low`: this nonce is
 * mined, perhaps by this very transaction. `refused`: certainly not in the pool. `unknown`: anything may have happened.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly hash: Hash }
  | { readonly kind: 'already-known' }
  | { readonly kind: 'nonce-too-low' }
  | { readonly kind: 'underpriced' }
  | { readonly kind: 'insufficient-funds' }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string }

/** `mined`: its receipt says success. `failed`: mined and reverted, `text` is the contract's. `timeout`: not mined while the daemon waited. */
export type ReceiptOutcome =
  | { readonly kind: 'mined' }
  | { readonly kind: 'failed'; readonly block: number | null; readonly text: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unknown'; readonly text: string }

export interface Receipts {
  /** In the order of the hashes asked for. */
  readonly outcomes: readonly { readonly hash: Hash; readonly outcome: ReceiptOutcome }[]
  readonly events: ReceiptEvents
}

/** What the asked transactions brought about, all together. A settlement shows as a transfer from the registry. */
export interface ReceiptEvents {
  readonly transfers: readonly { readonly from: Address; readonly to: Address; readonly value: bigint }[]
  readonly bounties: readonly { readonly guid: Guid; readonly author: Address; readonly amount: bigint; readonly expiration: number }[]
  readonly assertions: readonly {
    readonly bountyGuid: Guid
    readonly author: Address
    readonly index: number
    readonly mask: readonly boolean[]
    readonly bids: readonly bigint[]
    readonly commitment: bigint
  }[]
  readonly reveals: readonly {
    readonly bountyGuid: Guid
    readonly author: Address
    readonly index: number
    readonly nonce: bigint
    readonly verdicts: readonly boolean[]
  }[]
  readonly votes: readonly { readonly bountyGuid: Guid; readonly voter: Address; readonly votes: readonly boolean[] }[]
}

/** A transaction as the daemon built it: for comparison and for its gas price, never for a signature. */
export interface BuiltTransaction {
  readonly chainId: number
  readonly to: Address
  /** `0x…` */
  readonly data: string
  readonly gas: bigint
  /** Wei for each unit of gas; 0 on a free chain. */
  readonly gasPrice: bigint
  readonly nonce: number
  readonly value: bigint
}

export interface AssertionProbe {
  readonly guid: Guid
  readonly mask: readonly boolean[]
  readonly bids: readonly bigint[]
  readonly commitment: bigint
}

export interface RevealProbe {
  readonly guid: Guid
  readonly index: number
  readonly nonce: bigint
  readonly verdicts: readonly boolean[]
  readonly metadata: string
}
