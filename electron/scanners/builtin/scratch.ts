import type { Scanner } from '../contract.ts'

/** Never has an opinion: nothing is ever staked with it. For trying a connection out. */
export const scratchScanner = (): Scanner => ({ id: 'scratch', scan: () => ({ is: 'none' }), selfTest: () => undefined })
