import type { Opinion, ScanJob, Scanner } from '../contract.ts'

/** Encoded, so that no antivirus program takes this file (or the bundle made of it) for the test file itself. */
const ENCODED = 'WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo='
const VERSION = '1.0.0'

/** The standard antivirus test file's 68 bytes, made in memory. */
export const eicarBytes = (): Buffer => Buffer.from(ENCODED, 'base64')

/** Finds the EICAR test string anywhere in an artifact, as the real engines do. Sure of itself either way. */
export function eicarScanner(): Scanner {
  const needle = eicarBytes()
  const scan = ({ content }: Pick<ScanJob, 'content'>): Opinion => {
    const found = Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(needle)
    return {
      is: found ? 'malicious' : 'benign',
      confidence: 1_000_000,
      family: found ? 'Eicar Test File' : '',
      version: VERSION,
      vendorVersion: null,
      signaturesVersion: null,
    }
  }
  return {
    id: 'eicar',
    scan,
    selfTest() {
      if (scan({ content: Buffer.concat([Buffer.alloc(4099, 65), needle, Buffer.from('\n')]) }).is !== 'malicious')
        throw new Error('it does not find the test string')
      if (scan({ content: needle.subarray(1) }).is !== 'benign') throw new Error('it finds the test string where it is not')
    },
  }
}
