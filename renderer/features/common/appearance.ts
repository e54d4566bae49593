import { useMemo } from 'react'
import type { Preferences } from '../../../shared/state/state.ts'
import { useMirror, useUi, useWindowConsole } from '../../store/console.tsx'

/** What concerns the looks of the window alone. The language is none of it: the console speaks it too. */
export type Appearance = Pick<Preferences, 'theme' | 'rowHeight'>

const unsaid: Appearance = { theme: 'system', rowHeight: 'normal' }

/** As the preferences say; once the console has ended, as it was chosen here since. */
export function useAppearanceNow(): Appearance {
  const kept = useMirror(({ state }) => state?.app.preferences ?? unsaid)
  const since = useUi((ui) => ui.appearance)
  const { theme, rowHeight } = { ...kept, ...since }
  return useMemo(() => ({ theme, rowHeight }), [theme, rowHeight])
}

/** The console keeps it, by `keep` where its failure is shown. Where there is none any more, it holds for as long as the window is open. */
export function useSetAppearance(keep?: (over: Partial<Appearance>) => void): (over: Partial<Appearance>) => void {
  const { bridge, mirror, ui } = useWindowConsole()
  return (over) => {
    if (mirror.getState().goneAt !== null) ui.setState(({ appearance }) => ({ appearance: { ...appearance, ...over } }))
    else if (keep) keep(over)
    else bridge.call('app.setPreferences', over).catch(() => {})
  }
}
