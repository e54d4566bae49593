import type { CallOutput } from '../../shared/contract/contract.ts'
import type { ScannerId } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { ScannerProcess } from '../scanners/scanners.ts'

const TEST_FILE_MS = 30_000
/** A scan that belongs to no bounty. */
const NO_BOUNTY: Guid = '00000000-0000-0000-0000-000000000000'

/**
 * What a scanner says of a file the operator brings; nothing of it is kept.
 * @throws ConsoleError 'scanner-unavailable', 'timeout'
 */
export async function testFile(
  scanners: Pick<ScannerProcess, 'scan'>,
  scanner: ScannerId,
  name: string,
  content: Uint8Array,
): Promise<CallOutput<'engine.testFile'>> {
  const outcome = await scanners.scan({
    scanner,
    guid: NO_BOUNTY,
    index: 0,
    artifactType: 'file',
    content,
    claims: { filename: name, mimetype: null, url: null },
    budgetMs: TEST_FILE_MS,
  })
  if (outcome.is === 'timed-out') throw new ConsoleError('timeout', `the scanner needed more than ${TEST_FILE_MS / 1000} s`)
  if (outcome.is !== 'scanned') throw new ConsoleError('scanner-unavailable', outcome.is === 'failed' ? outcome.detail : outcome.is)
  const { opinion, tookMs } = outcome
  if (opinion.is === 'none') return { verdict: 'none', confidence: 0, family: '', tookMs }
  return { verdict: opinion.is, confidence: opinion.confidence, family: opinion.family, tookMs }
}
