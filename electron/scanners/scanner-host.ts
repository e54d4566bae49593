import { createHash } from 'node:crypto'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { HelperPort } from '../runtime/channel.ts'
import { serve } from '../runtime/protocol.ts'
import { type Measured, type ScanAnswer, type ScanJob, type Scanner, scannerProtocol } from './contract.ts'
import { mimetypeOf } from './mimetype.ts'

/** Runs scanners in the scanner process: answers the console's calls until the console is gone. */
export function hostScanners(port: HelperPort, scanners: readonly Scanner[]): void {
  const byId = new Map(scanners.map((scanner) => [scanner.id, scanner]))
  serve(port, scannerProtocol, {
    async selfTest() {
      for (const scanner of scanners) await proveScanner(scanner)
      return { scanners: scanners.map(({ id }) => id) }
    },
    async scan(job) {
      const scanner = byId.get(job.scanner)
      if (!scanner) throw new ConsoleError('scanner-unavailable', `there is no scanner ${job.scanner}`)
      return runScan(scanner, job)
    },
    ping: () => ({}),
  })
}

async function proveScanner(scanner: Scanner): Promise<void> {
  try {
    await scanner.selfTest()
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown'
    throw new ConsoleError('scanner-unavailable', because('self-test-failed', { scanner: scanner.id, text: why }), { retry: true })
  }
}

async function runScan(scanner: Scanner, job: ScanJob): Promise<ScanAnswer> {
  const startedAt = performance.now()
  const opinion = await scanner.scan(job)
  const took = performance.now() - startedAt
  return { opinion, measured: measure(job), took }
}

function measure({ content, artifactType }: ScanJob): Measured {
  return {
    size: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    mimetype: artifactType === 'url' ? 'text/uri-list' : mimetypeOf(content),
  }
}
