import { parseEther } from 'ethers'
import type { SandboxAccount } from './account.ts'
import { commitmentOf, Harness } from './harness.ts'

export const NCT = parseEther('1')
export const BID = parseEther('0.5')
export const BOUNTY_FEE = parseEther('0.0625')
export const ASSERTION_FEE = parseEther('0.03125')
export const DURATION = 10
const NO_BLOOM = [0, 0, 0, 0, 0, 0, 0, 0]

export interface Posting {
  readonly type: number
  readonly amount: bigint
  readonly uri: string
  readonly artifacts: number
  readonly duration: number
}
/** The bounty that tests post unless told otherwise. */
export const posting: Posting = { type: 0, amount: 4n * NCT, uri: 'Qm', artifacts: 2, duration: DURATION }

/** Arguments of postBounty. */
export function postArgs(guid: bigint, changes: Partial<Posting> = {}): unknown[] {
  const { type, amount, uri, artifacts, duration } = { ...posting, ...changes }
  return [guid, type, amount, uri, artifacts, duration, NO_BLOOM, 'metadata']
}

/** Arguments of postAssertion: half an NCT on both artifacts, unless told otherwise. */
export function assertArgs(
  account: SandboxAccount,
  guid: bigint,
  nonce = 7n,
  verdicts = 0b01n,
  bids = [BID, BID],
  mask = 0b11n,
): unknown[] {
  return [guid, bids, mask, commitmentOf(account.address, nonce, verdicts)]
}

/** A Community for tests whose ambassador and two experts have let the registry take their NCT. */
export class Market {
  readonly harness: Harness
  readonly deployer: SandboxAccount
  readonly ambassador: SandboxAccount
  readonly expert: SandboxAccount
  readonly rival: SandboxAccount
  readonly arbiters: readonly SandboxAccount[]

  private constructor(harness: Harness, expert: SandboxAccount, rival: SandboxAccount) {
    this.harness = harness
    this.deployer = harness.community.accounts.deployer
    this.ambassador = harness.community.accounts.ambassador
    this.arbiters = harness.community.accounts.arbiters
    this.expert = expert
    this.rival = rival
  }

  static async open(): Promise<Market> {
    const harness = await Harness.start()
    const [expert, rival] = harness.community.accounts.rivals
    if (!expert || !rival) throw new Error('a market needs two experts')
    const market = new Market(harness, expert, rival)
    for (const account of [market.ambassador, expert, rival]) await harness.approve(account)
    await harness.side.mine()
    return market
  }

  /** Posts a bounty of two artifacts. */
  async post(): Promise<{ readonly guid: bigint; readonly expiration: number }> {
    const guid = this.harness.guid()
    const refusal = await this.harness.refusal(this.ambassador, 'postBounty', postArgs(guid))
    if (refusal !== null) throw new Error(refusal)
    return { guid, expiration: this.harness.side.blockNumber() + DURATION }
  }

  /** Asserts with nonce 7; why it was refused, or null. */
  assertOn(account: SandboxAccount, guid: bigint, verdicts = 0b01n): Promise<string | null> {
    return this.harness.refusal(account, 'postAssertion', assertArgs(account, guid, 7n, verdicts))
  }
}
