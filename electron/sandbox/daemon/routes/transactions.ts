import type { Address, Hash } from '../../../../shared/domain/identifiers.ts'
import { sameAddress } from '../../../../shared/domain/identifiers.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ChainLog, ChainReceipt, SandboxChain } from '../../chain/types.ts'
import { nectarAbi as nectar } from '../../contracts/abi.ts'
import { type Answer, failure, success } from '../answer.ts'
import type { Community, Request, Side } from '../context.ts'
import { eventData } from '../event-messages.ts'
import { type RegistryEvent, readRegistryLog } from '../registry-events.ts'
import { bodies, parseBody } from '../request-schemas.ts'
import { parseSignedTransaction, type SignedTransaction } from '../signed-transaction.ts'

/** How long GET /transactions waits for one receipt, in milliseconds. */
const RECEIPT_TIMEOUT_MS = { home: 60_000, side: 10_000 } as const

interface Sent {
  readonly is_error: boolean
  readonly message: string
}

/** POST /transactions: up to ten signed transactions of the account to the Community's contracts; nothing else is checked. */
export async function sendTransactions(request: Request): Promise<Answer> {
  const side = request.side()
  const account = request.account()
  const { transactions } = parseBody(bodies.sendTransactions, await request.json())
  if (!request.authorized && transactions.length !== 1) return failure('Posting multiple transactions requires an API key', 403)
  let parsed: SignedTransaction[]
  try {
    parsed = transactions.map(parseSignedTransaction)
  } catch {
    return failure([refused('Unexpected exception while parsing transaction')])
  }
  const results: Sent[] = []
  for (const tx of parsed) results.push(await sendOne(request, side, account, tx))
  return results.some((r) => r.is_error) ? failure(results) : success(results)
}

async function sendOne(request: Request, side: Side, account: Address, tx: SignedTransaction): Promise<Sent> {
  const hash = tx.hash.slice(2)
  if (!request.authorized && !isWithdrawal(tx, side, request.community)) {
    return refused(`Invalid transaction for tx ${hash}: only withdrawals allowed without an API key`)
  }
  if (tx.sender !== account) return refused(`Invalid transaction sender for tx ${hash}: expected ${account} got ${tx.sender}`)
  const { to } = tx
  if (to === null || !recipients(side, request.community).some((address) => sameAddress(address, to))) {
    return refused(`Invalid transaction recipient for tx ${hash}: ${to ?? '0x0000000000000000000000000000000000000000'}`)
  }
  try {
    return { is_error: false, message: await side.chain.sendRaw(tx.raw) }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return refused(`Invalid transaction error for tx ${hash}: {'code': -32000, 'message': '${text}'}`)
  }
}

const refused = (message: string): Sent => ({ is_error: true, message })

const recipients = (side: Side, community: Community): readonly Address[] =>
  side.registry === null ? [side.nectar, side.relay] : [side.nectar, side.relay, side.registry, community.arbiterStaking]

/** Without an API key funds can still be taken home, and nothing else. */
function isWithdrawal(tx: SignedTransaction, side: Side, community: Community): boolean {
  const call = tx.to !== null && sameAddress(tx.to, side.nectar) ? nectar.parseTransaction({ data: tx.data }) : null
  return (
    call?.name === 'transfer' &&
    tx.value === 0n &&
    tx.chainId === BigInt(community.sides.side.chain.chainId) &&
    sameAddress(call.args[0], side.relay) &&
    call.args[1] > 0n
  )
}

/** GET /transactions, with a JSON body: waits until each is mined and one more block has come, and tells what they did. */
export async function awaitTransactions(request: Request): Promise<Answer> {
  const side = request.side()
  const { transactions } = parseBody(bodies.awaitTransactions, await request.json())
  const result: Record<string, unknown[]> = { errors: [] }
  for (const text of transactions) {
    const hash = `0x${text.replace(/^0x/, '').toLowerCase()}`
    for (const [kind, events] of Object.entries(await outcome(side, hash, request.community.clock))) {
      result[kind] = [...(result[kind] ?? []), ...events]
    }
  }
  return result.errors?.length === 0 ? success(result) : failure(result)
}

async function outcome(side: Side, hash: Hash, clock: Clock): Promise<Record<string, unknown[]>> {
  const receipt = await confirmedReceipt(side.chain, hash, clock, RECEIPT_TIMEOUT_MS[side.name])
  const bare = hash.slice(2)
  if (!receipt) return { errors: [`transaction ${bare}: timeout during wait for receipt`] }
  if (receipt.status === 0) {
    const reason = receipt.revertReason ?? 'Invalid revert encoding'
    return { errors: [`transaction ${bare}: transaction failed at block ${receipt.blockNumber}, error: ${reason}`] }
  }
  return eventsOf(receipt, side)
}

/** The receipt once a further block lies on top of its own; null after `timeoutMs`. */
function confirmedReceipt(chain: SandboxChain, hash: Hash, clock: Clock, timeoutMs: number): Promise<ChainReceipt | null> {
  const confirmed = (): ChainReceipt | null => {
    const receipt = chain.receipt(hash)
    return receipt && chain.blockNumber() > receipt.blockNumber ? receipt : null
  }
  const now = confirmed()
  if (now) return Promise.resolve(now)
  return new Promise((resolve) => {
    const finish = (receipt: ChainReceipt | null): void => {
      stop()
      cancel()
      resolve(receipt)
    }
    const stop = chain.onBlock(() => {
      const receipt = confirmed()
      if (receipt) finish(receipt)
    })
    const cancel = clock.after(timeoutMs, () => finish(null))
  })
}

const eventKeys: Partial<Record<RegistryEvent['kind'], string>> = {
  bounty: 'bounties',
  assertion: 'assertions',
  vote: 'votes',
  reveal: 'reveals',
}

/** What one transaction did, one event of each kind: polyswarmd stops at the first. */
function eventsOf(receipt: ChainReceipt, side: Side): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {}
  for (const log of receipt.logs) {
    const entry = describe(log, side)
    if (entry && !found[entry.key]) found[entry.key] = [entry.data]
  }
  return found
}

function describe(log: ChainLog, side: Side): { readonly key: string; readonly data: unknown } | null {
  if (sameAddress(log.address, side.nectar)) {
    const transfer = nectar.parseLog({ topics: [...log.topics], data: log.data })
    if (transfer?.name !== 'Transfer') return null
    return { key: 'transfers', data: { from: transfer.args[0], to: transfer.args[1], value: transfer.args[2].toString() } }
  }
  if (side.registry === null || !sameAddress(log.address, side.registry)) return null
  const event = readRegistryLog(log)
  const key = event ? eventKeys[event.kind] : undefined
  return event && key ? { key, data: eventData(event) } : null
}
