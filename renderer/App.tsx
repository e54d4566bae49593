import { StrictMode } from 'react'
import { Shell } from './features/shell/index.ts'
import { ConsoleProvider, type WindowConsole } from './store/console.tsx'
import { createTexts } from './texts/i18n.ts'
import { TextsProvider } from './texts/provider.tsx'

const texts = createTexts('en')

/** The window over one console. */
export function App({ value }: { readonly value: WindowConsole }) {
  return (
    <StrictMode>
      <TextsProvider texts={texts}>
        <ConsoleProvider value={value}>
          <Shell />
        </ConsoleProvider>
      </TextsProvider>
    </StrictMode>
  )
}
