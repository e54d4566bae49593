import { type ErrorCode, errorCodes } from '../../../shared/errors/errors.ts'
import type { LossReason, Reason } from '../../../shared/errors/reasons.ts'
import { visibleText } from '../../lib/names.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { useReasonText, useTexts } from './text.ts'

/** What was said of a failure: our own reason in the language of the window, words of others as they are. */
export function useSaid(): (failure: { readonly detail: string; readonly reason?: Reason | undefined }) => string {
  const reasonText = useReasonText()
  return ({ detail, reason }) => (reason ? reasonText(reason) : visibleText(detail))
}

const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code)

/** Why a stake was lost, with its moments on the operator's own clock. */
export function useLossText(): (reason: LossReason) => string {
  const t = useTexts()
  const reasonText = useReasonText()
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  return ({ code, values }) => {
    if (code === 'written-off-no-answer') return reasonText({ code, values: { since: formatMoment(Number(values.since), now, language) } })
    if (code !== 'reveal-refused') return reasonText({ code, values })
    const { problem = '', text = '' } = values
    const sentence = isErrorCode(problem) ? t(`errors.${problem}`) : problem
    return reasonText({ code, values: { problem: text === '' ? sentence : `${sentence} (${text})` } })
  }
}
