import { z } from 'zod'
import { address, guid as anyGuid } from '../../shared/domain/identifiers.ts'

/*
 * polyswarmd's JSON as it travels: names as on the wire, leaves already exact. Source: the daemon's recorded exchanges. Texts that other
 * accounts put on chain (metadata) are taken as they come and read in convert.ts: one hostile assertion must not hide a whole bounty.
 */

/** No list of a bounty is longer: polyswarmd's own limit on artifacts, and a uint256 has no more bits. */
const MAX_ARTIFACTS = 256
/** More than any bounty ever had, and an end to what a broken answer may cost. */
const MAX_ENTRIES = 10_000
const MAX_BLOCK = 2 ** 48

const integerOf = (value: unknown): bigint | null => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null
  return typeof value === 'string' && /^\d{1,78}$/.test(value) ? BigInt(value) : null
}

/** A uint256, as a JSON integer of any size or as a decimal string. */
const uint256 = z.unknown().transform((value, context) => {
  const integer = integerOf(value)
  if (integer !== null && integer >= 0n && integer < 2n ** 256n) return integer
  context.addIssue('not an unsigned 256-bit integer')
  return z.NEVER
})

/** A block, an index, a nonce of an account, a count: a plain number. */
const count = z.unknown().transform((value, context) => {
  const integer = integerOf(value)
  if (integer !== null && integer >= 0n && integer <= MAX_BLOCK) return Number(integer)
  context.addIssue('not a small unsigned integer')
  return z.NEVER
})

/** A hash with or without its `0x`. */
const txhash = z
  .string()
  .regex(/^(0x)?[0-9a-fA-F]{64}$/, 'not a 32-byte hash')
  .transform((text) => (text.startsWith('0x') ? text : `0x${text}`).toLowerCase())

/** In one spelling, so that it can be a key. */
const guid = anyGuid.transform((text) => text.toLowerCase())
const bits = z.array(z.boolean()).max(MAX_ARTIFACTS)
const bids = z.array(uint256).max(MAX_ARTIFACTS)
/** A content URI, or whatever an ambassador put in its place. */
const contentUri = z.string().max(512)
const artifactType = z.enum(['file', 'url'])

// ── envelope ──
export const success = z.object({ status: z.literal('OK'), result: z.unknown() })
export const failure = z.object({ status: z.literal('FAIL'), errors: z.unknown() })
/** The web framework's own errors. */
export const frameworkFailure = z.object({ message: z.string() })

// ── state of the daemon and its chains ──
const chainStatus = z.object({
  reachable: z.boolean().optional(),
  syncing: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
  block: count.nullish(),
})
export const status = z.object({
  community: z.string().min(1),
  home: chainStatus.nullish(),
  side: chainStatus.nullish(),
  artifact_services: z.record(z.string(), z.object({ reachable: z.boolean() })).nullish(),
})
export const parameters = z.object({
  bounty_fee: uint256,
  assertion_fee: uint256,
  bounty_amount_minimum: uint256,
  assertion_bid_minimum: uint256,
  assertion_bid_maximum: uint256,
  max_duration: count,
  assertion_reveal_window: count,
  arbiter_vote_window: count,
})
export const stakingParameters = z.object({
  minimum_stake: uint256,
  maximum_stake: uint256,
  vote_ratio_numerator: count,
  vote_ratio_denominator: count,
})
export const relayFees = z.object({ fees: uint256 })
export const nonce = count
export const pending = z.array(count).max(MAX_ENTRIES)
export const balance = uint256

// ── bounties ──
export const guids = z.array(guid).max(75)
export const bounty = z.object({
  guid,
  artifact_type: artifactType,
  author: address,
  amount: uint256,
  uri: contentUri,
  num_artifacts: count.refine((n) => n <= MAX_ARTIFACTS, 'more than 256 artifacts'),
  expiration: count,
  assigned_arbiter: address,
  quorum_reached: z.boolean(),
  quorum_reached_block: count,
  quorum_mask: bits,
  metadata: z.unknown(),
})
export const assertion = z.object({
  author: address,
  mask: bits,
  commitment: uint256,
  /** "0" = not revealed. */
  nonce: uint256,
  verdicts: z.array(z.boolean().nullable()).max(MAX_ARTIFACTS).nullish(),
  metadata: z.unknown(),
  bid: bids,
})
export const assertions = z.array(assertion).max(MAX_ENTRIES)
export const vote = z.object({ voter: address, votes: bits, valid_bloom: z.boolean() })
export const votes = z.array(vote).max(MAX_ENTRIES)

// ── artifacts ──
export const artifacts = z.array(z.object({ name: z.string().max(1000).nullish(), hash: z.string().max(200) })).max(MAX_ARTIFACTS)
export const uploadedUri = z.string().min(1).max(200)

// ── transactions ──
const builtTransaction = z.object({
  chainId: count,
  data: z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'not hexadecimal bytes'),
  gas: uint256,
  gasPrice: uint256,
  nonce: count,
  to: address,
  value: uint256,
})
export const built = z.object({ transactions: z.array(builtTransaction).min(1).max(10) })
export const sent = z.array(z.object({ is_error: z.boolean(), message: z.string().max(5000) })).max(10)

const list = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_ENTRIES).default([])
export const receiptEvents = z.object({
  errors: list(z.string().max(5000)),
  transfers: list(z.object({ from: address, to: address, value: uint256 })),
  bounties: list(z.object({ guid, author: address, amount: uint256, expiration: count })),
  assertions: list(z.object({ bounty_guid: guid, author: address, index: count, mask: bits, bid: bids, commitment: uint256 })),
  reveals: list(z.object({ bounty_guid: guid, author: address, index: count, nonce: uint256, verdicts: bits })),
  votes: list(z.object({ bounty_guid: guid, voter: address, votes: bits })),
})

// ── live events ──
const origin = { block_number: count, txhash }
export const knownEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected'), data: z.object({ start_time: z.union([z.string(), z.number()]).optional() }) }),
  z.object({ event: z.literal('block'), data: z.object({ number: count }) }),
  z.object({ event: z.literal('fee_update'), data: z.object({ bounty_fee: uint256, assertion_fee: uint256 }), ...origin }),
  z.object({
    event: z.literal('window_update'),
    data: z.object({ assertion_reveal_window: count, arbiter_vote_window: count }),
    ...origin,
  }),
  z.object({
    event: z.literal('bounty'),
    data: z.object({
      guid,
      artifact_type: artifactType,
      author: address,
      amount: uint256,
      uri: contentUri,
      expiration: count,
      metadata: z.unknown(),
    }),
    ...origin,
  }),
  z.object({
    event: z.literal('assertion'),
    data: z.object({ bounty_guid: guid, author: address, index: count, bid: bids, mask: bits, commitment: uint256 }),
    ...origin,
  }),
  z.object({
    event: z.literal('reveal'),
    data: z.object({ bounty_guid: guid, author: address, index: count, nonce: uint256, verdicts: bits, metadata: z.unknown() }),
    ...origin,
  }),
  z.object({ event: z.literal('vote'), data: z.object({ bounty_guid: guid, voter: address, votes: bits }), ...origin }),
  z.object({ event: z.literal('quorum'), data: z.object({ bounty_guid: guid }), ...origin }),
  z.object({ event: z.literal('settled_bounty'), data: z.object({ bounty_guid: guid, settler: address, payout: uint256 }), ...origin }),
  z.object({ event: z.literal('deprecated'), data: z.object({ rollover: z.boolean().default(false) }), ...origin }),
  z.object({ event: z.literal('undeprecated'), ...origin }),
  z.object({
    event: z.literal('initialized_channel'),
    data: z.object({ ambassador: address, expert: address, guid, multi_signature: address }),
    ...origin,
  }),
])
export type KnownEvent = z.output<typeof knownEvent>
/** What every message has, whatever its kind: enough for the block clock, also when the rest does not fit. */
export const anyEvent = z.object({
  event: z.string().max(1000),
  block_number: count.nullish().catch(null),
  txhash: txhash.nullish().catch(null),
})

// ── metadata of other people ──
const loose = z.union([z.string(), z.number(), z.bigint()]).nullish().catch(null)
export const artifactMetadata = z.object({
  mimetype: loose,
  filename: loose,
  filesize: loose,
  sha256: loose,
  sha1: loose,
  md5: loose,
  uri: loose,
  protocol: loose,
})
export const verdictMetadata = z.object({
  malware_family: loose,
  scanner: z.object({ version: loose, vendor_version: loose, signatures_version: loose }).nullish().catch(null),
})
