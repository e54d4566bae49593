import { z } from 'zod'
import type { Address, CommunityId } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { AllowanceRules } from './port.ts'

/** What must happen before an assertion may be sent. */
export type AllowancePlan = 'enough' | 'approve-first' | 'over-limit'

const stored = z.object({ registry: z.string(), remaining: z.string().regex(/^\d+$/) })

/** The registry's own refusals of an assertion (BountyRegistry.postAssertion); any other text may mean that the allowance is gone. */
const REGISTRY_REFUSALS = [
  'Bounty not initialized',
  'Bounty inactive',
  'Bid does not match mask count',
  'Sender has already asserted',
  'Bid not between min & max',
]

/**
 * The registry's one standing allowance, so that an assertion needs no approval of its own. `remaining` is what is left after every
 * assertion that was signed, whether it is mined or not, in the order of nonces; it can be less than the chain's number, never more.
 */
export class Allowance {
  readonly #community: CommunityId
  readonly #account: Address
  readonly #registry: Address
  readonly #watchers = new Set<(remaining: bigint | null) => void>()
  #limit: bigint
  #remaining: bigint | null = null

  constructor(community: CommunityId, account: Address, registry: Address, rules: AllowanceRules) {
    this.#community = community
    this.#account = account
    this.#registry = registry
    this.#limit = rules.limit
  }

  /** NCT base units; null = unknown: the next assertion brings an approval with it. */
  get remaining(): bigint | null {
    return this.#remaining
  }
  get limit(): bigint {
    return this.#limit
  }

  watch(watcher: (remaining: bigint | null) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** The operator's limit changed; a standing allowance above it is lowered with the next assertion. */
  configure(rules: AllowanceRules): void {
    this.#limit = rules.limit
  }

  /** Takes up what the journal remembers; anything but our own word about the same registry counts as unknown. */
  restore(facts: Readonly<Record<string, string>>): void {
    const text = facts[this.#factName]
    if (text === undefined) return
    try {
      const { registry, remaining } = stored.parse(JSON.parse(text))
      if (registry.toLowerCase() === this.#registry.toLowerCase()) this.#set(BigInt(remaining))
    } catch {
      this.#set(null)
    }
  }

  plan(cost: bigint): AllowancePlan {
    if (cost > this.#limit) return 'over-limit'
    if (this.#remaining === null || this.#remaining < cost || this.#remaining > this.#limit) return 'approve-first'
    return 'enough'
  }

  /** An approval of the whole limit goes out. */
  approve(): bigint {
    this.#set(this.#limit)
    return this.#limit
  }

  /** An assertion of this cost goes out, after all that went before. */
  spend(cost: bigint): void {
    this.#set(this.#remaining === null ? null : this.#remaining - cost)
  }

  /** What went out did not: back to what was known before. */
  rewind(remaining: bigint | null): void {
    this.#set(remaining)
  }

  /** An approval did not come through. */
  forget(): void {
    this.#set(null)
  }

  /** An assertion failed on chain. Unless the registry says why, the allowance may be the reason. */
  assertionFailed(text: string): void {
    if (!REGISTRY_REFUSALS.some((refusal) => text.includes(refusal))) this.forget()
  }

  /** To be written along with what changed it. */
  toOp(): JournalOp {
    const value = this.#remaining === null ? null : JSON.stringify({ registry: this.#registry, remaining: this.#remaining.toString() })
    return { is: 'put-fact', community: this.#community, name: this.#factName, value }
  }

  get #factName(): string {
    return `allowance:${this.#account.toLowerCase()}`
  }

  #set(remaining: bigint | null): void {
    if (remaining === this.#remaining) return
    this.#remaining = remaining
    for (const watcher of [...this.#watchers]) watcher(remaining)
  }
}
