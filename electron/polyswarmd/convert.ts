import type { z } from 'zod'
import type { Parameters } from '../../shared/domain/community.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { parseExact } from './json.ts'
import type {
  ArtifactEntry,
  ArtifactMetadata,
  BuiltTransaction,
  ChainStatus,
  DaemonAssertion,
  DaemonBounty,
  DaemonStatus,
  DaemonVote,
  StakingParameters,
  VerdictMetadata,
} from './records.ts'
import { cleanText } from './text.ts'
import * as wire from './wire.ts'

/* From the wire to the domain, for all answers. Nothing outside of this folder sees the wire. */

const MAX_ARTIFACTS = 256
/** Anybody may put megabytes on a free chain; what we show of it is far shorter. */
const MAX_METADATA = 65_536
const NOBODY = /^0x0{40}$/

export function toStatus(value: z.output<typeof wire.status>): DaemonStatus {
  const services = Object.values(value.artifact_services ?? {})
  return {
    community: cleanText(value.community, 100),
    home: value.home ? toChainStatus(value.home) : null,
    side: value.side ? toChainStatus(value.side) : null,
    artifactsReachable: services.length === 0 ? null : services.some((service) => service.reachable),
  }
}

function toChainStatus(value: NonNullable<z.output<typeof wire.status>['home']>): ChainStatus {
  const block = value.block ?? null
  return {
    // An old daemon tells the block alone: who can tell it has reached its node.
    reachable: value.reachable ?? block !== null,
    syncing: value.syncing !== undefined && value.syncing !== false,
    block,
  }
}

export function toParameters(value: z.output<typeof wire.parameters>): Parameters {
  return {
    bountyFee: value.bounty_fee,
    assertionFee: value.assertion_fee,
    bountyAmountMinimum: value.bounty_amount_minimum,
    bidMinimum: value.assertion_bid_minimum,
    bidMaximum: value.assertion_bid_maximum,
    maxDuration: value.max_duration,
    revealWindow: value.assertion_reveal_window,
    voteWindow: value.arbiter_vote_window,
  }
}

export function toStakingParameters(value: z.output<typeof wire.stakingParameters>): StakingParameters {
  return {
    minimumStake: value.minimum_stake,
    maximumStake: value.maximum_stake,
    voteRatioNumerator: value.vote_ratio_numerator,
    voteRatioDenominator: value.vote_ratio_denominator,
  }
}

export function toBounty(value: z.output<typeof wire.bounty>): DaemonBounty {
  return {
    guid: value.guid,
    artifactType: value.artifact_type,
    author: value.author,
    amount: value.amount,
    uri: value.uri,
    expiration: value.expiration,
    metadata: toArtifactMetadata(value.metadata),
    numArtifacts: value.num_artifacts,
    quorumReached: value.quorum_reached,
    quorumReachedBlock: value.quorum_reached ? value.quorum_reached_block : null,
    quorumMask: value.quorum_mask,
    assignedArbiter: somebody(value.assigned_arbiter),
  }
}

export function toAssertion(value: z.output<typeof wire.assertion>, index: number): DaemonAssertion {
  return {
    index,
    author: value.author,
    mask: value.mask,
    bids: value.bid,
    commitment: value.commitment,
    reveal:
      value.nonce === 0n
        ? null
        : {
            nonce: value.nonce,
            verdicts: (value.verdicts ?? []).map((verdict) => verdict === true),
            metadata: toVerdictMetadata(value.metadata),
          },
  }
}

export const toVote = (value: z.output<typeof wire.vote>): DaemonVote => ({
  voter: value.voter,
  votes: value.votes,
  validBloom: value.valid_bloom,
})

export const toArtifactEntries = (value: z.output<typeof wire.artifacts>): readonly ArtifactEntry[] =>
  value.map((entry, index) => ({ index, hash: cleanText(entry.hash, 100) }))

export const toBuilt = (value: z.output<typeof wire.built>): readonly BuiltTransaction[] => value.transactions

/** What an ambassador wrote about the artifacts, as a list, a JSON text of one, or nothing. Never fails: it is only said, not proven. */
export function toArtifactMetadata(value: unknown): readonly ArtifactMetadata[] {
  return entriesOf(value).map((entry) => {
    const said = wire.artifactMetadata.safeParse(entry).data
    return {
      mimetype: text(said?.mimetype, 127),
      filename: text(said?.filename, 255),
      filesize: size(said?.filesize),
      sha256: hexOf(said?.sha256, 64),
      sha1: hexOf(said?.sha1, 40),
      md5: hexOf(said?.md5, 32),
      url: text(said?.uri, 2000),
      protocol: text(said?.protocol, 40),
    }
  })
}

/** What an engine wrote about its verdicts, in the same shapes. Never fails. */
export function toVerdictMetadata(value: unknown): readonly VerdictMetadata[] {
  return entriesOf(value).map((entry) => {
    const said = wire.verdictMetadata.safeParse(entry).data
    return {
      malwareFamily: text(said?.malware_family, 256) ?? '',
      scannerVersion: text(said?.scanner?.version, 40),
      vendorVersion: text(said?.scanner?.vendor_version, 40),
      signaturesVersion: text(said?.scanner?.signatures_version, 40),
    }
  })
}

/** A list, or the list that a JSON text holds; a content URI that the daemon did not resolve, or anything else, is none. */
function entriesOf(value: unknown): readonly unknown[] {
  const list = typeof value === 'string' && value.length <= MAX_METADATA && /^\s*\[/.test(value) ? parsedOrNull(value) : value
  return Array.isArray(list) ? list.slice(0, MAX_ARTIFACTS) : []
}

function parsedOrNull(value: string): unknown {
  try {
    return parseExact(value)
  } catch {
    return null
  }
}

type Loose = string | number | bigint | null | undefined

function text(value: Loose, max: number): string | null {
  return value === null || value === undefined || value === '' ? null : cleanText(String(value), max)
}

function size(value: Loose): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

function hexOf(value: Loose, digits: number): string | null {
  return typeof value === 'string' && value.length === digits && /^[0-9a-fA-F]+$/.test(value) ? value.toLowerCase() : null
}

const somebody = (account: Address): Address | null => (NOBODY.test(account) ? null : account)
