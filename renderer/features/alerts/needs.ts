import type { NeedCode } from '../../../shared/state/codes.ts'
import { needCodes } from '../../../shared/state/codes.ts'
import type { CommunityState, Need } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { visibleText } from '../../lib/names.ts'

/** What keeps the engine from staking until the operator starts it; null while it stakes, or would go on by itself. */
export function engineOff(engine: CommunityState['engine'] | undefined): 'paused' | 'stopped' | null {
  if (engine?.is === 'stopped') return 'stopped'
  return engine?.is === 'paused' && (engine.by === 'losses' || engine.by === 'operator') ? 'paused' : null
}

export const isNeedCode = (code: string): code is NeedCode => (needCodes as readonly string[]).includes(code)

/** Money is lost or nothing can be signed: red, all others amber. */
export const badNeeds: ReadonlySet<string> = new Set<NeedCode>([
  'reveals-held',
  'stake-lost',
  'connection-lost',
  'contracts-changed',
  'signer-down',
  'journal-failed',
  'transfer-failed',
])
/** About a set-up, not about money that is out: neutral. */
export const calmNeeds: ReadonlySet<string> = new Set<NeedCode>(['rules-refused', 'sandbox-failed', 'sandbox-not-kept', 'wallet-missing'])
/** Can be put off. */
export const laterNeeds: ReadonlySet<string> = new Set<NeedCode>([
  'home-eth-low',
  'home-nct-low',
  'stake-lost',
  'day-limit',
  'at-once-limit',
  'balance-low',
  'transfer-overdue',
  'transfer-failed',
  'ledger-unexplained',
  'assertions-missing',
  'registry-deprecated',
  'sandbox-failed',
  'sandbox-not-kept',
])

/** Staked or needed; all others are there, arrive or are a limit. */
const costs: ReadonlySet<string> = new Set(['unrevealedNct', 'stakedNct', 'bidNct', 'feeNct', 'neededNct', 'neededEth'])

const amountOf = (name: string, value: bigint): string => formatAmount(value, { cost: costs.has(name) })

/** Values for the catalogue's sentence: amounts in digits, everything else as safe text. */
export function needValues({ values, code }: Need): Record<string, string> {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    /(Nct|Eth)$/.test(name) && /^-?\d+$/.test(value) ? amountOf(name, BigInt(value)) : visibleText(value),
  ])
  return { ...Object.fromEntries(shown), code }
}
