import { randomUUID } from 'node:crypto'
import { assertNever } from '../../shared/domain/assert-never.ts'
import type { ScannerId } from '../../shared/domain/engine.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Scanners } from './scanners.ts'

/** Longest the operator waits for the verdict on a file of their own, ms. */
const BUDGET_MS = 30_000

/** A scanner's word on a file the operator chose; confidence in parts per million. */
export interface TestVerdict {
  readonly verdict: 'malicious' | 'benign' | 'none'
  readonly confidence: number
  readonly family: string
  readonly tookMs: number
}

/**
 * Runs a scanner on bytes the operator names; nothing is kept or staked.
 * @throws ConsoleError 'scanner-unavailable' with the scanner's own reason, 'timeout' when it took too long
 */
export async function testFile(scanners: Scanners, scanner: ScannerId, content: Uint8Array): Promise<TestVerdict> {
  const job = { scanner, guid: randomUUID(), index: 0, artifactType: 'file', content, claims: null, budgetMs: BUDGET_MS } as const
  const outcome = await scanners.scan(job)
  switch (outcome.is) {
    case 'scanned': {
      const { opinion, tookMs } = outcome
      if (opinion.is === 'none') return { verdict: 'none', confidence: 0, family: '', tookMs }
      return { verdict: opinion.is, confidence: opinion.confidence, family: opinion.family, tookMs }
    }
    case 'timed-out':
    case 'cancelled':
      throw new ConsoleError('timeout', 'the scanner took too long')
    case 'failed':
      throw new ConsoleError('scanner-unavailable', outcome.detail)
    case 'too-large':
      throw new ConsoleError('invalid-request', 'the file is too large')
    default:
      return assertNever(outcome)
  }
}
