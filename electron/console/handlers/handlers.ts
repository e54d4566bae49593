import type { Handlers } from '../dispatch.ts'
import type { Services } from '../services.ts'
import { appHandlers } from './app.ts'
import { communityHandlers } from './community.ts'
import { engineHandlers } from './engine.ts'
import { moneyHandlers } from './money.ts'
import { walletHandlers } from './wallet.ts'

/** Every call of the contract, by room. */
export const handlers = (services: Services): Handlers => ({
  ...appHandlers(services),
  ...walletHandlers(services),
  ...communityHandlers(services),
  ...engineHandlers(services),
  ...moneyHandlers(services),
})
