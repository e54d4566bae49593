import { useConsole } from '../../store/console.tsx'

/** What stands between two sentences that are put together: nothing in Japanese. */
export const useSentenceSpace = (): string => useConsole(({ app }) => (app.preferences.language === 'ja' ? '' : ' '))
