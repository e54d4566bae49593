import { z } from 'zod'
import { amount } from './amount.ts'
import { address, communityId } from './identifiers.ts'

/** What a registry asks of everybody, on one chain; changes at run time (`fee_update`, `window_update`). Source: GET /bounties/parameters. */
export const parameters = z.object({
  /** NCT an ambassador pays for posting. */
  bountyFee: amount,
  /** NCT an engine pays for asserting, never returned once there was a vote. */
  assertionFee: amount,
  /** Lowest bounty for each artifact, NCT. */
  bountyAmountMinimum: amount,
  /** Lowest and highest bid on one artifact, NCT. */
  bidMinimum: amount,
  bidMaximum: amount,
  /** Longest assertion window, blocks. */
  maxDuration: z.int().nonnegative(),
  /** Blocks in which a commitment may be opened, from expiration on. */
  revealWindow: z.int().nonnegative(),
  /** Blocks in which arbiters may vote, after the reveal window. */
  voteWindow: z.int().nonnegative(),
})
export type Parameters = z.output<typeof parameters>

/** The contracts learned and accepted at the join: nothing is ever signed for another address or chain. */
export const pins = z.object({
  homeChainId: z.int().positive(),
  sideChainId: z.int().positive(),
  homeNectar: address,
  homeRelay: address,
  sideNectar: address,
  sideRelay: address,
  registry: address,
  /** When the operator accepted them, milliseconds since the epoch. */
  pinnedAt: z.int(),
})
export type Pins = z.output<typeof pins>

/** 'sandbox': test money on this computer. 'public' and 'private' differ only in who may join. */
export const communityKind = z.enum(['public', 'private', 'sandbox'])
export type CommunityKind = z.output<typeof communityKind>

/** What the operator told us about a Community; kept in the settings. The API key is in the keychain, never here. */
export const communitySettings = z.object({
  id: communityId,
  name: z.string().min(1).max(40),
  kind: communityKind,
  /** `host[:port][/path]`, no scheme. */
  address: z.string().min(1).max(255),
  /** http and ws instead of https and wss: only by the operator's explicit word, and never with an API key. */
  insecure: z.boolean(),
  hasApiKey: z.boolean(),
  /** The account that stakes here; null until one is chosen. */
  wallet: address.nullable(),
  pins: pins.nullable(),
})
export type CommunitySettings = z.output<typeof communitySettings>

/** The public Community; offered from the first run on. */
export const lima = { id: 'lima', name: 'Lima', kind: 'public', address: 'lima.polyswarm.network' } as const
/** The embedded Community; its address is known when its process has started. */
export const sandbox = { id: 'sandbox', name: 'Sandbox', kind: 'sandbox' } as const
/** Where an operator gets an API key; opened in the browser only. */
export const portalUrl = 'https://polyswarm.network/account/api-keys'
