import { portalUrl } from '../../../shared/domain/community.ts'
import type { Handlers } from '../dispatch.ts'
import type { Services } from '../services.ts'

/** Our own pages; the window names them and never gives an address. */
const pages = {
  portal: portalUrl,
  documentation: 'https://docs.polyswarm.io',
} as const

type AppCalls = 'app.snapshot' | 'app.setPreferences' | 'app.finishFirstRun' | 'app.openExternal' | 'app.putOffNeed' | 'app.quit'

export function appHandlers(services: Services): Pick<Handlers, AppCalls> {
  const { publisher, settings, store, wallets, platform, needs, quit } = services
  return {
    'app.snapshot': () => publisher.snapshot(),
    'app.setPreferences': (input) => {
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      const preferences = { ...settings.value.preferences, ...given }
      settings.update((value) => ({ ...value, preferences }))
      wallets.setAutoLock(preferences.autoLockMinutes)
      store.update([{ kind: 'app', app: { ...store.state.app, preferences } }])
      return {}
    },
    'app.finishFirstRun': () => {
      settings.update((value) => ({ ...value, firstRunDone: true }))
      store.update([{ kind: 'app', app: { ...store.state.app, firstRunDone: true } }])
      return {}
    },
    'app.openExternal': async ({ page }) => {
      await platform.openExternal(pages[page])
      return {}
    },
    'app.putOffNeed': ({ id }) => {
      needs.putOff(id)
      return {}
    },
    'app.quit': () => {
      quit()
      return {}
    },
  }
}
