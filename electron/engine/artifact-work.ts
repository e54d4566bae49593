import type { EngineSettings } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { ARTIFACT_LIMIT, LONGEST_SCAN_MS } from '../scanners/contract.ts'
import type { Scanners, ScanOutcome } from '../scanners/scanners.ts'
import type { Bounty, BountyFacts, Judged } from './bounty-state.ts'
import type { Input } from './inputs.ts'
import type { EngineClient } from './port.ts'
import type { ScanBook } from './scan-book.ts'

/** Artifacts fetched and scanned at the same time: each may be 32 MiB, all of them in memory. */
const AT_ONCE = 12
/** A polyswarmd list holds at most this many. */
const MOST_ARTIFACTS = 256
const RETRY_MS = 500

export interface ArtifactWorkOptions {
  readonly client: Pick<EngineClient, 'listArtifacts' | 'fetchArtifact'>
  readonly scanners: Scanners
  readonly clock: Clock
  readonly settings: () => EngineSettings
  readonly book: ScanBook
  readonly tell: (guid: Guid, input: Extract<Input, { is: 'listed' | 'unlisted' | 'judged' }>) => void
}

/** Lists, fetches and scans the artifacts of bounties; each bounty's work ends with its budget or by `stop`. Nothing touches the disk. */
export class ArtifactWork {
  readonly #options: ArtifactWorkOptions
  readonly #aborts = new Map<Guid, AbortController>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(options: ArtifactWorkOptions) {
    this.#options = options
  }

  /** Artifacts that wait for a place or are being fetched or scanned. */
  get load(): { readonly waiting: number; readonly running: number } {
    return { waiting: this.#waiting.length, running: this.#running }
  }

  list(facts: BountyFacts, budgetMs: number): void {
    const { client, tell } = this.#options
    const { signal } = this.#open(facts.guid, budgetMs)
    this.#again(signal, () => client.listArtifacts(facts.uri, signal)).then(
      (entries) => {
        if (entries.length === 0) tell(facts.guid, { is: 'unlisted', why: 'failed' })
        else if (entries.length > MOST_ARTIFACTS) tell(facts.guid, { is: 'unlisted', why: 'too-many' })
        else tell(facts.guid, { is: 'listed', count: entries.length })
      },
      () => {
        if (!signal.aborted) tell(facts.guid, { is: 'unlisted', why: 'failed' })
      },
    )
  }

  judge({ facts }: Bounty, index: number, budgetMs: number): void {
    const { signal } = this.#open(facts.guid, budgetMs)
    const deadline = this.#options.clock.now() + budgetMs
    this.#place(signal, async () => {
      const judged = await this.#judge(facts, index, deadline, signal).catch((): Judged => failed)
      if (judged && !signal.aborted) this.#options.tell(facts.guid, { is: 'judged', index, judged })
    })
  }

  /** Nobody waits for this bounty's artifacts any more. */
  stop(guid: Guid): void {
    this.#aborts.get(guid)?.abort()
    this.#aborts.delete(guid)
  }

  stopAll(): void {
    for (const guid of [...this.#aborts.keys()]) this.stop(guid)
  }

  #open(guid: Guid, budgetMs: number): AbortController {
    const known = this.#aborts.get(guid)
    if (known) return known
    const abort = new AbortController()
    this.#aborts.set(guid, abort)
    this.#options.clock.after(budgetMs + RETRY_MS, () => {
      if (this.#aborts.get(guid) === abort) this.stop(guid)
    })
    return abort
  }

  #place(signal: AbortSignal, work: () => Promise<void>): void {
    const run = (): void => {
      if (signal.aborted) return
      this.#running += 1
      work()
        .catch(() => undefined)
        .finally(() => {
          this.#running -= 1
          this.#next()
        })
        .catch(() => undefined)
    }
    if (this.#running < AT_ONCE) run()
    else this.#waiting.push(run)
  }

  #next(): void {
    while (this.#running < AT_ONCE && this.#waiting.length > 0) this.#waiting.shift()?.()
  }

  /** Tries until it works, the daemon says a clear no, or the budget is over. */
  async #again<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (signal.aborted || !(error instanceof ConsoleError) || !(error.retry || error.code === 'bad-answer')) throw error
        await this.#pause(signal)
      }
      if (signal.aborted) throw new ConsoleError('cancelled')
    }
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = this.#options.clock.after(RETRY_MS, done)
      signal.addEventListener('abort', done, { once: true })
    })
  }

  async #judge(facts: BountyFacts, index: number, deadline: number, signal: AbortSignal): Promise<Judged> {
    const { client, scanners, clock, settings, book } = this.#options
    const claim = facts.claims[index]
    const stage = book.begin(facts, index, claim?.filename ?? claim?.url ?? '', claim?.filesize ?? null)
    try {
      const fetched = await this.#again(signal, () => client.fetchArtifact(facts.uri, index, { limitBytes: ARTIFACT_LIMIT, signal }))
      if (fetched.kind === 'missing') return failed
      if (fetched.kind === 'too-large') return tooLarge
      stage.scanning(fetched.bytes.byteLength)
      const outcome = await scanners.scan(
        {
          scanner: settings().scanner,
          guid: facts.guid,
          index,
          artifactType: facts.artifactType,
          content: fetched.bytes,
          claims: claim ? { filename: claim.filename, mimetype: claim.mimetype, url: claim.url } : null,
          budgetMs: Math.min(LONGEST_SCAN_MS, Math.max(1, deadline - clock.now())),
        },
        signal,
      )
      stage.outcome(outcome)
      return judgedFrom(outcome)
    } finally {
      stage.end()
    }
  }
}

const nothing = { size: null, mimetype: null, sha256: null, words: null, tooLarge: false }
const failed: Judged = { ...nothing, verdict: { is: 'none', reason: 'failed' } }
const tooLarge: Judged = { ...failed, tooLarge: true }

function judgedFrom(outcome: ScanOutcome): Judged {
  if (outcome.is !== 'scanned') {
    if (outcome.is === 'too-large') return tooLarge
    return { ...nothing, verdict: { is: 'none', reason: outcome.is === 'failed' ? 'failed' : 'timed-out' } }
  }
  const { opinion, measured } = outcome
  if (opinion.is === 'none') return { ...measured, verdict: { is: 'none', reason: 'no-opinion' }, words: null, tooLarge: false }
  const { is, confidence, family, version, vendorVersion, signaturesVersion } = opinion
  return { ...measured, verdict: { is, confidence, family }, words: { version, vendorVersion, signaturesVersion }, tooLarge: false }
}
