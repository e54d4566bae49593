import type { LossReason, Reason } from '../../../shared/errors/reasons.ts'
import { lossIn } from '../../../shared/errors/sentences.ts'
import { visibleText } from '../../lib/names.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { useReasonText, useTexts } from './text.ts'

/** What was said of a failure: our own reason in the language of the window, words of others as they are. */
export function useSaid(): (failure: { readonly detail: string; readonly reason?: Reason | undefined }) => string {
  const reasonText = useReasonText()
  return ({ detail, reason }) => (reason ? reasonText(reason) : visibleText(detail))
}

/** Why a stake was lost, with its moments on the operator's own clock. */
export function useLossText(): (reason: LossReason) => string {
  const t = useTexts()
  const reasonText = useReasonText()
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  return (reason) =>
    lossIn({ reason: reasonText, error: (code) => t(`errors.${code}`), moment: (at) => formatMoment(at, now, language) }, reason)
}
