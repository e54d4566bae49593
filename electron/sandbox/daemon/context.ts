import type { IncomingMessage } from 'node:http'
import { getAddress } from 'ethers'
import type { Address, Chain } from '../../../shared/domain/identifiers.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { SandboxChain } from '../chain/types.ts'
import { badRequest, failure, Refusal, webError } from './answer.ts'
import type { ArtifactStore } from './artifact-store.ts'
import type { BountyBook } from './bounty-book.ts'
import type { ContractReader } from './contract-reader.ts'
import type { MetadataResolver } from './metadata.ts'

/** One of the Community's two chains with its contracts. The registry and the stakes are those of the side chain on both. */
export interface Side {
  readonly name: Chain
  readonly chain: SandboxChain
  readonly nectar: Address
  readonly relay: Address
  /** Null on the home chain: the sandbox's bounties live on its side chain alone. */
  readonly registry: Address | null
}

/** What all routes share. */
export interface Community {
  readonly name: string
  readonly sides: Readonly<Record<Chain, Side>>
  /** On the side chain. */
  readonly registry: Address
  /** On the side chain. */
  readonly arbiterStaking: Address
  readonly book: BountyBook
  readonly artifacts: ArtifactStore
  readonly metadata: MetadataResolver
  readonly clock: Clock
  /** A new bounty's guid. */
  readonly newGuid: () => string
  /** Null when the Community asks for none. */
  readonly apiKey: string | null
  /** Bytes an artifact may have at most. */
  readonly maxArtifactSize: number
  readonly reader: ContractReader
}

/** One HTTP request on its way through a route. */
export class Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly community: Community
  /** False when the Community asks for an API key and this request has none: withdrawals may still pass. */
  readonly authorized: boolean
  readonly incoming: IncomingMessage

  constructor(incoming: IncomingMessage, url: URL, community: Community, authorized: boolean) {
    this.incoming = incoming
    this.method = incoming.method ?? 'GET'
    this.path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname
    this.query = url.searchParams
    this.community = community
    this.authorized = authorized
  }

  /** @throws Refusal when there is no account in the query; whether it is well formed is asked by `account` alone */
  requireAccount(): string {
    const account = this.query.get('account')
    if (!account) throw new Refusal(failure('Account must be provided'))
    return account
  }

  /** The account in EIP-55 form, whatever its letters' case was. */
  account(): Address {
    const text = this.requireAccount()
    if (!/^(0x)?[0-9a-fA-F]{40}$/.test(text)) {
      throw new Refusal(webError(`Unknown format ${text}, attempted to normalize to ${text.toLowerCase()}`, 500))
    }
    return checksummed(text)
  }

  /** The chain that the query names; `side` when it names none. */
  side(accountRequired = true): Side {
    if (accountRequired) this.requireAccount()
    const name = this.query.get('chain') ?? 'side'
    if (name !== 'home' && name !== 'side') throw new Refusal(failure('Chain must one of home, side'))
    return this.community.sides[name]
  }

  /** A whole number of the query; a malformed one fails as Python's `int()` does. */
  integer(name: string): number | null {
    const text = this.query.get(name)
    if (text === null) return null
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Refusal(webError(`invalid literal for int() with base 10: '${text}'`, 500))
    return Number(text)
  }

  /** The JSON body; null when the request says that it has none. */
  async json(): Promise<unknown> {
    if (!/^application\/([\w.+-]+\+)?json\b/i.test(this.incoming.headers['content-type'] ?? '')) return null
    const text = (await readAll(this.incoming, MAX_JSON_BYTES)).toString('utf8')
    try {
      return JSON.parse(text)
    } catch {
      throw new Refusal(badRequest())
    }
  }
}

const MAX_JSON_BYTES = 4 * 1024 * 1024

/** EIP-55 form of any 40 hexadecimal digits; a wrong checksum is forgiven, as polyswarmd forgives it. */
export const checksummed = (text: string): Address => getAddress(`0x${text.replace(/^0x/i, '').toLowerCase()}`)

async function readAll(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new Refusal(failure('Payload too large', 413))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
