import type { QuitInfo } from '../../console/core.ts'

/** What the operator is asked before the console ends; null when nothing is at stake and nobody need be asked. */
export function quitQuestion(info: QuitInfo): { readonly message: string; readonly detail: string } | null {
  if (info.openAssertions === 0 && info.transfersInFlight === 0) return null
  const parts: string[] = []
  if (info.unrevealed > 0)
    parts.push(
      `${count(info.unrevealed, 'assertion is', 'assertions are')} not revealed. If the console is closed while the reveal window passes, the stake is lost.`,
    )
  const revealed = info.openAssertions - info.unrevealed
  if (revealed > 0)
    parts.push(`${count(revealed, 'assertion waits', 'assertions wait')} to be settled: done at the next start, nothing is lost.`)
  if (info.transfersInFlight > 0)
    parts.push(`${count(info.transfersInFlight, 'transfer is', 'transfers are')} in flight and will arrive without the console.`)
  return { message: info.unrevealed > 0 ? 'Quit and risk stakes?' : 'Quit PolySwarm Console?', detail: parts.join('\n\n') }
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
