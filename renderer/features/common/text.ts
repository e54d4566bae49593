import type { TFunction } from 'i18next'
import { useCallback, useContext } from 'react'
import type { ErrorCode } from '../../../shared/errors/errors.ts'
import type { Reason } from '../../../shared/errors/reasons.ts'
import { visibleText } from '../../lib/names.ts'
import { durationParts } from '../../lib/times.ts'
import { Texts } from '../../texts/provider.tsx'
import { ActsOff } from '../../ui/Button.tsx'

/** The catalogue in the language of the window. */
export function useTexts(): TFunction {
  const t = useContext(Texts)
  if (t === null) throw new Error('no texts are given above this component')
  return t
}

/** A length of time in words: `6 d 4 h`, `47 min`. */
export function useDuration(): (ms: number) => string {
  const t = useTexts()
  return (ms) =>
    durationParts(ms)
      .map(({ value, unit }) => t(`common.unit.${unit}`, { value }))
      .join(' ')
}

/**
 * A failure in one sentence of the catalogue, with its detail where people can use it. Of a console that has ended every question fails as
 * `internal`, and nothing went wrong in it.
 */
export function useProblemText(): (problem: {
  readonly code: ErrorCode
  readonly detail: string | null
  readonly reason?: Reason | undefined
}) => string {
  const t = useTexts()
  const reasonText = useReasonText()
  const ended = useContext(ActsOff) !== null
  return useCallback(
    ({ code, detail, reason }) => {
      if (ended && code === 'internal') return t('shell.gone.unread')
      const said = reason ? reasonText(reason) : detail
      return said === null ? t(`errors.${code}`) : `${t(`errors.${code}`)} (${said})`
    },
    [t, reasonText, ended],
  )
}

/** The catalogue for keys and values that come from the core, where types cannot help; the test of the catalogue checks such keys. */
export function useCodeTexts(): (key: string, values: Readonly<Record<string, string>>) => string {
  return useTexts() as unknown as (key: string, values: Readonly<Record<string, string>>) => string
}

/** A reason in the language of the window; what others said in it is quoted, made safe to show. */
export function useReasonText(): (reason: Reason) => string {
  const text = useCodeTexts()
  return useCallback(
    ({ code, values }) =>
      text(`reasons.${code}`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, visibleText(value)]))),
    [text],
  )
}
