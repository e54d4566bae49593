import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type en, type Language, languages } from './catalogue.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

/** The catalogue, ready to be given to a provider; all languages are in the bundle, nothing is fetched. */
export function createTexts(language: Language): i18n {
  const texts = createInstance()
  texts.use(initReactI18next)
  texts
    .init({
      lng: language,
      fallbackLng: 'en',
      resources: Object.fromEntries(Object.entries(languages).map(([name, translation]) => [name, { translation }])),
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
      initAsync: false,
    })
    .catch(() => {})
  return texts
}
