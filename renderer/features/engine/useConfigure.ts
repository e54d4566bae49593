import type { EngineSettings } from '../../../shared/domain/engine.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { useProblemText } from '../common/text.ts'

/** Changes the engine's settings; a failure is told in a notice. What is shown follows the state alone. */
export function useConfigure(community: string): {
  readonly busy: boolean
  readonly configure: (settings: Partial<EngineSettings>) => Promise<boolean>
} {
  const { ui } = useWindowConsole()
  const problemText = useProblemText()
  const { run, busy } = useAction('engine.configure')
  return {
    busy,
    configure: async (settings) => {
      const result = await run({ community, settings })
      if (!result.ok) notify(ui, problemText(result.problem), 'loss')
      return result.ok
    },
  }
}
