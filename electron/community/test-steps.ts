import type { TestStep } from '../../shared/contract/contract.ts'
import type { Pins } from '../../shared/domain/community.ts'
import type { TestStepCode } from '../../shared/state/codes.ts'

/**
 * A step of the daemon's test in the codes and values of the window's catalogue. Failed steps keep their error code and its detail.
 * @param pins the contracts that were learned after it, which tell the chains' ids; null when none were
 */
export function toCatalogue(step: TestStep, pins: Pick<Pins, 'homeChainId' | 'sideChainId'> | null): TestStep {
  const { values } = step
  const say = (code: TestStepCode, said: Readonly<Record<string, string>>): TestStep => ({ ...step, code, values: { ...said } })
  switch (step.code) {
    case 'address-reached':
      return say('address-resolved', { host: values.host ?? '', port: values.port ?? '' })
    case 'encrypted':
      return say('tls-valid', { protocol: values.protocol ?? '', issuer: values.issuer ?? '', validTo: day(values.validTo ?? '') })
    case 'daemon-answers':
      return say('daemon-answers', { community: values.community ?? '', ms: values.latencyMs || UNKNOWN })
    case 'chains-in-step':
      return say('chains-in-step', {
        home: pins ? String(pins.homeChainId) : UNKNOWN,
        side: pins ? String(pins.sideChainId) : UNKNOWN,
        block: values.sideBlock ?? '',
      })
    case 'skipped':
      return say('not-reached', {})
    default:
      return step
  }
}

const UNKNOWN = '?'

/** From milliseconds since the epoch, in the one form that every reader reads alike. */
function day(ms: string): string {
  const time = Number(ms)
  return ms === '' || !Number.isFinite(time) ? UNKNOWN : new Date(time).toISOString().slice(0, 10)
}
