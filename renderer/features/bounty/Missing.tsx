import { SearchX } from 'lucide-react'
import { useState } from 'react'
import { Trans } from 'react-i18next'
import type { BountyDetails } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount } from '../../lib/amounts.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { costOf, WriteOffDialog } from '../bounties/WriteOffDialog.tsx'
import { useTexts } from '../common/text.ts'

/** My assertion is missing: why it counts as that, what it costs, and the way to end it. */
export function Missing({ details: { row, missing }, community }: { readonly details: BountyDetails; readonly community: CommunityState }) {
  const t = useTexts()
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  const [asking, setAsking] = useState(false)
  const { id, name } = community.settings
  const { bid, fee, all } = costOf([row])
  const isShown = row.state === 'missing' && missing !== null
  const since = missing ? formatMoment(missing.since, now, language) : ''
  return (
    <>
      {isShown && (
        <Banner
          tone="stake"
          icon={<SearchX aria-hidden />}
          title={t(`bounty.missing.${missing.reason}`, { name, since })}
          actions={
            <Button acts onClick={() => setAsking(true)}>
              {t('bounty.missing.do')}
            </Button>
          }
        >
          <Trans
            i18nKey={missing.reason === 'no-answer' ? 'bounty.missing.textSilent' : 'bounty.missing.text'}
            values={{
              since,
              amount: exactAmount(all),
              bid: exactAmount(bid),
              fee: exactAmount(fee),
            }}
            components={{ b: <b /> }}
          />
        </Banner>
      )}
      {asking && <WriteOffDialog community={id} rows={[row]} onClose={() => setAsking(false)} />}
    </>
  )
}
