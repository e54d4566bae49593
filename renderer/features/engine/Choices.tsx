import { bidFor } from '../../../shared/domain/bids.ts'
import { bidStrategy } from '../../../shared/domain/engine.ts'
import type { CommunityState, EngineStatistics } from '../../../shared/state/state.ts'
import { formatPerMille, perMille } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { formatCount } from '../../lib/numbers.ts'
import { Amount } from '../../ui/Amount.tsx'
import { VerdictGlyph, type VerdictShape } from '../../ui/Glyphs.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { Section } from '../../ui/Page.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Engine.module.css'
import { useConfigure } from './useConfigure.ts'

const glyphs: Readonly<Record<keyof EngineStatistics['opinions'], VerdictShape>> = {
  malicious: 'malicious',
  benign: 'benign',
  none: 'none',
  tooLate: 'none',
  failed: 'none',
}
const kinds = ['malicious', 'benign', 'none', 'tooLate', 'failed'] as const

/** How the scanner's opinions divide. */
export function OpinionsSection({ statistics }: { readonly statistics: EngineStatistics | null }) {
  const t = useTexts()
  const opinions = statistics?.opinions ?? null
  const sum = opinions === null ? 0 : kinds.reduce((total, kind) => total + opinions[kind], 0)
  const most = opinions === null ? 1 : Math.max(1, ...kinds.map((kind) => opinions[kind]))
  return (
    <Section title={t('engine.opinions')} note={t('engine.lastHour')}>
      {opinions === null ? (
        <p className={styles.none}>{t('engine.noStatistics')}</p>
      ) : (
        <ul className={styles.opinions}>
          {kinds.map((kind) => (
            <li key={kind} className={styles.opinion}>
              <VerdictGlyph verdict={glyphs[kind]} />
              <span className={kind === 'malicious' || kind === 'benign' ? undefined : styles.soft}>{t(`engine.opinion.${kind}`)}</span>
              <div className={styles.track}>
                <div
                  className={cx(styles.bar, kind === 'malicious' && styles.barMalicious)}
                  style={{ width: `${(opinions[kind] / most) * 100}%` }}
                />
              </div>
              <span className={styles.number}>{formatCount(opinions[kind])}</span>
              <span className={cx(styles.number, styles.soft)}>
                {sum === 0 ? '' : formatPerMille(perMille(BigInt(opinions[kind]), BigInt(sum)) ?? 0)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Confidences for which the bid is shown, parts per million. */
const SAMPLES = [700_000, 850_000, 990_000] as const

/** How much is bid from a confidence, and what that comes to here. */
export function BidSection({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { configure } = useConfigure(community.settings.id)
  const { strategy } = community.engineSettings
  const { parameters } = community
  return (
    <Section title={t('engine.bid')} note={t('engine.strategyNote')}>
      <div className={styles.bids}>
        <Segmented
          acts
          label={t('engine.bid')}
          value={strategy}
          onChange={(next) => {
            configure({ strategy: next }).catch(() => {})
          }}
          segments={bidStrategy.options.map((value) => ({ value, label: t(`engine.strategy.${value}`) }))}
        />
        {parameters === null ? (
          <p className={cx(styles.soft, styles.samples)}>{t('engine.bidsUnknown')}</p>
        ) : (
          <KeyValue
            className={styles.samples}
            rows={SAMPLES.map((confidence) => ({
              id: String(confidence),
              name: t('engine.confidence', { percent: confidence / 10_000 }),
              value: (
                <Amount
                  cost
                  value={bidFor(strategy, confidence, { minimum: parameters.bidMinimum, maximum: parameters.bidMaximum })}
                  unit={t('common.nct')}
                />
              ),
            }))}
          />
        )}
      </div>
    </Section>
  )
}
