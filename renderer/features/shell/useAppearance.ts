import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMirror, useWindowConsole } from '../../store/console.tsx'
import { useAppearanceNow } from '../common/appearance.ts'

/** Theme, language and row height of the page, as the preferences say. */
export function useAppearance(): void {
  const said = useMirror(({ state }) => state?.app.preferences.language ?? null)
  const { theme, rowHeight } = useAppearanceNow()
  const { bridge, ui } = useWindowConsole()
  const { i18n } = useTranslation()
  const language = said ?? i18n.language
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
    if (i18n.language === language) return
    // Said in the language that was; nothing that must be seen is said there alone.
    ui.setState({ notices: [] })
    i18n.changeLanguage(language).catch(() => {})
  }, [language, i18n, ui])
  useEffect(() => {
    document.documentElement.dataset.host = bridge.host
  }, [bridge])
  useEffect(() => {
    document.documentElement.dataset.rows = rowHeight
  }, [rowHeight])
}
