import type { Judged } from './bounty-state.ts'

/** Longest text that `revealAssertion` may carry through polyswarmd, characters. */
export const LONGEST_METADATA = 1024

/**
 * What the reveal says besides the verdicts: one object for each asserted artifact, as polyswarmd's verdict schema wants it (no nulls).
 * When it does not fit, the scanner's versions are left out.
 * @returns JSON, or '' when even the names are too long for the wire (then it is stored at the daemon at reveal time, or left out)
 */
export function revealMetadata(asserted: readonly Judged[]): string {
  const full = JSON.stringify(asserted.map(verdictMetadata))
  if (full.length <= LONGEST_METADATA) return full
  const names = JSON.stringify(asserted.map((judged) => ({ malware_family: familyOf(judged) })))
  return names.length <= LONGEST_METADATA ? names : ''
}

/** One artifact's object of the verdict schema. */
export function verdictMetadata(judged: Judged): Readonly<Record<string, unknown>> {
  const { words } = judged
  const scanner = words && {
    version: words.version,
    ...(words.vendorVersion === null ? {} : { vendor_version: words.vendorVersion }),
    ...(words.signaturesVersion === null ? {} : { signatures_version: words.signaturesVersion }),
  }
  return { malware_family: familyOf(judged), ...(scanner ? { scanner } : {}) }
}

/** Required by the schema, empty for what is benign. */
const familyOf = ({ verdict }: Judged): string => (verdict.is === 'malicious' ? verdict.family : '')
