const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 15_000
/** Milliseconds before try number `failures + 1`. */
export const backoff = (failures: number): number => Math.min(FIRST_DELAY_MS * 2 ** failures, MAX_DELAY_MS)
