import type { Parameters } from '../../shared/domain/community.ts'
import type { Address, Chain, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { DaemonEvent } from './port-events.ts'
import type {
  ArtifactEntry,
  AssertionProbe,
  BuiltTransaction,
  DaemonAssertion,
  DaemonBounty,
  DaemonStatus,
  DaemonVote,
  FetchArtifactOptions,
  FetchedArtifact,
  Receipts,
  RevealProbe,
  SendOutcome,
  StakingParameters,
} from './records.ts'

export type * from './port-events.ts'
export type * from './records.ts'

/**
 * What a Community's polyswarmd offers, in the console's own terms: amounts are bigint base units, on-chain integers of bits are boolean
 * lists, hashes have their `0x`, blocks are plain numbers. Nothing here has seen the wire unvalidated.
 *
 * Every method throws `ConsoleError` with one of: `unreachable` (no connection, or a proxy's 502, 503, 504), `timeout`, `tls-failed`, `unauthorized` (401, 403),
 * `rate-limited` (429 for longer than the client waits), `insecure-api-key` (refused before the first byte), `refused-by-daemon` (an
 * understood refusal; its text is the detail), `bad-answer` (not the shape we know, or too large), `not-polyswarmd`
 * (something else answers there), `cancelled` (the caller's signal). GETs are repeated inside, with jitter, before they throw.
 */
export interface PolyswarmdClient {
  /** Whose requests these are: the `account` of every route. */
  readonly account: Address
  /** What the Community calls itself and how its two chains are. Needs neither account nor API key. Not repeated. */
  status(signal?: AbortSignal): Promise<DaemonStatus>
  /** The registry's fees, limits and windows. */
  parameters(chain: Chain): Promise<Parameters>
  stakingParameters(chain: Chain): Promise<StakingParameters>
  /** What the relay keeps of a transfer that arrives on `chain` (base units of NCT): 0 towards side, positive towards home. */
  relayFee(chain: Chain): Promise<bigint>
  /** The account's next nonce: gapless pending ones counted, or with `ignorePending` only what is mined. */
  nonce(chain: Chain, options?: { readonly ignorePending?: boolean }): Promise<number>
  /** Nonces of the account that sit in the pool, gaps and all, ascending. */
  pendingNonces(chain: Chain): Promise<readonly number[]>
  /** Base units of NCT or of ETH (wei). */
  balance(chain: Chain, token: 'nct' | 'eth', address: Address): Promise<bigint>
  /** An unknown guid throws `refused-by-daemon`, but that refusal is no proof that the bounty does not exist. */
  bounty(guid: Guid): Promise<DaemonBounty>
  /** One page of all guids in order of posting; `count` is 25, 50 or 75 (75 unless said). A page past the end is empty. */
  bounties(page: number, count?: 25 | 50 | 75): Promise<readonly Guid[]>
  assertions(guid: Guid): Promise<readonly DaemonAssertion[]>
  votes(guid: Guid): Promise<readonly DaemonVote[]>
  /** The artifacts behind a bounty's uri, in order, at most 256. */
  listArtifacts(uri: string, signal?: AbortSignal): Promise<readonly ArtifactEntry[]>
  /** One artifact's bytes, hostile as they are; reading stops as soon as they exceed `limitBytes`. */
  fetchArtifact(uri: string, index: number, options: FetchArtifactOptions): Promise<FetchedArtifact>
  /**
   * Sends 1-10 signed raw transactions in one POST; never repeated in here. Throws only when it is certain that none was taken
   * (no connection, 401, 429, 413, a refusal of the whole request). Once the daemon may have seen them, it resolves, and what was
   * not answered is `unknown`: ask for the receipts, or send the very same bytes again.
   * @param rawTransactions hexadecimal, with or without `0x`
   * @returns one outcome for each, in the same order
   */
  sendTransactions(chain: Chain, rawTransactions: readonly string[]): Promise<readonly SendOutcome[]>
  /**
   * Asks what became of 1-10 transactions (a GET that waits: 1-2 s at best, 10 s a hash on side and 60 s on home when one is missing).
   * The daemon names the hash of each failure but not of each event, so events are those of all hashes together.
   */
  receipts(chain: Chain, hashes: readonly Hash[], signal?: AbortSignal): Promise<Receipts>
  /** Stores verdict or bounty metadata; returns its content URI. A repeat gives the same URI. */
  postMetadata(json: unknown): Promise<string>

  /**
   * Probes for the join: what the daemon would have us sign. They are compared with the contracts we know and NEVER signed.
   * The building routes accept any guid.
   */
  buildAssertion(probe: AssertionProbe): Promise<readonly BuiltTransaction[]>
  buildReveal(probe: RevealProbe): Promise<readonly BuiltTransaction[]>
  buildSettle(guid: Guid): Promise<readonly BuiltTransaction[]>
  /** A transfer of `amount` base units to the home chain's relay. */
  buildDeposit(amount: bigint): Promise<readonly BuiltTransaction[]>
  /** A transfer of `amount` base units to the side chain's relay. */
  buildWithdrawal(amount: bigint): Promise<readonly BuiltTransaction[]>
}

/** Live events of one Community's side chain, in the order the socket delivered them (kinds are not in order among each other). */
export interface PolyswarmdEvents {
  /** Returns how to stop listening. */
  onEvent(listener: (event: DaemonEvent) => void): () => void
  /** The socket is connected (first time or again): events in between are lost, so read parameters and catch up over HTTP. */
  onConnected(listener: (again: boolean) => void): () => void
}
