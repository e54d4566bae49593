import { AbiCoder, type EventFragment } from 'ethers'
import { integerToBits } from '../../../shared/domain/bits.ts'
import { type Address, type Guid, type Hash, integerToGuid } from '../../../shared/domain/identifiers.ts'
import type { ChainLog } from '../chain/types.ts'
import { registryAbi as registry } from '../contracts/abi.ts'

/** Where on chain something was said. */
export interface Position {
  readonly blockNumber: number
  readonly transactionHash: Hash
}

/** The registry's events in the words of the field. Amounts are base units of NCT; block numbers are those of the registry's chain. */
export type RegistryEvent = Position &
  (
    | {
        readonly kind: 'bounty'
        readonly guid: Guid
        readonly artifactType: number
        readonly author: Address
        readonly amount: bigint
        readonly uri: string
        readonly expiration: number
        readonly metadata: string
      }
    | {
        readonly kind: 'assertion'
        readonly guid: Guid
        readonly author: Address
        readonly index: number
        readonly bid: readonly bigint[]
        readonly mask: readonly boolean[]
        readonly commitment: bigint
      }
    | {
        readonly kind: 'reveal'
        readonly guid: Guid
        readonly author: Address
        readonly index: number
        readonly nonce: bigint
        readonly verdicts: readonly boolean[]
        readonly metadata: string
      }
    | { readonly kind: 'vote'; readonly guid: Guid; readonly voter: Address; readonly votes: readonly boolean[] }
    | { readonly kind: 'quorum'; readonly guid: Guid }
    | { readonly kind: 'settled'; readonly guid: Guid; readonly settler: Address; readonly payout: bigint }
    | { readonly kind: 'fees'; readonly bountyFee: bigint; readonly assertionFee: bigint }
    | { readonly kind: 'windows'; readonly reveal: number; readonly vote: number }
    | { readonly kind: 'deprecated'; readonly rollover: boolean }
    | { readonly kind: 'undeprecated' }
  )

/** By topic: asking the interface itself hashes every event's name each time. Events with an indexed field are the registry's roles alone. */
const fragments = new Map<string, EventFragment>()
registry.forEachEvent((fragment) => {
  if (!fragment.inputs.some((input) => input.indexed)) fragments.set(fragment.topicHash, fragment)
})
const coder = AbiCoder.defaultAbiCoder()

/** Reads one log of the registry; null for events that nobody here needs. None of the fields that matter here is indexed. */
export function readRegistryLog(log: ChainLog): RegistryEvent | null {
  const fragment = fragments.get(log.topics[0] ?? '')
  if (!fragment) return null
  const at: Position = { blockNumber: log.blockNumber, transactionHash: log.transactionHash }
  const a = coder.decode(fragment.inputs, log.data)
  switch (fragment.name) {
    case 'NewBounty':
      return {
        ...at,
        kind: 'bounty',
        guid: integerToGuid(a.guid),
        artifactType: Number(a.artifactType),
        author: a.author,
        amount: a.amount,
        uri: a.artifactURI,
        expiration: Number(a.expirationBlock),
        metadata: a.metadata,
      }
    case 'NewAssertion':
      return {
        ...at,
        kind: 'assertion',
        guid: integerToGuid(a.bountyGuid),
        author: a.author,
        index: Number(a.index),
        bid: [...a.bid],
        mask: integerToBits(a.mask, Number(a.numArtifacts)),
        commitment: a.commitment,
      }
    case 'RevealedAssertion':
      return {
        ...at,
        kind: 'reveal',
        guid: integerToGuid(a.bountyGuid),
        author: a.author,
        index: Number(a.index),
        nonce: a.nonce,
        verdicts: integerToBits(a.verdicts, Number(a.numArtifacts)),
        metadata: a.metadata,
      }
    case 'NewVote':
      return {
        ...at,
        kind: 'vote',
        guid: integerToGuid(a.bountyGuid),
        voter: a.voter,
        votes: integerToBits(a.votes, Number(a.numArtifacts)),
      }
    case 'QuorumReached':
      return { ...at, kind: 'quorum', guid: integerToGuid(a.bountyGuid) }
    case 'SettledBounty':
      return { ...at, kind: 'settled', guid: integerToGuid(a.bountyGuid), settler: a.settler, payout: a.payout }
    case 'FeesUpdated':
      return { ...at, kind: 'fees', bountyFee: a.bountyFee, assertionFee: a.assertionFee }
    case 'WindowsUpdated':
      return { ...at, kind: 'windows', reveal: Number(a.assertionRevealWindow), vote: Number(a.arbiterVoteWindow) }
    case 'Deprecated':
      return { ...at, kind: 'deprecated', rollover: a.rollover }
    case 'Undeprecated':
      return { ...at, kind: 'undeprecated' }
    default:
      return null
  }
}
