import { activity } from './en/activity.ts'
import { alerts } from './en/alerts.ts'
import { assertions } from './en/assertions.ts'
import { bounty } from './en/bounty.ts'
import { common } from './en/common.ts'
import { communities } from './en/communities.ts'
import { earnings } from './en/earnings.ts'
import { engine } from './en/engine.ts'
import { errors } from './en/errors.ts'
import { live } from './en/live.ts'
import { onboarding } from './en/onboarding.ts'
import { reasons } from './en/reasons.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { wallet } from './en/wallet.ts'
import { activity as activityJa } from './ja/activity.ts'
import { alerts as alertsJa } from './ja/alerts.ts'
import { assertions as assertionsJa } from './ja/assertions.ts'
import { bounty as bountyJa } from './ja/bounty.ts'
import { common as commonJa } from './ja/common.ts'
import { communities as communitiesJa } from './ja/communities.ts'
import { earnings as earningsJa } from './ja/earnings.ts'
import { engine as engineJa } from './ja/engine.ts'
import { errors as errorsJa } from './ja/errors.ts'
import { live as liveJa } from './ja/live.ts'
import { onboarding as onboardingJa } from './ja/onboarding.ts'
import { reasons as reasonsJa } from './ja/reasons.ts'
import { settings as settingsJa } from './ja/settings.ts'
import { shell as shellJa } from './ja/shell.ts'
import { wallet as walletJa } from './ja/wallet.ts'

/** English is complete and gives the keys. A language is added by one more value of type `Translation<typeof en>`. */
export const en = {
  common,
  shell,
  live,
  bounty,
  assertions,
  engine,
  alerts,
  errors,
  activity,
  communities,
  earnings,
  onboarding,
  reasons,
  settings,
  wallet,
} as const

/** The same keys in a language; singular forms are left out where the language has none. */
export type Translation<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translation<T[K]>
}

export const ja: Translation<typeof en> = {
  common: commonJa,
  shell: shellJa,
  live: liveJa,
  bounty: bountyJa,
  assertions: assertionsJa,
  engine: engineJa,
  alerts: alertsJa,
  errors: errorsJa,
  activity: activityJa,
  communities: communitiesJa,
  earnings: earningsJa,
  onboarding: onboardingJa,
  reasons: reasonsJa,
  settings: settingsJa,
  wallet: walletJa,
}

export const languages = { en, ja } as const
export type Language = keyof typeof languages
