import type { CallInput } from '../../../shared/contract/contract.ts'
import { finishExport } from '../../lib/download.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { useProblemText, useTexts } from './text.ts'

type ExportCall = 'wallet.export' | 'assertions.export' | 'ledger.export'

/** A call that ends in a file, saved by the host or by this page; what became of it is told in a notice. */
export function useExport<N extends ExportCall>(name: N): { readonly busy: boolean; readonly run: (input: CallInput<N>) => void } {
  const t = useTexts()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const { run, busy } = useAction(name)
  const save = async (input: CallInput<N>) => {
    const result = await run(input)
    if (!result.ok) {
      if (result.problem.code !== 'cancelled') notify(ui, problemText(result.problem), 'loss')
      return
    }
    const saved = finishExport(result.value)
    if (saved !== null) notify(ui, t('common.saved', { name: saved }))
  }
  return {
    busy,
    run: (input) => {
      save(input).catch(() => {})
    },
  }
}
