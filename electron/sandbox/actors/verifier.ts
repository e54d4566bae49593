import { type Address, type Chain, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, ChainLog, Hex } from '../chain/types.ts'
import { nectarAbi as nectar, relayAbi as relay } from '../contracts/abi.ts'
import type { SandboxAccount } from '../contracts/account.ts'
import type { Community, Side } from '../daemon/context.ts'
import { Agenda } from './agenda.ts'
import { Sender } from './sender.ts'
import type { Actor } from './stage.ts'

const TRANSFER = nectar.getEvent('Transfer')?.topicHash

/** One NCT transfer into a relay. */
interface Arrival {
  readonly from: Address
  readonly amount: bigint
  readonly log: ChainLog
  readonly blockHash: string
}

/** Approves each transfer between the chains on the other side, once enough blocks lie on top of it. */
export class Verifier implements Actor {
  readonly #community: Community
  readonly #confirmations: number
  readonly #senders: Readonly<Record<Chain, Sender>>
  readonly #agendas: Readonly<Record<Chain, Agenda<Arrival>>>
  #paused = false

  constructor(community: Community, account: SandboxAccount, confirmations: number) {
    this.#community = community
    this.#confirmations = confirmations
    const { home, side } = community.sides
    this.#senders = { home: new Sender(account, home.chain), side: new Sender(account, side.chain) }
    this.#agendas = { home: this.#catchUp(home), side: this.#catchUp(side) }
  }

  /** Approves nothing until it is let go on; then everything that came due meanwhile. */
  pause(paused: boolean): void {
    this.#paused = paused
  }

  async onLogs(name: Chain, block: ChainBlock, logs: readonly ChainLog[]): Promise<void> {
    for (const log of logs) this.#notice(this.#community.sides[name], this.#agendas[name], log)
    if (this.#paused) return
    for (const arrival of this.#agendas[name].take(block.number)) await this.#approve(name === 'home' ? 'side' : 'home', arrival)
  }

  /** What waited for its confirmations when the sandbox was stopped. */
  #catchUp(side: Side): Agenda<Arrival> {
    const head = side.chain.blockNumber()
    const agenda = new Agenda<Arrival>(head)
    const fromBlock = Math.max(0, head - 2 * this.#confirmations)
    for (const log of side.chain.logs({ fromBlock, toBlock: head, address: side.nectar })) this.#notice(side, agenda, log)
    return agenda
  }

  #notice(side: Side, agenda: Agenda<Arrival>, log: ChainLog): void {
    const [event, from, to] = log.topics
    if (event !== TRANSFER || !from || !to || !sameAddress(addressIn(to), side.relay) || !sameAddress(log.address, side.nectar)) return
    const blockHash = side.chain.block(log.blockNumber)?.hash
    // What is minted is no transfer of an account's.
    if (!blockHash || BigInt(from) === 0n) return
    agenda.add(log.blockNumber + this.#confirmations, { from: addressIn(from), amount: BigInt(log.data), log, blockHash })
  }

  async #approve(target: Chain, arrival: Arrival): Promise<void> {
    const side = this.#community.sides[target]
    const { from, amount, log, blockHash } = arrival
    const args = [from, amount, log.transactionHash, blockHash, log.blockNumber]
    const data = relay.encodeFunctionData('approveWithdrawal', args) as Hex
    try {
      await side.chain.call({ from: this.#senders[target].address, to: side.relay, data })
    } catch {
      // The relay refuses it: not more than its fees, or approved already. Such a transfer is never paid out.
      return
    }
    await this.#senders[target].send(side.relay, data, APPROVAL_GAS)
  }
}

const APPROVAL_GAS = 500_000n

const addressIn = (topic: Hex): Address => `0x${topic.slice(-40)}`
