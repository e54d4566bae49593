import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMirror, useWindowConsole } from '../../store/console.tsx'

/** Theme, language and row height of the page, as the preferences say. */
export function useAppearance(): void {
  const preferences = useMirror(({ state }) => state?.app.preferences ?? null)
  const { bridge } = useWindowConsole()
  const { i18n } = useTranslation()
  const theme = preferences?.theme ?? 'system'
  const language = preferences?.language ?? i18n.language
  const rows = preferences?.rowHeight ?? 'normal'
  useEffect(() => {
    const root = document.documentElement
    const light = window.matchMedia('(prefers-color-scheme: light)')
    const show = () => {
      root.dataset.theme = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme
    }
    show()
    light.addEventListener('change', show)
    return () => light.removeEventListener('change', show)
  }, [theme])
  useEffect(() => {
    document.documentElement.lang = language
    if (i18n.language !== language) i18n.changeLanguage(language).catch(() => {})
  }, [language, i18n])
  useEffect(() => {
    document.documentElement.dataset.host = bridge.host
  }, [bridge])
  useEffect(() => {
    document.documentElement.dataset.rows = rows
  }, [rows])
}
