import type { z } from 'zod'
import type { Parameters } from '../../shared/domain/community.ts'
import type { Address, Chain, Guid, Hash } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Endpoints } from './address.ts'
import { toArtifactEntries, toAssertion, toBounty, toBuilt, toParameters, toStakingParameters, toStatus, toVote } from './convert.ts'
import { DaemonHttp, readReply } from './http.ts'
import { NetworkFailure } from './network-failure.ts'
import type { PolyswarmdClient } from './port.ts'
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
import type { RequestCounters } from './request-counters.ts'
import { failureText } from './text.ts'
import type { TlsFacts } from './tls-facts.ts'
import { allUnknown, toReceipts, toSendOutcomes } from './transactions.ts'
import { type Lane, Transport, type TransportRequest } from './transport.ts'
import * as wire from './wire.ts'

export interface ClientOptions {
  readonly endpoints: Endpoints
  readonly account: Address
  readonly apiKey: string | null
  readonly clock: Clock
  /** 0 ≤ n < 1, for the jitter of repeats. */
  readonly random: () => number
  /** How often a request that may be repeated is sent at most; 4 unless said. */
  readonly tries?: number
  /** PEM of one more certificate authority to trust. */
  readonly extraCa?: string
  /** Told every block that an answer names: for the block clock. */
  readonly onBlock?: (chain: Chain, block: number) => void
}

/** A page of bounties is small; a bounty with hundreds of assertions of 256 artifacts, each with a reveal's metadata, is not. */
const MAX_JSON_BYTES = 16 * 1024 * 1024
/** Room for an error's text where hardly any byte is wanted. */
const ERROR_BYTES = 16_384
const TIMEOUT_MS = 15_000
const SEND_TIMEOUT_MS = 30_000
const ARTIFACT_TIMEOUT_MS = 60_000
/** How long the daemon itself waits for one receipt, and a little more. */
const RECEIPT_MS: Readonly<Record<Chain, number>> = { side: 12_000, home: 65_000 }
const TRIES = 4

type Query = Readonly<Record<string, string | number | undefined>>
interface Ask {
  readonly query?: Query
  readonly json?: unknown
  readonly lane?: Lane
  readonly timeoutMs?: number
  readonly maxBytes?: number
  readonly signal?: AbortSignal | undefined
}

/** `PolyswarmdClient` over HTTP. */
export class HttpPolyswarmdClient implements PolyswarmdClient {
  readonly account: Address
  readonly #transport: Transport
  readonly #http: DaemonHttp
  readonly #tries: number
  readonly #onBlock: (chain: Chain, block: number) => void

  /** @throws ConsoleError `insecure-api-key` before anything is opened */
  constructor(options: ClientOptions) {
    this.account = options.account
    this.#tries = options.tries ?? TRIES
    this.#onBlock = options.onBlock ?? (() => undefined)
    this.#transport = new Transport(options)
    this.#http = new DaemonHttp({ ...options, transport: this.#transport })
  }

  get counters(): RequestCounters {
    return this.#transport.counter.read()
  }
  /** The encryption of the last connection made. */
  get tls(): TlsFacts | null {
    return this.#transport.tls
  }
  /** Closes every connection; requests in flight fail. */
  close(): void {
    this.#transport.close()
  }

  async status(signal?: AbortSignal): Promise<DaemonStatus> {
    try {
      const request = this.#request('GET', '/status', '/status', { signal, query: { account: undefined } })
      return toStatus(await this.#http.result(request, wire.status, { tries: 1 }))
    } catch (error) {
      // Whatever answers here in another shape or does not know the route is no polyswarmd.
      const foreign = error instanceof ConsoleError && (error.code === 'bad-answer' || error.code === 'refused-by-daemon') && !error.retry
      throw foreign ? new ConsoleError('not-polyswarmd', error.message, { cause: error }) : error
    }
  }

  async parameters(chain: Chain): Promise<Parameters> {
    return toParameters(await this.#get('/bounties/parameters', '/bounties/parameters', wire.parameters, { query: { chain } }))
  }
  async stakingParameters(chain: Chain): Promise<StakingParameters> {
    return toStakingParameters(await this.#get('/staking/parameters', '/staking/parameters', wire.stakingParameters, { query: { chain } }))
  }
  async relayFee(chain: Chain): Promise<bigint> {
    return (await this.#get('/relay/fees', '/relay/fees', wire.relayFees, { query: { chain } })).fees
  }
  nonce(chain: Chain, options: { readonly ignorePending?: boolean } = {}): Promise<number> {
    return this.#get('/nonce', '/nonce', wire.nonce, { query: { chain, ignore_pending: options.ignorePending ? 1 : undefined } })
  }
  async pendingNonces(chain: Chain): Promise<readonly number[]> {
    return (await this.#get('/pending', '/pending', wire.pending, { query: { chain } })).sort((a, b) => a - b)
  }
  balance(chain: Chain, token: 'nct' | 'eth', address: Address): Promise<bigint> {
    return this.#get(`/balances/ADDRESS/${token}`, `/balances/${part(address)}/${token}`, wire.balance, { query: { chain } })
  }

  async bounty(guid: Guid): Promise<DaemonBounty> {
    return toBounty(await this.#get('/bounties/GUID', `/bounties/${part(guid)}`, wire.bounty, side()))
  }
  bounties(page: number, count: 25 | 50 | 75 = 75): Promise<readonly Guid[]> {
    return this.#get('/bounties', '/bounties', wire.guids, { query: { page, count, chain: 'side' } })
  }
  async assertions(guid: Guid): Promise<readonly DaemonAssertion[]> {
    const list = await this.#get('/bounties/GUID/assertions', `/bounties/${part(guid)}/assertions`, wire.assertions, side())
    return list.map(toAssertion)
  }
  async votes(guid: Guid): Promise<readonly DaemonVote[]> {
    return (await this.#get('/bounties/GUID/votes', `/bounties/${part(guid)}/votes`, wire.votes, side())).map(toVote)
  }

  async listArtifacts(uri: string, signal?: AbortSignal): Promise<readonly ArtifactEntry[]> {
    return toArtifactEntries(await this.#get('/artifacts/URI', `/artifacts/${part(uri)}`, wire.artifacts, { signal, lane: 'artifacts' }))
  }

  async fetchArtifact(uri: string, index: number, { limitBytes, signal }: FetchArtifactOptions): Promise<FetchedArtifact> {
    const request = this.#request('GET', '/artifacts/URI/INDEX', `/artifacts/${part(uri)}/${index}`, {
      signal,
      lane: 'artifacts',
      timeoutMs: ARTIFACT_TIMEOUT_MS,
      maxBytes: Math.max(limitBytes, ERROR_BYTES),
    })
    const answer = await this.#http.answer(request, { tries: this.#tries })
    const { status, body } = answer
    if (status === 200)
      return body === null || body.length > limitBytes ? { kind: 'too-large', limitBytes } : { kind: 'bytes', bytes: new Uint8Array(body) }
    const reply = readReply(answer)
    if (reply.ok) throw new ConsoleError('bad-answer', `An artifact with status ${status}.`)
    if (reply.status === 404) return { kind: 'missing', detail: this.#http.clean(failureText(reply.errors)) }
    throw this.#http.refusal(reply)
  }

  async sendTransactions(chain: Chain, rawTransactions: readonly string[]): Promise<readonly SendOutcome[]> {
    const transactions = rawTransactions.map((raw) => raw.replace(/^0x/, ''))
    if (transactions.length < 1 || transactions.length > 10) throw new ConsoleError('internal', 'A batch holds 1 to 10 transactions.')
    const request = this.#request('POST', '/transactions', '/transactions', {
      query: { chain },
      json: { transactions },
      lane: 'send',
      timeoutMs: SEND_TIMEOUT_MS,
    })
    const count = transactions.length
    try {
      const reply = await this.#http.reply(request, { tries: 1 })
      if (reply.ok) return toSendOutcomes(reply.result, count)
      if (Array.isArray(reply.errors)) return toSendOutcomes(reply.errors, count)
      // A 4xx for the whole request stands before any sending; after a 5xx anything may have happened.
      if (reply.status < 500) throw this.#http.refusal(reply)
      return allUnknown(count, this.#http.clean(failureText(reply.errors)))
    } catch (error) {
      if (certainlyNotSent(error)) throw error
      return allUnknown(count, (error as Error).message)
    }
  }

  async receipts(chain: Chain, hashes: readonly Hash[], signal?: AbortSignal): Promise<Receipts> {
    if (hashes.length < 1 || hashes.length > 10) throw new ConsoleError('internal', 'Receipts are asked for 1 to 10 transactions at once.')
    const request = this.#request('GET', '/transactions', '/transactions', {
      query: { chain },
      json: { transactions: hashes },
      lane: 'waiting',
      timeoutMs: RECEIPT_MS[chain] * hashes.length + TIMEOUT_MS,
      signal,
    })
    const reply = await this.#http.reply(request, { tries: this.#tries })
    if (!reply.ok && (typeof reply.errors !== 'object' || reply.errors === null || Array.isArray(reply.errors)))
      throw this.#http.refusal(reply)
    const receipts = toReceipts(this.#http.fit(wire.receiptEvents, reply.ok ? reply.result : reply.errors, request.route), hashes)
    for (const { outcome } of receipts.outcomes)
      if (outcome.kind === 'failed' && outcome.block !== null) this.#onBlock(chain, outcome.block)
    return receipts
  }

  postMetadata(json: unknown): Promise<string> {
    return this.#post('/bounties/metadata', '/bounties/metadata', wire.uploadedUri, { json })
  }

  buildAssertion({ guid, mask, bids, commitment }: AssertionProbe): Promise<readonly BuiltTransaction[]> {
    const json = { bid: bids.map(String), mask, commitment: commitment.toString() }
    return this.#build('/bounties/GUID/assertions', `/bounties/${part(guid)}/assertions`, { chain: 'side', base_nonce: 0 }, json)
  }
  buildReveal({ guid, index, nonce, verdicts, metadata }: RevealProbe): Promise<readonly BuiltTransaction[]> {
    const json = { nonce: nonce.toString(), verdicts, metadata }
    const path = `/bounties/${part(guid)}/assertions/${index}/reveal`
    return this.#build('/bounties/GUID/assertions/INDEX/reveal', path, { chain: 'side', base_nonce: 0 }, json)
  }
  buildSettle(guid: Guid): Promise<readonly BuiltTransaction[]> {
    return this.#build('/bounties/GUID/settle', `/bounties/${part(guid)}/settle`, { chain: 'side', base_nonce: 0 }, {})
  }
  buildDeposit(amount: bigint): Promise<readonly BuiltTransaction[]> {
    return this.#build('/relay/deposit', '/relay/deposit', { chain: 'home' }, { amount: amount.toString() })
  }
  buildWithdrawal(amount: bigint): Promise<readonly BuiltTransaction[]> {
    return this.#build('/relay/withdrawal', '/relay/withdrawal', { chain: 'side' }, { amount: amount.toString() })
  }

  /** Building changes nothing, so it may be repeated. */
  async #build(route: string, path: string, query: Query, json: unknown): Promise<readonly BuiltTransaction[]> {
    return toBuilt(await this.#post(route, path, wire.built, { query, json }))
  }
  #get<T extends z.ZodType>(route: string, path: string, schema: T, ask: Ask): Promise<z.output<T>> {
    return this.#http.result(this.#request('GET', route, path, ask), schema, { tries: this.#tries })
  }
  #post<T extends z.ZodType>(route: string, path: string, schema: T, ask: Ask): Promise<z.output<T>> {
    return this.#http.result(this.#request('POST', route, path, ask), schema, { tries: this.#tries })
  }
  #request(method: 'GET' | 'POST', route: string, path: string, ask: Ask): TransportRequest {
    return {
      method,
      route: `${method} ${route}`,
      path: `${path}${queryOf({ account: this.account, ...ask.query })}`,
      lane: ask.lane ?? 'ordinary',
      timeoutMs: ask.timeoutMs ?? TIMEOUT_MS,
      maxBytes: ask.maxBytes ?? MAX_JSON_BYTES,
      signal: ask.signal,
      ...(ask.json === undefined ? {} : { json: ask.json }),
    }
  }
}

const side = (): Ask => ({ query: { chain: 'side' } })

/** Errors that prove that no transaction was taken. */
function certainlyNotSent(error: unknown): boolean {
  if (error instanceof NetworkFailure) return error.arrived === 'no'
  return error instanceof ConsoleError && ['unauthorized', 'rate-limited', 'refused-by-daemon'].includes(error.code)
}

/** One part of a path: what an ambassador wrote as a uri may hold anything. */
function part(text: string): string {
  if (text === '' || text === '.' || text === '..') throw new ConsoleError('refused-by-daemon', 'The bounty names no artifact.')
  return encodeURIComponent(text)
}

function queryOf(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
