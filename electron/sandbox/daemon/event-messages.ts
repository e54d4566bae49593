import { assertNever } from '../../../shared/domain/assert-never.ts'
import { exactJson } from './answer.ts'
import type { MetadataResolver } from './metadata.ts'
import type { RegistryEvent } from './registry-events.ts'

/** What a client of `/events` gets told. */
export interface EventMessage {
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
  readonly block_number?: number
  readonly txhash?: string
}

const ARTIFACT_TYPES = ['file', 'url']
export const artifactTypeName = (type: number): string => ARTIFACT_TYPES[type] ?? 'file'

/** The names polyswarmd gives to the registry's events. */
const names: Readonly<Record<RegistryEvent['kind'], string>> = {
  bounty: 'bounty',
  assertion: 'assertion',
  reveal: 'reveal',
  vote: 'vote',
  quorum: 'quorum',
  settled: 'settled_bounty',
  fees: 'fee_update',
  windows: 'window_update',
  deprecated: 'deprecated',
  undeprecated: 'undeprecated',
}

/** An event's data as polyswarmd writes it, metadata URIs left as they are (so in `GET /transactions`). */
export function eventData(event: RegistryEvent): Record<string, unknown> {
  switch (event.kind) {
    case 'bounty':
      return {
        guid: event.guid,
        artifact_type: artifactTypeName(event.artifactType),
        author: event.author,
        amount: event.amount.toString(),
        uri: event.uri,
        expiration: event.expiration.toString(),
        metadata: event.metadata,
      }
    case 'assertion':
      return {
        bounty_guid: event.guid,
        author: event.author,
        index: event.index,
        bid: event.bid.map(String),
        mask: event.mask,
        commitment: event.commitment.toString(),
      }
    case 'reveal':
      return {
        bounty_guid: event.guid,
        author: event.author,
        index: event.index,
        nonce: event.nonce.toString(),
        verdicts: event.verdicts,
        metadata: event.metadata,
      }
    case 'vote':
      return { bounty_guid: event.guid, voter: event.voter, votes: event.votes }
    case 'quorum':
      return { bounty_guid: event.guid }
    case 'settled':
      return { bounty_guid: event.guid, settler: event.settler, payout: event.payout }
    case 'fees':
      return { bounty_fee: event.bountyFee, assertion_fee: event.assertionFee }
    case 'windows':
      return { assertion_reveal_window: event.reveal, arbiter_vote_window: event.vote }
    case 'deprecated':
      return { rollover: event.rollover }
    case 'undeprecated':
      return {}
    default:
      return assertNever(event)
  }
}

/** A live event: as above, with the content of metadata URIs in their place, and where it happened. */
export function eventMessage(event: RegistryEvent, metadata: MetadataResolver): EventMessage {
  const data = eventData(event)
  if (event.kind === 'bounty') data.metadata = metadata.resolve(event.metadata, 'bounty')
  if (event.kind === 'reveal') data.metadata = metadata.resolve(event.metadata, 'verdicts')
  return { event: names[event.kind], data, block_number: event.blockNumber, txhash: event.transactionHash }
}

export const blockMessage = (number: number): EventMessage => ({ event: 'block', data: { number } })
export const connectedMessage = (startTime: string): EventMessage => ({ event: 'connected', data: { start_time: startTime } })
export const writeMessage = (message: EventMessage): string => exactJson(message)
