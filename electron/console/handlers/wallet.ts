import { sameAddress } from '../../../shared/domain/identifiers.ts'
import { passwordFault } from '../../../shared/domain/password.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { inspectKeyfile } from '../../wallet/keyfile-format.ts'
import type { Handlers } from '../dispatch.ts'
import type { Services } from '../services.ts'
import { saved } from './saved.ts'

type WalletCalls = Extract<keyof Handlers, `wallet.${string}`>

export function walletHandlers(services: Services): Pick<Handlers, WalletCalls> {
  const { wallets, settings, platform } = services
  return {
    'wallet.inspectKeyfile': ({ text }) => inspectKeyfile(text),
    'wallet.findKeyfiles': async () => ({ found: [...(await wallets.findKeyfiles())] }),
    'wallet.import': async ({ from, password, remember }) => ({ address: await wallets.import(from, password, remember) }),
    'wallet.create': async ({ password, remember }) => ({ address: await wallets.create(password, remember) }),
    'wallet.checkPassword': ({ password }) => ({ weak: passwordFault(password) }),
    'wallet.unlock': async ({ address, password, remember }) => {
      await wallets.unlock(address, password, remember)
      return {}
    },
    'wallet.openThrowaway': async ({ address }) => {
      await wallets.openThrowaway(address)
      return {}
    },
    'wallet.lock': async ({ address }) => {
      await wallets.lock(address)
      return {}
    },
    'wallet.forgetPassword': async ({ address }) => {
      await wallets.forgetPassword(address)
      return {}
    },
    'wallet.remove': async ({ address }) => {
      // By the settings: one that is not open now may have stakes to reveal all the same.
      const user = settings.value.communities.find(({ community: { wallet } }) => wallet !== null && sameAddress(wallet, address))
      if (user)
        throw new ConsoleError(
          'community-busy',
          `${user.community.name} stakes with this wallet: choose another one there, or leave it first`,
        )
      await wallets.remove(address)
      return {}
    },
    'wallet.export': async ({ address }) => {
      const { name, text } = await wallets.export(address)
      return saved(platform, name, text)
    },
  }
}
