import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guid as guidSchema } from '../../../shared/domain/identifiers.ts'
import { isMetadata } from '../daemon/metadata.ts'
import { Agenda } from './agenda.ts'
import { SeededRandom } from './random.ts'
import { isMalicious, sampleFile, sampleUrl } from './samples.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 48 })

describe('seeded randomness', () => {
  it('repeats itself for one seed and label, and only for them', () => {
    const draw = (seed: number, label: string): number[] => {
      const random = new SeededRandom(seed, label)
      return Array.from({ length: 8 }, () => random.next())
    }
    fc.assert(
      fc.property(seeds, fc.string(), (seed, label) => {
        expect(draw(seed, label)).toEqual(draw(seed, label))
        expect(draw(seed, label)).not.toEqual(draw(seed + 1, label))
        expect(draw(seed, label)).not.toEqual(draw(seed, `${label}x`))
      }),
    )
  })

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, low, span) => {
        const random = new SeededRandom(seed, 'bounds')
        const value = random.between(low, low + span)
        expect(value >= low && value <= low + span && Number.isInteger(value)).toBe(true)
        expect(random.chance(0)).toBe(false)
        expect(random.chance(1)).toBe(true)
        expect(random.bytes(span)).toHaveLength(span)
        expect(guidSchema.safeParse(random.guid()).success).toBe(true)
        expect(random.word() > 0n && random.word() < 2n ** 256n).toBe(true)
      }),
    )
  })

  it('is even', () => {
    const random = new SeededRandom(1, 'even')
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 40_000; i++) counts[random.between(0, 3)]! += 1
    expect(counts.every((count) => Math.abs(count - 10_000) < 400)).toBe(true)
  })
})

describe('samples', () => {
  it('are malicious exactly when they were meant to be, and are what their metadata says', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.integer({ min: 512, max: 5_000 }), (seed, malicious, maxBytes) => {
        const { bytes, metadata } = sampleFile(new SeededRandom(seed, 'file'), malicious, maxBytes)
        expect(isMalicious('file', bytes)).toBe(malicious)
        expect(bytes.length).toBeLessThanOrEqual(maxBytes)
        expect(metadata.filesize).toBe(bytes.length.toString())
        expect(metadata.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
        expect(isMetadata('bounty', [metadata])).toBe(true)
      }),
    )
  })

  it('are URLs whose host alone decides', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, malicious) => {
        const { bytes, metadata } = sampleUrl(new SeededRandom(seed, 'url'), malicious)
        expect(isMalicious('url', bytes)).toBe(malicious)
        expect(metadata.uri).toBe(Buffer.from(bytes).toString('utf8'))
        expect(isMetadata('bounty', [metadata])).toBe(true)
      }),
    )
    expect(isMalicious('url', Buffer.from('https://example.org/malware.example'))).toBe(false)
    expect(isMalicious('url', Buffer.from('no url'))).toBe(false)
  })
})

describe('an agenda', () => {
  it('gives everything once, in order of blocks, and never too early', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 }),
        (blocks, steps) => {
          const agenda = new Agenda<number>(0)
          for (const block of blocks) agenda.add(block, block)
          let head = 0
          const taken: number[] = []
          for (const step of [...steps, 40]) {
            head += step
            const now = agenda.take(head)
            expect(now.every((block) => block <= head)).toBe(true)
            taken.push(...now)
          }
          expect(taken).toEqual([...blocks].sort((a, b) => a - b))
          expect(agenda.take(head)).toEqual([])
        },
      ),
    )
  })

  it('puts what is overdue into the next block', () => {
    const agenda = new Agenda<string>(10)
    agenda.add(3, 'late')
    expect(agenda.take(10)).toEqual([])
    expect(agenda.take(11)).toEqual(['late'])
  })
})
