import { because } from '../../shared/errors/because.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { GasCeilings, GasTerms } from './port.ts'

/** Which terms are above which ceilings. */
export const gasTerms = (gas: GasTerms, most: GasCeilings): Reason =>
  because('gas-terms', {
    price: String(gas.price),
    mostPrice: String(most.price),
    limit: String(gas.limit),
    mostLimit: String(most.limit),
  })
