import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { EngineState } from '../../../shared/domain/engine.ts'
import type { StakeShape, Tone } from '../../ui/Glyphs.tsx'

/** How an engine looks in a list: shape, tone, and the word of the strip for it. */
export function engineLook({ is }: EngineState): { readonly shape: StakeShape; readonly tone: Tone; readonly word: EngineState['is'] } {
  switch (is) {
    case 'running':
      return { shape: 'play', tone: 'gain', word: is }
    case 'stopped':
      return { shape: 'square', tone: 'soft', word: is }
    case 'paused':
      return { shape: 'bars', tone: 'stake', word: is }
    case 'holding':
      return { shape: 'bars', tone: 'stake', word: is }
    case 'locked':
      return { shape: 'lock', tone: 'stake', word: is }
    case 'failed':
      return { shape: 'lost', tone: 'loss', word: is }
    default:
      return assertNever(is)
  }
}
