import type { i18n, TFunction } from 'i18next'
import { createContext, type ReactNode, useMemo } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'

/** The catalogue in the language of the window; null where no provider stands above. */
export const Texts = createContext<TFunction | null>(null)

/** Gives everything below it the catalogue, in whichever language that is set to. */
export function TextsProvider({ texts, children }: { readonly texts: i18n; readonly children: ReactNode }) {
  return (
    <I18nextProvider i18n={texts}>
      <Language>{children}</Language>
    </I18nextProvider>
  )
}

/** Listens for another language once, instead of in every component. */
function Language({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const remembered = useMemo(() => remembering(t), [t])
  return <Texts value={remembered}>{children}</Texts>
}

/** What the catalogue does, without the list of its keys, which is the type's own business. */
type Ask = (key: string, parameters?: object) => string

/** Looks a text without parameters up once for each language: a window at work asks for the same few hundred again and again. */
export function remembering(t: TFunction): TFunction {
  const look = t as unknown as Ask
  const known = new Map<string, string>()
  const ask: Ask = (key, parameters) => {
    if (parameters !== undefined) return look(key, parameters)
    const text = known.get(key) ?? look(key)
    known.set(key, text)
    return text
  }
  return ask as unknown as TFunction
}
