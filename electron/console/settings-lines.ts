import { amountToText } from '../../shared/domain/amount.ts'
import type { EngineLimits, EngineSettings } from '../../shared/domain/engine.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { NewEventLine } from '../../shared/state/state.ts'

const limitCodes: Readonly<Record<keyof EngineLimits, EventCode>> = {
  perDay: 'limit-day-changed',
  perBounty: 'limit-bounty-changed',
  atOnce: 'limit-open-changed',
  allowance: 'limit-allowance-changed',
  homeGasPrice: 'limit-gas-price-changed',
}
/** Wei of one Gwei to base units of one NCT: both are read in their whole. */
const GWEI_AS_NCT = 1_000_000_000n

/** What the feed says when other settings decide how an engine stakes: one line for each that is another one. Pure. */
export function settingsLines(community: CommunityId, before: EngineSettings, after: EngineSettings, at: number): readonly NewEventLine[] {
  const line = (code: EventCode, subject: string | null): NewEventLine => ({
    at,
    community,
    code,
    tone: 'soft',
    mine: true,
    guid: null,
    subject,
    amount: null,
  })
  const lines: NewEventLine[] = []
  if (before.strategy !== after.strategy) lines.push(line('strategy-changed', after.strategy))
  if (before.scanner !== after.scanner) lines.push(line('scanner-changed', after.scanner))
  for (const [name, code] of Object.entries(limitCodes) as [keyof EngineLimits, EventCode][])
    if (before.limits[name] !== after.limits[name])
      lines.push(line(code, `${limitText(name, before.limits[name])} → ${limitText(name, after.limits[name])}`))
  const kinds = (settings: EngineSettings): string => settings.artifactTypes.toSorted().join(', ')
  if (kinds(before) !== kinds(after)) lines.push(line('kinds-changed', kinds(after)))
  if (before.autoStart !== after.autoStart) lines.push(line(after.autoStart ? 'auto-start-on' : 'auto-start-off', null))
  return lines
}

/** In signs and units alone, so that it reads in every language. */
function limitText(name: keyof EngineLimits, limit: bigint | null): string {
  if (limit === null) return '∞'
  return name === 'homeGasPrice' ? `${amountToText(limit * GWEI_AS_NCT)} gwei` : `${amountToText(limit)} NCT`
}
