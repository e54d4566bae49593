import { ConsoleError } from '../../shared/errors/errors.ts'
import type { PolyswarmdClient } from '../polyswarmd/index.ts'

/** What the side chain's queue asks of the daemon, and the one building route that needs no API key. */
export type KeylessClient = Pick<PolyswarmdClient, 'sendTransactions' | 'receipts' | 'nonce' | 'pendingNonces' | 'buildWithdrawal'>

/** What is asked to be built tells the account's next nonce whatever its amount; it is never signed. */
const PROBE = 10n ** 18n

/**
 * A queue's client that still learns its nonces when the daemon wants an API key and gets none: polyswarmd lets anybody build a withdrawal and
 * send it, so that funds can always be taken home, and what it builds carries the account's next nonce. What sits in the pool cannot be
 * asked then: a number that another transaction holds is refused by the daemon, and nothing is lost by that.
 */
export function withoutKey(client: KeylessClient): Omit<KeylessClient, 'buildWithdrawal'> {
  return {
    sendTransactions: (chain, raws) => client.sendTransactions(chain, raws),
    receipts: (chain, hashes, signal) => client.receipts(chain, hashes, signal),
    nonce: (chain, options) =>
      client.nonce(chain, options).catch(async (error: unknown) => {
        if (chain !== 'side' || !isClosed(error)) throw error
        const [built] = await client.buildWithdrawal(PROBE)
        if (!built) throw error
        return built.nonce
      }),
    pendingNonces: (chain) =>
      client.pendingNonces(chain).catch((error: unknown) => {
        if (chain !== 'side' || !isClosed(error)) throw error
        return []
      }),
  }
}

const isClosed = (error: unknown): boolean => error instanceof ConsoleError && error.code === 'unauthorized'
