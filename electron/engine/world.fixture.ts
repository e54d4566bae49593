import type { Parameters } from '../../shared/domain/community.ts'
import { defaultEngineSettings } from '../../shared/domain/engine.ts'
import type { Guid, Hash } from '../../shared/domain/identifiers.ts'
import { settlementOf } from '../../shared/domain/settlement.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { DaemonAssertion, DaemonBounty, DaemonEvent, DaemonVote, FetchedArtifact, Receipts } from '../polyswarmd/index.ts'
import { eicarBytes } from '../scanners/builtin/eicar.ts'
import type { ScanJob } from '../scanners/contract.ts'
import type { Scanners, ScannersState, ScanOutcome } from '../scanners/scanners.ts'
import { commitmentOf } from '../transactions/commitment.ts'
import type { Intent } from '../transactions/port.ts'
import type { Now } from './inputs.ts'
import type { EngineClient } from './port.ts'

/* For tests: a chain by the registry's rules, in memory, and a daemon before it. */

export const ME = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'
export const AMBASSADOR = '0x34E583cf9C1789c3141538EeC77D9F0B8F7E89f2'
export const RIVAL = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
export const NCT = 10n ** 18n

export const parameters: Parameters = {
  bountyFee: NCT / 16n,
  assertionFee: NCT / 32n,
  bountyAmountMinimum: 2n * NCT,
  bidMinimum: NCT / 16n,
  bidMaximum: NCT,
  maxDuration: 100,
  revealWindow: 10,
  voteWindow: 25,
}

export const NONCE = 42n
export const COMMITMENT = 777n
/** The world at a block, seen and not estimated: everything is well, nothing is limited, `NONCE` is what chance brings. */
export const at = (block: number, over: Partial<Now> = {}): Now => ({
  at: block * 1_000,
  block,
  seenBlock: block,
  firstBlock: 0,
  blockTimeMs: 1_000,
  account: ME,
  parameters,
  settings: { ...defaultEngineSettings, limits: { ...defaultEngineSettings.limits, perBounty: null } },
  answering: true,
  budget: { day: null, atOnce: null, balance: null },
  connected: true,
  unlocked: true,
  silence: null,
  commit: () => ({ nonce: NONCE, commitment: COMMITMENT }),
  ...over,
})

export const guidOf = (i: number): Guid => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`
export const hashOf = (i: number): Hash => `0x${i.toString(16).padStart(64, '0')}`

/** Numbers that look random and are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface ChainAssertion {
  readonly author: string
  readonly index: number
  readonly mask: readonly boolean[]
  readonly bids: readonly bigint[]
  readonly commitment: bigint
  reveal: { readonly nonce: bigint; readonly verdicts: readonly boolean[]; readonly block: number } | null
}

export interface ChainBounty {
  readonly guid: Guid
  readonly amount: bigint
  readonly uri: string
  readonly expiration: number
  /** By artifact: does it hold the test string? */
  readonly truth: readonly boolean[]
  readonly assertions: ChainAssertion[]
  readonly votes: { readonly voter: string; readonly votes: readonly boolean[] }[]
  quorumBlock: number | null
  readonly settled: Map<string, bigint>
}

export interface PoolTransaction {
  readonly hash: Hash
  readonly from: string
  readonly intent: Intent
}

export type Mined = { readonly ok: true; readonly block: number } | { readonly ok: false; readonly block: number; readonly text: string }

/** The registry, by its own rules and with its own refusals. */
export class ModelChain {
  block = 1_000
  windows = { reveal: parameters.revealWindow, vote: parameters.voteWindow }
  readonly bounties = new Map<Guid, ChainBounty>()
  readonly mined = new Map<Hash, Mined>()
  /** Every bounty ever posted, also of a chain that is no more. */
  readonly everPosted = new Map<Guid, ChainBounty>()
  /** Refuses the next assertion of mine with these words. */
  refusal: string | null = null
  readonly #pool: PoolTransaction[] = []
  #listeners: ((event: DaemonEvent) => void)[] = []
  #hash = 1_000_000

  onEvent(listener: (event: DaemonEvent) => void): void {
    this.#listeners.push(listener)
  }

  post(guid: Guid, truth: readonly boolean[], duration: number): ChainBounty {
    const bounty: ChainBounty = {
      guid,
      amount: 2n * NCT * BigInt(truth.length),
      uri: `Qm${guid}`,
      expiration: this.block + duration,
      truth,
      assertions: [],
      votes: [],
      quorumBlock: null,
      settled: new Map(),
    }
    this.bounties.set(guid, bounty)
    this.everPosted.set(guid, bounty)
    this.#emit({
      kind: 'bounty',
      guid,
      artifactType: 'file',
      author: AMBASSADOR,
      amount: bounty.amount,
      uri: bounty.uri,
      expiration: bounty.expiration,
      metadata: [],
    })
    return bounty
  }

  /** The chain is begun again: everything that was on it is gone. */
  beginAnew(): void {
    this.bounties.clear()
    this.mined.clear()
    this.#pool.length = 0
    this.block = 5
  }

  /** Into the pool; a hash that is there or mined already is taken as known. */
  send(transaction: PoolTransaction): void {
    if (this.mined.has(transaction.hash) || this.#pool.some(({ hash }) => hash === transaction.hash)) return
    this.#pool.push(transaction)
  }

  isPooled(hash: Hash): boolean {
    return this.#pool.some((one) => one.hash === hash)
  }

  mine(): void {
    this.block += 1
    for (const transaction of this.#pool.splice(0)) {
      const text = this.#execute(transaction)
      this.mined.set(transaction.hash, text === null ? { ok: true, block: this.block } : { ok: false, block: this.block, text })
    }
  }

  /** Everybody else's part, straight to the registry. */
  asOther(from: string, intent: Intent): string | null {
    return this.#execute({ hash: hashOf(this.#hash++), from, intent })
  }

  vote(guid: Guid, voter: string, votes: readonly boolean[], isLast: boolean): void {
    const bounty = this.bounties.get(guid)
    if (!bounty) return
    const revealEnd = bounty.expiration + this.windows.reveal
    if (this.block < revealEnd || this.block >= revealEnd + this.windows.vote) return
    bounty.votes.push({ voter, votes })
    if (isLast) {
      bounty.quorumBlock = this.block
      this.#emit({ kind: 'quorum', bountyGuid: guid })
    }
    this.#emit({ kind: 'vote', bountyGuid: guid, voter, votes })
  }

  #execute({ hash, from, intent }: PoolTransaction): string | null {
    if (intent.is !== 'assert' && intent.is !== 'reveal' && intent.is !== 'settle') return null
    const bounty = this.bounties.get(intent.guid)
    if (!bounty) return 'Bounty not initialized'
    if (intent.is === 'assert') return this.#assert(bounty, hash, from, intent)
    if (intent.is === 'reveal') return this.#reveal(bounty, hash, from, intent)
    return this.#settle(bounty, hash, from)
  }

  #assert(bounty: ChainBounty, txhash: Hash, from: string, intent: Extract<Intent, { is: 'assert' }>): string | null {
    const { mask, bids, commitment } = intent
    if (this.block >= bounty.expiration) return 'Bounty inactive'
    if (this.refusal !== null && from === ME) return this.refusal
    if (bids.length !== mask.filter(Boolean).length) return 'Bid does not match mask count'
    if (bounty.assertions.some(({ author }) => author === from)) return 'Sender has already asserted'
    const index = bounty.assertions.length
    bounty.assertions.push({ author: from, index, mask, bids, commitment, reveal: null })
    this.#emit({ kind: 'assertion', bountyGuid: bounty.guid, author: from, index, mask, bids, commitment }, txhash)
    return null
  }

  #reveal(bounty: ChainBounty, txhash: Hash, from: string, intent: Extract<Intent, { is: 'reveal' }>): string | null {
    const { index, nonce, verdicts } = intent
    const end = bounty.expiration + this.windows.reveal
    if (this.block < bounty.expiration || this.block >= end) return 'Bounty not in reveal window'
    const assertion = bounty.assertions[index]
    if (!assertion) return 'Invalid assertion ID'
    if (assertion.author !== from) return 'Incorrect assertion author'
    if (assertion.reveal) return 'Bounty already revealed'
    if (commitmentOf(from, nonce, verdicts) !== assertion.commitment) return 'Commitment hash mismatch'
    assertion.reveal = { nonce, verdicts, block: this.block }
    this.#emit({ kind: 'reveal', bountyGuid: bounty.guid, author: from, index, nonce, verdicts, metadata: [] }, txhash)
    return null
  }

  #settle(bounty: ChainBounty, txhash: Hash, from: string): string | null {
    if (bounty.settled.has(from)) return 'Sender already settled'
    const voteEnd = bounty.expiration + this.windows.reveal + this.windows.vote
    if (bounty.quorumBlock === null && this.block < voteEnd) return 'No Quorum and vote active'
    const payout = this.payoutOf(bounty, from)
    bounty.settled.set(from, payout)
    this.#emit({ kind: 'settled_bounty', bountyGuid: bounty.guid, settler: from, payout }, txhash)
    return null
  }

  payoutOf(bounty: ChainBounty, account: string): bigint {
    const { experts } = settlementOf({
      amount: bounty.amount,
      artifacts: bounty.truth.length,
      fees: { bounty: parameters.bountyFee, assertion: parameters.assertionFee },
      assertions: bounty.assertions.map((one) => ({
        account: one.author,
        mask: one.mask,
        bids: one.bids,
        verdicts: one.reveal?.verdicts ?? null,
      })),
      votes: bounty.votes.map(({ votes }) => votes),
    })
    return experts[bounty.assertions.findIndex(({ author }) => author === account)] ?? 0n
  }

  #emit(event: WithoutOrigin, txhash: Hash = hashOf(this.#hash++)): void {
    for (const listener of this.#listeners) listener({ ...event, blockNumber: this.block, txhash } as DaemonEvent)
  }
}

type WithoutOrigin = DaemonEvent extends infer E
  ? E extends { readonly txhash: Hash; readonly blockNumber: number }
    ? Omit<E, 'txhash' | 'blockNumber'>
    : never
  : never

/** Answers from the chain as it is now; `fails` says when it does not. */
export class ModelDaemon implements EngineClient {
  readonly account = ME
  readonly #chain: ModelChain
  fails: () => boolean = () => false
  requests = 0

  constructor(chain: ModelChain) {
    this.#chain = chain
  }

  async #asked(guid: Guid): Promise<ChainBounty> {
    await this.#reach()
    const bounty = this.#chain.bounties.get(guid)
    if (!bounty) throw new ConsoleError('refused-by-daemon', 'Bounty not found')
    return bounty
  }

  #reach(): Promise<void> {
    this.requests += 1
    return this.fails() ? Promise.reject(new ConsoleError('unreachable', 'no route to host')) : Promise.resolve()
  }

  async bounty(guid: Guid): Promise<DaemonBounty> {
    const bounty = await this.#asked(guid)
    const { artifacts: _, ...rest } = { ...bounty, artifacts: null }
    return {
      guid: rest.guid,
      artifactType: 'file',
      author: AMBASSADOR,
      amount: rest.amount,
      uri: rest.uri,
      expiration: rest.expiration,
      metadata: [],
      numArtifacts: rest.truth.length,
      quorumReached: rest.quorumBlock !== null,
      quorumReachedBlock: rest.quorumBlock === null ? null : rest.quorumBlock - rest.expiration,
      quorumMask: rest.truth,
      assignedArbiter: null,
    }
  }

  async bounties(page: number, count = 75): Promise<readonly Guid[]> {
    await this.#reach()
    return [...this.#chain.bounties.keys()].slice(page * count, (page + 1) * count)
  }

  async assertions(guid: Guid): Promise<readonly DaemonAssertion[]> {
    const { assertions } = await this.#asked(guid)
    return assertions.map(({ reveal, ...rest }) => ({
      ...rest,
      reveal: reveal && { nonce: reveal.nonce, verdicts: reveal.verdicts, metadata: [] },
    }))
  }

  async votes(guid: Guid): Promise<readonly DaemonVote[]> {
    const { votes } = await this.#asked(guid)
    return votes.map((vote) => ({ ...vote, validBloom: true }))
  }

  async listArtifacts(uri: string) {
    const bounty = await this.#asked(uri.slice(2))
    return bounty.truth.map((_, index) => ({ index, hash: `Qm${index}` }))
  }

  async fetchArtifact(uri: string, index: number): Promise<FetchedArtifact> {
    const bounty = await this.#asked(uri.slice(2))
    return { kind: 'bytes', bytes: bounty.truth[index] ? eicarBytes() : Buffer.from(`clean ${index}`) }
  }

  async receipts(_chain: 'home' | 'side', hashes: readonly Hash[]): Promise<Receipts> {
    await this.#reach()
    const outcomes = hashes.map((hash) => {
      const mined = this.#chain.mined.get(hash)
      if (!mined) return { hash, outcome: { kind: 'timeout' } as const }
      return {
        hash,
        outcome: mined.ok ? ({ kind: 'mined' } as const) : ({ kind: 'failed', block: mined.block, text: mined.text } as const),
      }
    })
    const transfers = hashes.flatMap((hash) => this.#payment(hash))
    return { outcomes, events: { transfers, bounties: [], assertions: [], reveals: [], votes: [] } }
  }

  /** Which settlement a hash was, the world tells. */
  settlementOf: (hash: Hash) => Guid | null = () => null
  #payment(hash: Hash): { from: string; to: string; value: bigint }[] {
    const guid = this.settlementOf(hash)
    // The receipt of a forgotten bounty's settlement is there, with all that is in it.
    const value = guid === null ? undefined : this.#chain.everPosted.get(guid)?.settled.get(ME)
    return value ? [{ from: AMBASSADOR, to: ME, value }] : []
  }

  async postMetadata(): Promise<string> {
    await this.#reach()
    return 'QmMetadata'
  }
}

/** Judges at once and rightly, as the scanner process would; can be down. */
export class ModelScanners implements Scanners {
  state: ScannersState = { is: 'ready' }
  readonly load = { waiting: 0, scanning: 0 }
  readonly #watchers = new Set<(state: ScannersState) => void>()
  answer: (job: ScanJob) => ScanOutcome = (job) => ({
    is: 'scanned',
    tookMs: 3,
    opinion: {
      is: Buffer.from(job.content).includes(eicarBytes()) ? 'malicious' : 'benign',
      confidence: 1_000_000,
      family: '',
      version: '1.0.0',
      vendorVersion: null,
      signaturesVersion: null,
    },
    measured: { size: job.content.byteLength, sha256: 'a'.repeat(64), mimetype: null },
  })
  watch(watcher: (state: ScannersState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }
  become(state: ScannersState): void {
    this.state = state
    for (const watcher of this.#watchers) watcher(state)
  }
  async scan(job: ScanJob): Promise<ScanOutcome> {
    return this.answer(job)
  }
}
