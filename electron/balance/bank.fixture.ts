import { createHash } from 'node:crypto'
import type { Pins } from '../../shared/domain/community.ts'
import { type Chain, integerToGuid } from '../../shared/domain/identifiers.ts'
import type { SendOutcome } from '../polyswarmd/records.ts'
import { decodeCall } from '../transactions/decode.fixture.ts'
import type { Intent } from '../transactions/port.ts'
import type { SignedTransaction, UnsignedTransaction } from '../wallet/signer-port.ts'

/* For tests: both chains of a Community with one account's money, and the relay between them. */

export const ACCOUNT = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'
export const PINS: Pins = {
  homeChainId: 1337,
  sideChainId: 1338,
  homeNectar: '0x1111111111111111111111111111111111111111',
  homeRelay: '0x2222222222222222222222222222222222222222',
  sideNectar: '0x3333333333333333333333333333333333333333',
  sideRelay: '0x4444444444444444444444444444444444444444',
  registry: '0x5555555555555555555555555555555555555555',
  pinnedAt: 0,
}
export const NCT = 10n ** 18n
export const GWEI = 10n ** 9n
export const ASSERTION_FEE = NCT / 32n
export const guidOf = (i: number): string => integerToGuid(BigInt(i + 1))

const sha = (text: string): `0x${string}` => `0x${createHash('sha256').update(text).digest('hex')}`
const read = (raw: string): UnsignedTransaction =>
  JSON.parse(Buffer.from(raw.slice(2), 'hex').toString(), (key, value) =>
    ['gas', 'gasPrice', 'value'].includes(key) ? BigInt(value) : value,
  )

/** A signature that anybody can read: the model's chains do not check it, the transactions room has its own tests for that. */
export function signOpenly(transactions: readonly UnsignedTransaction[]): readonly SignedTransaction[] {
  return transactions.map((transaction) => {
    const text = JSON.stringify(transaction, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
    const raw = `0x${Buffer.from(text).toString('hex')}` as const
    return { raw, hash: sha(raw), from: ACCOUNT }
  })
}

export interface Done {
  readonly hash: string
  readonly block: number
  readonly intent: Intent
  readonly failed: string | null
}

/** One chain as far as one account sees it. */
export class BankChain {
  readonly pool = new Map<number, { readonly hash: string; readonly transaction: UnsignedTransaction }>()
  readonly done: Done[] = []
  nct: bigint
  eth: bigint
  block = 100
  /** The next transaction that is mined reverts. */
  revertNext = false

  constructor(nct: bigint, eth: bigint) {
    this.nct = nct
    this.eth = eth
  }

  get mined(): number {
    return this.done.length
  }
  nextFree(): number {
    let nonce = this.mined
    while (this.pool.has(nonce)) nonce++
    return nonce
  }

  take(raw: string): SendOutcome {
    const hash = sha(raw)
    const transaction = read(raw)
    const there = this.pool.get(transaction.nonce)
    if (this.done.some((each) => each.hash === hash) || transaction.nonce < this.mined) return { kind: 'nonce-too-low' }
    if (there) return there.hash === hash ? { kind: 'already-known' } : { kind: 'underpriced' }
    if (transaction.gas * transaction.gasPrice > this.eth) return { kind: 'insufficient-funds' }
    this.pool.set(transaction.nonce, { hash, transaction })
    return { kind: 'sent', hash }
  }
}

interface OnItsWay {
  readonly to: Chain
  readonly amount: bigint
  readonly due: number
}

/** The Community's money, moved by what is mined and by the relay alone. */
export class Bank {
  readonly home: BankChain
  readonly side: BankChain
  /** What the relay keeps of what arrives there. */
  readonly fees: Record<Chain, bigint> = { home: 382n * NCT + 770_000_000_000_000_000n, side: 0n }
  /** What a settlement of this bounty pays. */
  readonly payouts = new Map<string, bigint>()
  readonly paid: { readonly to: Chain; readonly net: bigint; readonly block: number }[] = []
  relayStopped = false
  gasPrice = 3n * GWEI
  gasLimit = 90_000n
  #waiting: OnItsWay[] = []

  constructor(home = 10_000n * NCT, side = 1_000n * NCT, eth = NCT) {
    this.home = new BankChain(home, eth)
    this.side = new BankChain(side, 0n)
  }

  /** One block on both chains; what was mined on each. */
  mine(): Readonly<Record<Chain, readonly Done[]>> {
    const fresh = { home: this.#mineOn('home'), side: this.#mineOn('side') }
    this.#relay()
    return fresh
  }

  deposits(): number {
    return this.home.done.filter(({ intent, failed }) => intent.is === 'deposit' && failed === null).length
  }
  withdrawals(): number {
    return this.side.done.filter(({ intent, failed }) => intent.is === 'withdraw' && failed === null).length
  }

  #mineOn(name: Chain): readonly Done[] {
    const chain = this[name]
    chain.block += 1
    const fresh: Done[] = []
    for (let next = chain.pool.get(chain.mined); next; next = chain.pool.get(chain.mined)) {
      chain.pool.delete(next.transaction.nonce)
      const intent = decodeCall(next.transaction, name, ACCOUNT, PINS)
      if (!intent) throw new Error('not one of ours')
      const failed = chain.revertNext ? 'it reverted' : this.#execute(name, intent)
      chain.revertNext = false
      // Not a round number, and never the limit: nobody is told what was burnt.
      chain.eth -= next.transaction.gasPrice * (51_207n + BigInt(chain.done.length % 7))
      const done = { hash: next.hash, block: chain.block, intent, failed }
      chain.done.push(done)
      fresh.push(done)
    }
    return fresh
  }

  #execute(name: Chain, intent: Intent): string | null {
    const chain = this[name]
    switch (intent.is) {
      case 'deposit':
      case 'withdraw':
        if (intent.amount > chain.nct) return 'ERC20: transfer amount exceeds balance'
        chain.nct -= intent.amount
        this.#waiting.push({ to: name === 'home' ? 'side' : 'home', amount: intent.amount, due: chain.block + 20 })
        return null
      case 'assert': {
        const cost = intent.bids.reduce((sum, bid) => sum + bid, ASSERTION_FEE)
        if (cost > chain.nct) return 'too little'
        chain.nct -= cost
        return null
      }
      case 'settle':
        chain.nct += this.payouts.get(intent.guid) ?? 0n
        return null
      case 'approve':
      case 'reveal':
      case 'fill':
        return null
    }
  }

  #relay(): void {
    if (this.relayStopped) return
    const due = this.#waiting.filter(({ to, due: at }) => this[to === 'side' ? 'home' : 'side'].block >= at)
    this.#waiting = this.#waiting.filter((each) => !due.includes(each))
    for (const { to, amount } of due) {
      const net = amount - this.fees[to]
      if (net <= 0n) continue
      this[to].nct += net
      this.paid.push({ to, net, block: this[to].block })
    }
  }
}
