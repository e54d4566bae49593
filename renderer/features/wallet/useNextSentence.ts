import { maintainCodes } from '../../../shared/state/codes.ts'
import type { MaintainNext } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { useTexts } from '../common/text.ts'

/** Says what a rule does next, or what it waits for and until when; null for a code that this window does not know. */
export function useNextSentence(): (next: MaintainNext) => string | null {
  const t = useTexts()
  const now = useNow(10_000)
  const { language } = useConsole(({ app }) => app.preferences)
  return ({ code, amount, until, left }) => {
    const known = maintainCodes.find((each) => each === code)
    if (known === undefined) return null
    return t(`wallet.maintain.next.${known}`, {
      // What is needed at home is a cost; the other amounts are what moves or is there.
      amount: amount === null ? t('common.unknown') : formatAmount(amount, { cost: known === 'home-nct-low' }),
      left: left === undefined ? t('common.unknown') : formatAmount(left),
      time: until === null ? t('common.unknown') : formatMoment(until, now, language),
    })
  }
}
