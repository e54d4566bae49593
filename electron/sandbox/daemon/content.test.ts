import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exactJson } from './answer.ts'
import { ArtifactStore, looksLikeUri } from './artifact-store.ts'
import { artifactBloom } from './bloom.ts'
import { isMetadata, MetadataResolver } from './metadata.ts'
import { parseSignedTransaction } from './signed-transaction.ts'

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8')

describe('artifact hashes', () => {
  // As `ipfs add` prints them.
  it.each([
    ['hello world\n', 'QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o'],
    ['hello', 'QmWfVY9y3xjsixTgbd9AorQxH7VtMpzfx2HaWtsoUYecaX'],
    ['', 'QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH'],
  ])('of %j are those of an IPFS node', async (content, hash) => {
    expect(await new ArtifactStore().addFile(text(content))).toBe(hash)
  })

  it('name the files of a directory by their indexes, whatever their sizes', async () => {
    const store = new ArtifactStore()
    const files = [text('a'), Buffer.alloc(700_000, 7), text('c')]
    const uri = await store.addDirectory(files)
    const links = store.list(uri) ?? []
    expect(links.map((l) => l.name)).toEqual(['000000', '000001', '000002'])
    expect(links.map((l) => store.file(l.hash))).toEqual(files)
    expect(store.list(links[0]?.hash ?? '')).toEqual([{ name: '', hash: links[0]?.hash, size: 1 }])
    expect(store.list('QmNothing')).toBeNull()
    expect(await new ArtifactStore().addDirectory(files)).toBe(uri)
  })

  it('forget the oldest content when the store is full', async () => {
    const store = new ArtifactStore(25)
    const [first, second, third] = [
      await store.addFile(Buffer.alloc(10, 1)),
      await store.addFile(Buffer.alloc(10, 2)),
      await store.addFile(Buffer.alloc(10, 3)),
    ]
    expect([store.file(first), store.file(second)?.length, store.file(third)?.length]).toEqual([null, 10, 10])
  })

  it('are base58 and shorter than 100 characters', () => {
    expect(looksLikeUri('QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o')).toBe(true)
    for (const wrong of ['', '0OIl', 'a'.repeat(100), '../etc', '{"a":1}']) expect(looksLikeUri(wrong)).toBe(false)
  })
})

describe('the bloom of a bounty', () => {
  it('is the one a real daemon put into a real bounty', () => {
    const { exchanges } = JSON.parse(readFileSync('resources/fixtures/polyswarmd/http.json', 'utf8')) as {
      exchanges: { label: string; body: string }[]
    }
    const body = exchanges.find((e) => e.label === 'bounty bloom')?.body ?? ''
    const words = (/\[([\d,]+)\]/.exec(body)?.[1] ?? '').split(',').map(BigInt)
    expect(artifactBloom(['QmQzGDLSEZ5U4cPPxE6kaiDD39K5DgoDMKuV6EsVDqpo8i'])).toEqual(words)
  })
})

describe('signed transactions', () => {
  const { transactions } = JSON.parse(readFileSync('resources/fixtures/polyswarmd/signed-transactions.json', 'utf8')) as {
    transactions: { chainId: number; nonce: number; to: string; data: string; raw: string; hash: string; from: string }[]
  }

  it('come apart into what was signed, and by whom', () => {
    expect(transactions.length).toBeGreaterThan(0)
    for (const recorded of transactions) {
      const { raw, hash, sender, chainId, nonce, to, data, value } = parseSignedTransaction(recorded.raw)
      expect({ raw, hash, sender, chainId, nonce, to, data, value }).toEqual({
        raw: `0x${recorded.raw}`,
        hash: recorded.hash,
        sender: recorded.from,
        chainId: BigInt(recorded.chainId),
        nonce: BigInt(recorded.nonce),
        to: recorded.to,
        data: recorded.data,
        value: 0n,
      })
    }
  })

  it.each(['ab', 'abcdef', 'c0', `f8${'00'.repeat(10)}`])('are told from %s', (raw) => {
    expect(() => parseSignedTransaction(raw)).toThrow()
  })
})

describe('metadata', () => {
  it.each([
    ['verdicts', [{ malware_family: '' }], true],
    ['verdicts', [{ malware_family: 'X', confidence: 0.9, product: 'y' }], true],
    [
      'verdicts',
      [{ malware_family: 'X', ip_addresses: ['10.0.0.1'], scanner: { version: '1.2.3', environment: { operating_system: 'Linux' } } }],
      true,
    ],
    ['verdicts', [{ malware_family: 'X', scanner: { version: '1.0' } }], false],
    ['verdicts', [{ malware_family: 'X' }, null], false],
    ['verdicts', [{ scanner: {} }], false],
    ['verdicts', [], false],
    ['bounty', [{ mimetype: 'text/plain', filesize: '68' }], true],
    ['bounty', [{ uri: 'https://example.org/' }], true],
    ['bounty', [{ uri: 'example' }], false],
    ['bounty', { mimetype: 'text/plain' }, false],
    ['bounty', [{ filename: 'a' }], false],
  ] as const)('%s %j fits its schema: %s', (kind, value, fits) => {
    expect(isMetadata(kind, value)).toBe(fits)
  })

  it('takes the place of its URI only where it fits', async () => {
    const store = new ArtifactStore()
    const resolver = new MetadataResolver(store)
    const uri = await store.addFile(text('[{"malware_family":"X"}]'))
    expect(resolver.resolve(uri, 'verdicts')).toEqual([{ malware_family: 'X' }])
    expect(resolver.resolve(uri, 'verdicts')).toEqual([{ malware_family: 'X' }])
    expect(resolver.resolve(uri, 'bounty')).toBe(uri)
    expect(resolver.resolve('[{"malware_family":"X"}]', 'verdicts')).toBe('[{"malware_family":"X"}]')
    expect(resolver.resolve('', 'bounty')).toBe('')
  })
})

describe('answers', () => {
  it('hold integers of any size exactly', () => {
    expect(exactJson({ a: 382_772_457_840_000_000_000n, b: [1n, 2, 'x'], c: null })).toBe(
      '{"a":382772457840000000000,"b":[1,2,"x"],"c":null}',
    )
  })
})
