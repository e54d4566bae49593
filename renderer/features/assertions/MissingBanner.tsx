import { SearchX } from 'lucide-react'
import { useState } from 'react'
import { Trans } from 'react-i18next'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount } from '../../lib/amounts.ts'
import { useBounties, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { costOf, WriteOffDialog } from '../bounties/WriteOffDialog.tsx'
import { useTexts } from '../common/text.ts'
import { isConnected } from '../common/view.ts'

/** Assertions that the Community does not know any more, or that are over while it answers nothing: what they cost, and the way to end them all. */
export function MissingBanner({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const [asking, setAsking] = useState<readonly BountyRow[] | null>(null)
  const { id, name } = community.settings
  const rows = useBounties(id)
  const missing = Object.values(rows).filter(({ state }) => state === 'missing')
  const [first] = missing
  const silent = !isConnected(community)
  const { bid, fee, all } = costOf(missing)
  const values = { amount: exactAmount(all), bid: exactAmount(bid), fee: exactAmount(fee) }
  return (
    <>
      {first && (
        <Banner
          tone="stake"
          icon={<SearchX aria-hidden />}
          title={t(silent ? 'assertions.missing.titleSilent' : 'assertions.missing.title', { name, count: missing.length })}
          actions={
            missing.length === 1 ? (
              <Button onClick={() => goTo(ui, { screen: 'bounty', guid: first.guid, from: 'assertions' })}>
                {t('assertions.missing.open')}
              </Button>
            ) : (
              <Button acts onClick={() => setAsking(missing)}>
                {t('assertions.missing.do')}
              </Button>
            )
          }
        >
          <Trans i18nKey={silent ? 'assertions.missing.textSilent' : 'assertions.missing.text'} values={values} components={{ b: <b /> }} />
        </Banner>
      )}
      {asking && <WriteOffDialog community={id} rows={asking} onClose={() => setAsking(null)} />}
    </>
  )
}
