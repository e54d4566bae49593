import { alerts } from './en/alerts.ts'
import { common } from './en/common.ts'
import { errors } from './en/errors.ts'
import { live } from './en/live.ts'
import { shell } from './en/shell.ts'
import { alerts as alertsJa } from './ja/alerts.ts'
import { common as commonJa } from './ja/common.ts'
import { errors as errorsJa } from './ja/errors.ts'
import { live as liveJa } from './ja/live.ts'
import { shell as shellJa } from './ja/shell.ts'

/** English is complete and gives the keys. A language is added by one more value of type `Translation<typeof en>`. */
export const en = { common, shell, live, alerts, errors } as const

/** The same keys in a language; singular forms are left out where the language has none. */
export type Translation<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translation<T[K]>
}

export const ja: Translation<typeof en> = { common: commonJa, shell: shellJa, live: liveJa, alerts: alertsJa, errors: errorsJa }

export const languages = { en, ja } as const
export type Language = keyof typeof languages
