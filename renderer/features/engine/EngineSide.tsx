import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import type { CommunityState } from '../../../shared/state/state.ts'
import { perMille } from '../../lib/amounts.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { KeyValue, Meter } from '../../ui/Lists.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Engine.module.css'
import { gweiText } from './limits.ts'

/** What the engine may risk, how much of it is used, which bounties it answers. */
export function EngineSide({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const { limits, artifactTypes, autoStart } = community.engineSettings
  const change = (
    <Button acts size="small" onClick={() => ui.setState({ dialog: { is: 'limits' } })}>
      {t('common.change')}
    </Button>
  )
  return (
    <>
      <PageBar title={t('engine.limits')} tools={change} />
      <div className={styles.meters}>
        <LimitMeter name={t('engine.limit.perDay')} used={community.today.staked} limit={limits.perDay} />
        <LimitMeter name={t('engine.limit.atOnce')} used={community.stake.atRisk} limit={limits.atOnce} />
        <LimitMeter name={t('engine.limit.allowance')} used={community.allowance} limit={limits.allowance} />
        <KeyValue
          rows={[
            {
              id: 'bounty',
              name: t('engine.limit.perBounty'),
              value: limits.perBounty === null ? t('engine.noLimit') : <AmountText id="atMost" value={limits.perBounty} />,
            },
            { id: 'gas', name: t('engine.limit.gas'), value: t('engine.gasCeiling', { gwei: gweiText(limits.homeGasPrice) }) },
          ]}
        />
      </div>
      <p className={styles.text}>{t('engine.limitsText')}</p>
      <PageBar title={t('engine.which')} tools={change} />
      <div className={styles.side}>
        <KeyValue
          rows={[
            { id: 'types', name: t('engine.types'), value: artifactTypes.map((type) => t(`engine.type.${type}`)).join(', ') },
            { id: 'auto', name: t('engine.autoStart'), value: t(autoStart ? 'engine.yes' : 'engine.no') },
          ]}
        />
      </div>
    </>
  )
}

/** `used` null: not read yet. `limit` null: none was set. */
function LimitMeter({ name, used, limit }: { readonly name: string; readonly used: bigint | null; readonly limit: bigint | null }) {
  const t = useTexts()
  const share = used === null || limit === null ? null : (perMille(used, limit) ?? 1000)
  return (
    <Meter
      name={name}
      share={share}
      shareText={share === null ? null : `${Math.round(share / 10)} %`}
      used={used === null ? <span className={styles.faint}>{t('common.unknown')}</span> : <Amount value={used} cost />}
      of={limit === null ? t('engine.noLimit') : <AmountText id="ofAmount" value={limit} />}
    />
  )
}

function AmountText({ id, value }: { readonly id: 'ofAmount' | 'atMost'; readonly value: bigint }): ReactNode {
  return <Trans i18nKey={`engine.${id}`} components={{ amount: <Amount value={value} /> }} />
}
