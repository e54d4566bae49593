import { readFileSync } from 'node:fs'
import { getAddress, keccak256, Transaction, toBeHex } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import type { Hex } from '../chain/types.ts'
import { type SandboxAccount, sandboxAccount, signTransaction } from '../contracts/account.ts'
import { type SandboxHandle, startSandbox } from '../sandbox.ts'
import { call, type HttpAnswer, multipart } from './http-call.fixture.ts'

interface Exchange {
  readonly label: string
  readonly method: string
  readonly path: string
  readonly request: unknown
  readonly status: number
  readonly contentType: string
  readonly body?: string
  readonly bodyText?: string
}

const recording = JSON.parse(readFileSync('resources/fixtures/polyswarmd/http.json', 'utf8')) as { readonly exchanges: readonly Exchange[] }

const recorded = {
  expert: '0xf0243D9b2E332D7072dD4B143a881B3f135F380c',
  ambassador: '0x34E583cf9C1789c3141538EeC77D9F0B8F7E89f2',
  arbiter: '0xF870491ea0F53F67846Eecb57855284D8270284D',
  nectar: '0xAE519FC2Ba8e6fFE6473195c092bF1BAe986ff90',
  registry: '0x7f1C87Bd3a22159b8a2E5D195B1a3283D10ea895',
  relay: '0xc7253857256391E518c4aF60aDa5Eb5972Dd6Dbc',
  artifacts: 'QmWNuRL7FfALi9HxVWi2RXbWBrfd3nYvexmPXCh2uzVgqZ',
  metadata: 'QmboCG2yefMmmibzxPYR7GshXjMyhRNHwfTzkpdGPhP32y',
  firstGuid: 'c3547673-2556-4650-a885-6f05fcef1bbc',
  guid: 'e910b83c-1cde-4ab6-a7db-378282891cf9',
  commitment: 26279336014460474630713088842550986511259524867095753512526027569661837579881n,
  nonce: 39506782364900273337819855359752660590528787467683827425719657140770989614430n,
  ambassadorNonce: 14,
} as const

const eicar = Buffer.from('WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=', 'base64')
const threeFiles = [eicar, Buffer.from('hello'), Buffer.from([0, 1, 2, 255])]

/** Bodies that the recording leaves out. */
const rawBodies: Readonly<Record<string, { readonly body: Buffer; readonly contentType: string }>> = {
  'artifacts post 3': multipart(threeFiles),
  'artifact no file': multipart([Buffer.from('x')], 'other'),
  'artifact empty': multipart([Buffer.alloc(0)]),
  'artifact big': multipart([Buffer.alloc(32 * 1024 * 1024 + 1)]),
  'no json': { body: Buffer.from('{nope'), contentType: 'application/json' },
}

/** What the sandbox cannot have in common with the recording, and why: only status and shape are compared there. */
const shapeOnly: ReadonlySet<string> = new Set([
  'status', // block numbers, the Community's name
  'balance', // other funds
  'bounties', // other bounties came before
  'bounty', // one of those
  'bounty bloom',
  'artifacts post 3', // the recording's artifact service gave other hashes than an IPFS node does
  'artifacts ls',
  'bounty metadata',
  'verdict min',
  'verdict extra',
  'assert w/ verdicts', // random nonce
  'pending right after', // recorded from a cache that was a second old
])

describe('every recorded exchange of a real polyswarmd', () => {
  const clock = new ManualClock()
  const expert = sandboxAccount('replay', 'expert')
  const ambassador = sandboxAccount('replay', 'ambassador')
  let sandbox: SandboxHandle
  let uris: { artifacts: string; metadata: string; firstGuid: string }

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock,
      blockTimeMs: 0,
      fund: [expert.address, ambassador.address],
      bountyLimit: 1,
      bountyEvery: 1,
      actors: { rivals: 0, arbiters: 1, ambassador: true, verifiers: false },
    })
    await sandbox.mine(3)
    const metadata = recording.exchanges.find((e) => e.label === 'bounty metadata')?.request
    uris = {
      artifacts: await sandbox.community.artifacts.addDirectory(threeFiles),
      metadata: await sandbox.community.artifacts.addFile(Buffer.from(JSON.stringify(metadata))),
      firstGuid: sandbox.community.book.guids[0] ?? '',
    }
  })
  afterAll(() => sandbox.close())

  /** The recording's text in the sandbox's own terms. */
  function translate(text: string, chain: 'home' | 'side'): string {
    const mixed = BigInt(keccak256(toBeHex(recorded.nonce, 32))) ^ 1n ^ BigInt(expert.address)
    const commitment = BigInt(keccak256(toBeHex(mixed, 32)))
    const contracts = sandbox.contracts[chain]
    const addresses: readonly (readonly [string, string])[] = [
      [recorded.expert, expert.address],
      [recorded.ambassador, ambassador.address],
      [recorded.arbiter, sandbox.accounts.arbiters[0]?.address ?? ''],
      [recorded.nectar, contracts.nectar],
      [recorded.relay, contracts.relay],
      [recorded.registry, sandbox.contracts.side.registry],
    ]
    const words: readonly (readonly [string, string])[] = [
      ...addresses.map(([from, to]) => [from, to] as const),
      ...addresses.map(([from, to]) => [from.slice(2).toLowerCase(), to.slice(2).toLowerCase()] as const),
      [recorded.commitment.toString(), commitment.toString()],
      [toBeHex(recorded.commitment, 32).slice(2), toBeHex(commitment, 32).slice(2)],
      [recorded.artifacts, uris.artifacts],
      [hexOf(recorded.artifacts), hexOf(uris.artifacts)],
      [recorded.metadata, uris.metadata],
      [hexOf(recorded.metadata), hexOf(uris.metadata)],
      [recorded.firstGuid, uris.firstGuid],
    ]
    return words.reduce((result, [from, to]) => result.replaceAll(from, to), text)
  }

  const hexOf = (text: string): string => Buffer.from(text, 'utf8').toString('hex')

  /** A recorded signed transaction, made the sandbox's own and signed again. */
  function resign(raw: string, chain: 'home' | 'side', label: string): string {
    let tx: Transaction
    try {
      tx = Transaction.from(`0x${raw}`)
    } catch {
      return raw
    }
    const signer: SandboxAccount = tx.from === recorded.ambassador ? ambassador : expert
    const shift = signer === ambassador && label !== 'wrong sender' ? recorded.ambassadorNonce : 0
    const to = tx.to === null ? null : getAddress(translate(tx.to, chain))
    const priced = chain === 'home'
    return signTransaction(signer, {
      chainId: Number(tx.chainId),
      nonce: tx.nonce - shift,
      to,
      data: translate(tx.data, chain) as Hex,
      gasPrice: priced ? sandbox.chains.home.gasPrice : 0n,
      gasLimit: priced ? 200_000n : tx.gasLimit,
    }).slice(2)
  }

  const sent = new Map<string, string[]>()

  function bodyOf(exchange: Exchange, chain: 'home' | 'side'): unknown {
    const { label, method, path, request } = exchange
    if (request === null) return undefined
    const body = JSON.parse(translate(JSON.stringify(request), chain)) as { transactions?: string[] }
    if (!path.startsWith('/transactions') || !body.transactions) return body
    const story = label.replace(/ (POST|GET) tx$/, '')
    if (method === 'POST')
      return { transactions: (request as { transactions: string[] }).transactions.map((raw) => resign(raw, chain, label)) }
    return sent.has(story) ? { transactions: sent.get(story) } : body
  }

  async function mineTo(block: number): Promise<void> {
    await sandbox.mine(Math.max(0, block - sandbox.chains.side.blockNumber()))
  }

  async function prepare(label: string): Promise<void> {
    const expiration = sandbox.community.book.get(recorded.guid)?.posted.expiration ?? 0
    if (label === 'reveal') await mineTo(expiration)
    if (label === 'settle') await mineTo(expiration + 12)
  }

  /** Waiting GETs need blocks, or time where nothing will ever come. */
  async function perform(exchange: Exchange): Promise<HttpAnswer> {
    const { label, method } = exchange
    const chain = exchange.path.includes('chain=home') ? 'home' : 'side'
    const raw = exchange.request === '(raw)' ? rawBodies[label] : undefined
    const json = raw ? undefined : bodyOf(exchange, chain)
    const path = translate(exchange.path, chain)
    const answer = call(sandbox.address, { method, path, ...(raw ? { raw } : json === undefined ? {} : { json }) })
    let open = true
    answer.then(
      () => (open = false),
      () => (open = false),
    )
    const waits = exchange.path.startsWith('/transactions') && method === 'GET'
    while (open) {
      await new Promise((resolve) => setImmediate(resolve))
      // The daemon set its timeout: it waits for blocks now.
      if (!waits || !open || clock.waiting === 0) continue
      if (label === 'GET unknown tx') await clock.advance(10_000)
      else await sandbox.mine()
    }
    const result = await answer
    if (method === 'POST' && label.endsWith(' POST tx') && result.status === 200) {
      const { result: entries } = JSON.parse(result.text) as { result: { message: string }[] }
      sent.set(
        label.replace(/ POST tx$/, ''),
        entries.map((e) => e.message),
      )
    }
    return result
  }

  const neutral = (text: string): string =>
    text
      .replace(/(0x)?[0-9a-f]{64}(?![0-9a-f])/g, 'HASH')
      .replace(/at block \d+/g, 'at block N')
      .replace(/"(expiration|quorum_reached_block)":"?\d+"?/g, '"$1":N')

  function shape(value: unknown): unknown {
    if (Array.isArray(value)) return value.length === 0 ? 'list' : [shape(value[0])]
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(
        Object.entries(value)
          .toSorted()
          .map(([k, v]) => [k, shape(v)]),
      )
    return typeof value
  }

  for (const [index, exchange] of recording.exchanges.entries()) {
    it(`${index}: ${exchange.label} (${exchange.method} ${exchange.path.split('?')[0]})`, async () => {
      await prepare(exchange.label)
      const answer = await perform(exchange)
      expect({ status: answer.status, type: answer.contentType }).toEqual({ status: exchange.status, type: exchange.contentType })
      if (exchange.body === undefined) {
        expect(answer.bytes).toEqual(threeFiles[Number(/\/(\d+)\?/.exec(exchange.path)?.[1])])
        return
      }
      const chain = exchange.path.includes('chain=home') ? 'home' : 'side'
      const built = exchange.path.startsWith('/relay/deposit')
      const own = exchange.path.includes(recorded.ambassador)
      const expected = translate(exchange.body, built ? 'home' : chain)
      if (shapeOnly.has(exchange.label)) {
        expect(shape(JSON.parse(answer.text))).toEqual(shape(JSON.parse(expected)))
        return
      }
      // The recorded home chain was free of charge; the sandbox's is not. The recorded ambassador had been busy before.
      const blur = (text: string): string => {
        let result = neutral(text)
        if (built) result = result.replace(/"(gas|gasPrice)":\d+/g, '"$1":N')
        if (own) result = result.replace(/"nonce":\d+/g, '"nonce":N').replace(/"result":\d+/, '"result":N')
        // A built bounty has a guid of its own and a bloom of other hashes.
        if (/"data":"0xb2e366a8/.test(result)) result = result.replace(/0xb2e366a8[0-9a-f]*/, '0xb2e366a8')
        return result
      }
      expect(JSON.parse(blur(answer.text).replaceAll(':N', ':"N"'))).toEqual(JSON.parse(blur(expected).replaceAll(':N', ':"N"')))
    })
  }
})
