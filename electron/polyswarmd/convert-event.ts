import { assertNever } from '../../shared/domain/assert-never.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { toArtifactMetadata, toVerdictMetadata } from './convert.ts'
import { parseExact } from './json.ts'
import type { DaemonEvent } from './port-events.ts'
import { cleanText } from './text.ts'
import { anyEvent, type KnownEvent, knownEvent } from './wire.ts'

/** One frame of the socket, read. `block`: the block it names, for the clock; present also where the rest was refused. */
export type ReadEvent =
  | { readonly ok: true; readonly event: DaemonEvent; readonly block: number | null }
  | { readonly ok: false; readonly error: ConsoleError; readonly block: number | null }

const KNOWN: ReadonlySet<string> = new Set(knownEvent.options.map((option) => option.shape.event.value))

/** Reads one frame of `/events`. An unknown kind is kept as `other`; a known one of another shape is refused. Never throws. */
export function readEvent(frame: string): ReadEvent {
  try {
    return readParsed(parseExact(frame))
  } catch (error) {
    return { ok: false, error: error as ConsoleError, block: null }
  }
}

function readParsed(value: unknown): ReadEvent {
  const base = anyEvent.safeParse(value)
  if (!base.success) return { ok: false, error: new ConsoleError('bad-answer', 'An event without a kind.'), block: null }
  const block = base.data.block_number ?? null
  if (!KNOWN.has(base.data.event)) {
    const name = cleanText(base.data.event, 60)
    return { ok: true, event: { kind: 'other', name, blockNumber: block, txhash: base.data.txhash ?? null }, block }
  }
  const known = knownEvent.safeParse(value)
  if (known.success) {
    const event = toEvent(known.data)
    return { ok: true, event, block: event.kind === 'block' ? event.number : block }
  }
  const [issue] = known.error.issues
  const where = cleanText(issue?.path.join('.') ?? '', 80)
  const error = new ConsoleError(
    'bad-answer',
    `An event “${base.data.event}” is not of the known shape at ${where}: ${issue?.message ?? ''}`,
  )
  return { ok: false, error, block }
}

function toEvent(wire: KnownEvent): DaemonEvent {
  if (wire.event === 'connected') return { kind: 'connected', startTime: cleanText(String(wire.data.start_time ?? ''), 40) }
  if (wire.event === 'block') return { kind: 'block', number: wire.data.number }
  const origin = { blockNumber: wire.block_number, txhash: wire.txhash }
  switch (wire.event) {
    case 'fee_update':
      return { kind: 'fee_update', bountyFee: wire.data.bounty_fee, assertionFee: wire.data.assertion_fee, ...origin }
    case 'window_update':
      return {
        kind: 'window_update',
        revealWindow: wire.data.assertion_reveal_window,
        voteWindow: wire.data.arbiter_vote_window,
        ...origin,
      }
    case 'deprecated':
      return { kind: 'deprecated', rollover: wire.data.rollover, ...origin }
    case 'undeprecated':
      return { kind: 'undeprecated', ...origin }
    case 'initialized_channel': {
      const { multi_signature: multiSignature, ...channel } = wire.data
      return { kind: 'initialized_channel', ...channel, multiSignature, ...origin }
    }
    default:
      return toBountyEvent(wire, origin)
  }
}

type Lifecycle = Extract<KnownEvent, { event: 'bounty' | 'assertion' | 'reveal' | 'vote' | 'quorum' | 'settled_bounty' }>

function toBountyEvent(wire: Lifecycle, origin: { readonly blockNumber: number; readonly txhash: string }): DaemonEvent {
  switch (wire.event) {
    case 'bounty': {
      const { artifact_type: artifactType, metadata, ...bounty } = wire.data
      return { kind: 'bounty', ...bounty, artifactType, metadata: toArtifactMetadata(metadata), ...origin }
    }
    case 'assertion': {
      const { bounty_guid: bountyGuid, bid: bids, ...assertion } = wire.data
      return { kind: 'assertion', bountyGuid, bids, ...assertion, ...origin }
    }
    case 'reveal': {
      const { bounty_guid: bountyGuid, metadata, ...reveal } = wire.data
      return { kind: 'reveal', bountyGuid, ...reveal, metadata: toVerdictMetadata(metadata), ...origin }
    }
    case 'vote':
      return { kind: 'vote', bountyGuid: wire.data.bounty_guid, voter: wire.data.voter, votes: wire.data.votes, ...origin }
    case 'quorum':
      return { kind: 'quorum', bountyGuid: wire.data.bounty_guid, ...origin }
    case 'settled_bounty': {
      const { bounty_guid: bountyGuid, settler, payout } = wire.data
      return { kind: 'settled_bounty', bountyGuid, settler, payout, ...origin }
    }
    default:
      return assertNever(wire)
  }
}
