/**
 * What a token balance on one chain says about money that others move: the relay's arrivals, and what nobody explains.
 *
 * polyswarmd tells a balance and nothing about who changed it, while our own bids, fees and payouts change it all the time. So each reading
 * is taken as what it is: the balance at one block of which only bounds are known. It is compared with the ledger as it was at that very
 * block, once everything of ours that may have been mined until then is known. What is left over must be, to the base unit, what a
 * transfer in flight brings; anything else is not an arrival. Why: docs/decisions, "An arrival is an exact remainder".
 *
 * Pure and synchronous; all amounts are base units, blocks are numbers of this chain, times milliseconds.
 */

/** The balance at one block between `lo` and `hi`. */
export interface Reading {
  readonly value: bigint
  readonly askedAt: number
  readonly at: number
  /** The chain had this block before it was asked. */
  readonly lo: number
  /** The chain cannot have been further when it answered. */
  readonly hi: number
}

/** A movement that the ledger has: in every balance from block `until` on, in none before `from`, perhaps in those between. */
export interface Movement {
  readonly amount: bigint
  readonly from: number
  readonly until: number
}

/** A transaction of ours on its way, that will move `amount` if it is mined; in no balance before `from`. */
export interface Pending {
  readonly amount: bigint
  readonly from: number
}

/** A transfer that has left the other chain and may come to this one. */
export interface Expected {
  readonly id: string
  /** What it may bring: one amount for each fee the relay has asked since. */
  readonly nets: readonly bigint[]
  /** Known to be mined on the other chain: only then its arrival is told. */
  readonly ready: boolean
}

export interface Context {
  readonly pending: readonly Pending[]
  /** In order of age: of two that bring the same, the older one is taken to have come. */
  readonly expected: readonly Expected[]
  /** Since when (ms) something of unknown amount may move this balance unseen; readings answered later wait. null = nothing does. */
  readonly unclearSince: number | null
}

export type Finding =
  | { readonly is: 'opening'; readonly amount: bigint; readonly reading: Reading }
  | { readonly is: 'arrived'; readonly id: string; readonly net: bigint; readonly reading: Reading }
  /** A difference that stayed, and that neither ledger nor transfers explain. */
  | { readonly is: 'unexplained'; readonly amount: bigint; readonly reading: Reading }

/** Readings that must agree before an arrival is believed: one may come from a node that is about to drop its block. */
const ARRIVAL_READINGS = 2
/** Readings, and the time between the first and the last of them, before a difference is called unexplained. */
const ODD_READINGS = 3
const ODD_MS = 10_000
/** Readings kept while something is unclear; beyond that the oldest but one go: the next ones say the same. */
const MOST_WAITING = 128
/** Above this many movements of unknown block at once a reading says nothing. */
const MOST_LOOSE = 10

interface Odd {
  /** Differences that all these readings allow. */
  readonly values: readonly bigint[]
  readonly count: number
  readonly since: number
}

/** One account's balance of one token on one chain, as the ledger has it and as it is read. */
export class Statement {
  #balance: bigint | null
  #opened: boolean
  #recent: Movement[] = []
  #waiting: Reading[] = []
  #askedAt = Number.NEGATIVE_INFINITY
  #arrival: { readonly key: string; readonly count: number } | null = null
  #odd: Odd | null = null

  /** @param balance the ledger's running balance, null when it has no entry; `opened`: there is an opening among its entries */
  constructor(balance: bigint | null, opened: boolean) {
    this.#balance = balance
    this.#opened = opened
  }

  /** The running balance with everything that was booked and found. */
  get balance(): bigint {
    return this.#balance ?? 0n
  }
  /** Readings that wait to be judged. */
  get waiting(): number {
    return this.#waiting.length
  }
  /** A difference is being watched. */
  get isOdd(): boolean {
    return this.#odd !== null
  }
  /** The first balance is known. */
  get isOpened(): boolean {
    return this.#opened
  }
  /** One more reading would tell something. */
  get isCurious(): boolean {
    return this.#odd !== null || this.#arrival !== null || !this.#opened
  }

  /** An entry was written to the ledger. */
  book(movement: Movement): void {
    this.#balance = this.balance + movement.amount
    this.#recent.push(movement)
  }

  /** A reading came in. Old ones, that come after newer ones, are left aside. */
  read(reading: Reading): void {
    if (reading.askedAt <= this.#askedAt || reading.hi < reading.lo) return
    const last = this.#waiting.at(-1)
    // A chain whose blocks go backwards has begun anew: nothing that was said about its blocks holds.
    if (last && reading.hi < last.lo) this.forget()
    this.#askedAt = reading.askedAt
    this.#waiting.push(reading)
    if (this.#waiting.length > MOST_WAITING) this.#waiting.splice(1, 1)
  }

  /** Forgets what hangs on block numbers. */
  forget(): void {
    this.#waiting = []
    this.#recent = []
    this.#arrival = null
    this.#odd = null
  }

  /** Judges every reading that can be judged; what is found is in the balance at once and has to be written to the ledger. */
  judge(context: Context): readonly Finding[] {
    const findings: Finding[] = []
    while (this.#waiting.length > 0) {
      const reading = this.#waiting[0]
      if (!reading || (context.unclearSince !== null && reading.at >= context.unclearSince)) break
      this.#waiting.shift()
      const gone = new Set(findings.flatMap((found) => (found.is === 'arrived' ? [found.id] : [])))
      const expected = context.expected.filter(({ id }) => !gone.has(id))
      findings.push(...this.#judgeOne(reading, context.pending, expected))
      this.#recent = this.#recent.filter(({ until }) => until > reading.lo)
    }
    return findings
  }

  #judgeOne(reading: Reading, pending: readonly Pending[], expected: readonly Expected[]): readonly Finding[] {
    const differences = differencesOf(reading, this.balance, this.#recent, pending)
    if (differences === null) return []
    if (!this.#opened) return this.#open(reading, differences)
    if (differences.includes(0n)) {
      this.#arrival = null
      this.#odd = null
      return []
    }
    const sums = sumsOf(expected)
    const exact = matching(differences, sums, 0n)
    if (exact === 'unclear') return []
    if (exact) {
      this.#odd = null
      return this.#maybeArrived(exact, 0n, reading)
    }
    // What was odd before and is gone by as much as a transfer brings: only where that oddness is one certain amount and has not just stayed.
    const [odd, ...others] = this.#odd?.values ?? []
    if (odd !== undefined && others.length === 0 && !differences.includes(odd)) {
      const onTop = matching(differences, sums, odd)
      if (onTop && onTop !== 'unclear') return this.#maybeArrived(onTop, odd, reading)
    }
    this.#arrival = null
    return this.#stayedOdd(differences, reading)
  }

  /** Before the first balance is known there is nothing to compare with; what all readings agree on becomes the opening. */
  #open(reading: Reading, differences: readonly bigint[]): readonly Finding[] {
    const [amount, ...others] = this.#narrowed(differences, reading)
    if (amount === undefined || others.length > 0) return []
    this.#opened = true
    this.#odd = null
    return [this.#found({ is: 'opening', amount, reading })]
  }

  #maybeArrived(come: readonly Come[], odd: bigint, reading: Reading): readonly Finding[] {
    const key = `${odd} ${come.map(({ id, net }) => `${id} ${net}`).join(' ')}`
    const count = this.#arrival?.key === key ? this.#arrival.count + 1 : 1
    this.#arrival = { key, count }
    if (count < ARRIVAL_READINGS || come.some(({ ready }) => !ready)) return []
    this.#arrival = null
    this.#odd = null
    const before = odd === 0n ? [] : [this.#found({ is: 'unexplained', amount: odd, reading })]
    return [...before, ...come.map(({ id, net }) => this.#found({ is: 'arrived', id, net, reading }))]
  }

  #stayedOdd(differences: readonly bigint[], reading: Reading): readonly Finding[] {
    const [amount, ...others] = this.#narrowed(differences, reading)
    const odd = this.#odd
    if (!odd || amount === undefined || others.length > 0) return []
    if (odd.count < ODD_READINGS || reading.askedAt - odd.since < ODD_MS) return []
    this.#odd = null
    return [this.#found({ is: 'unexplained', amount, reading })]
  }

  /** The differences that this reading and those before it allow; when none is left, this one begins anew. */
  #narrowed(differences: readonly bigint[], reading: Reading): readonly bigint[] {
    const before = this.#odd
    const common = before?.values.filter((value) => differences.includes(value)) ?? []
    this.#odd =
      before && common.length > 0
        ? { values: common, count: before.count + 1, since: before.since }
        : { values: differences, count: 1, since: reading.askedAt }
    return this.#odd.values
  }

  #found<F extends Finding>(finding: F): F {
    // Later readings have it for certain: it was seen in an earlier one.
    this.#balance = this.balance + (finding.is === 'arrived' ? finding.net : finding.amount)
    return finding
  }
}

interface Come {
  readonly id: string
  readonly net: bigint
  readonly ready: boolean
}

/**
 * What the reading may differ from the ledger by, over all blocks at which it may have been taken; null when that says nothing.
 */
export function differencesOf(
  { value, lo, hi }: Reading,
  balance: bigint,
  recent: readonly Movement[],
  pending: readonly Pending[],
): readonly bigint[] | null {
  const inside = (block: number): boolean => block > lo && block <= hi
  const edges = [...recent.flatMap(({ from, until }) => [from, until]), ...pending.map(({ from }) => from)].filter(inside)
  const differences = new Set<bigint>()
  for (const block of new Set([lo, ...edges])) {
    const missing = recent.reduce((sum, { amount, from }) => (block < from ? sum + amount : sum), 0n)
    const loose = [
      ...recent.filter(({ from, until }) => block >= from && block < until).map(({ amount }) => amount),
      ...pending.filter(({ from }) => block >= from).map(({ amount }) => -amount),
    ].filter((amount) => amount !== 0n)
    if (loose.length > MOST_LOOSE) return null
    for (const sum of subsetSums(loose)) differences.add(value - balance + missing + sum)
  }
  return [...differences]
}

function subsetSums(amounts: readonly bigint[]): ReadonlySet<bigint> {
  let sums = new Set([0n])
  for (const amount of amounts) sums = new Set([...sums, ...[...sums].map((sum) => sum + amount)])
  return sums
}

/** Every sum that one or more transfers may bring together; of equal sums the one with fewer and older transfers. */
function sumsOf(expected: readonly Expected[]): ReadonlyMap<bigint, readonly Come[]> {
  let all: (readonly Come[])[] = [[]]
  for (const { id, nets, ready } of expected.slice(0, 6)) {
    all = [...all, ...all.flatMap((come) => [...new Set(nets)].map((net) => [...come, { id, net, ready }]))]
  }
  const sums = new Map<bigint, readonly Come[]>()
  for (const come of all.toSorted((a, b) => a.length - b.length)) {
    const sum = come.reduce((total, { net }) => total + net, 0n)
    if (come.length > 0 && !sums.has(sum)) sums.set(sum, come)
  }
  return sums
}

/** The transfers that explain a difference beyond `odd`; null when none do, 'unclear' when several differences could be explained. */
function matching(
  differences: readonly bigint[],
  sums: ReadonlyMap<bigint, readonly Come[]>,
  odd: bigint,
): readonly Come[] | 'unclear' | null {
  const [one, ...more] = differences.flatMap((difference) => {
    const come = sums.get(difference - odd)
    return come ? [come] : []
  })
  if (!one) return null
  return more.length > 0 ? 'unclear' : one
}
