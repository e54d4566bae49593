import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { durationParts } from '../../lib/times.ts'

/** The catalogue in the language of the window. */
export const useTexts = () => useTranslation().t

/** A length of time in words: `6 d 4 h`, `47 min`. */
export function useDuration(): (ms: number) => string {
  const t = useTexts()
  return (ms) =>
    durationParts(ms)
      .map(({ value, unit }) => t(`common.unit.${unit}`, { value }))
      .join(' ')
}

/** A failure in one sentence of the catalogue, with its detail where people can use it. */
export function useProblemText(): (problem: {
  readonly code: import('../../../shared/errors/errors.ts').ErrorCode
  readonly detail: string | null
}) => string {
  const t = useTexts()
  return useCallback(({ code, detail }) => (detail === null ? t(`errors.${code}`) : `${t(`errors.${code}`)} (${detail})`), [t])
}

/** The catalogue for keys and values that come from the core, where types cannot help; the test of the catalogue checks such keys. */
export function useCodeTexts(): (key: string, values: Readonly<Record<string, string>>) => string {
  return useTexts() as unknown as (key: string, values: Readonly<Record<string, string>>) => string
}
