import { StrictMode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { Shell } from './features/shell/index.ts'
import { ConsoleProvider, type WindowConsole } from './store/console.tsx'
import { createTexts } from './texts/i18n.ts'

const texts = createTexts('en')

/** The window over one console. */
export function App({ value }: { readonly value: WindowConsole }) {
  return (
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <ConsoleProvider value={value}>
          <Shell />
        </ConsoleProvider>
      </I18nextProvider>
    </StrictMode>
  )
}
