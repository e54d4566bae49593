import type { Preferences } from '../../shared/state/state.ts'
import type { QuitInfo } from '../console/core.ts'

type Language = Preferences['language']

export interface QuitQuestion {
  readonly message: string
  readonly detail: string
  /** The first one keeps the console running, the second one ends it. */
  readonly buttons: readonly [string, string]
}

/** What the operator is asked before the console ends, in the language of the window; null when nothing is at stake and nobody need be asked. */
export function quitQuestion(info: QuitInfo, language: Language): QuitQuestion | null {
  if (info.openAssertions === 0 && info.transfersInFlight === 0) return null
  const words = texts[language]
  const revealed = info.openAssertions - info.unrevealed
  const parts = [
    ...(info.unrevealed > 0
      ? [[words.unrevealed(info.unrevealed), ...info.reveals.map((each) => words.firstReveal(each))].join(words.between)]
      : []),
    ...(revealed > 0 ? [words.revealed(revealed)] : []),
    ...(info.transfersInFlight > 0 ? [words.transfers(info.transfersInFlight)] : []),
  ]
  return { message: info.unrevealed > 0 ? words.risk : words.quit, detail: parts.join('\n\n'), buttons: [words.keep, words.end] }
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

interface QuitWords {
  readonly risk: string
  readonly quit: string
  readonly keep: string
  readonly end: string
  readonly unrevealed: (n: number) => string
  /** The first of them at one Community. */
  readonly firstReveal: (first: QuitInfo['reveals'][number]) => string
  readonly between: string
  readonly revealed: (n: number) => string
  readonly transfers: (n: number) => string
}

const figure = (block: number): string => block.toLocaleString('en-US')

const texts: Readonly<Record<Language, QuitWords>> = {
  en: {
    risk: 'Quit and risk stakes?',
    quit: 'Quit PolySwarm Console?',
    keep: 'Keep running',
    end: 'Quit',
    unrevealed: (n) =>
      `${count(n, 'assertion is', 'assertions are')} not revealed. If the console is closed while the reveal window passes, the stake is lost.`,
    firstReveal: ({ community, lastBlock, block }) =>
      `At ${community} the first must be revealed by block ${figure(lastBlock)}${block === null ? '' : ` (now ${figure(block)})`}.`,
    between: ' ',
    revealed: (n) => `${count(n, 'assertion waits', 'assertions wait')} to be settled: done at the next start, nothing is lost.`,
    transfers: (n) => `${count(n, 'transfer is', 'transfers are')} in flight and will arrive without the console.`,
  },
  ja: {
    risk: '賭けを失う恐れがあります。終了しますか？',
    quit: 'PolySwarm Console を終了しますか？',
    keep: '動かし続ける',
    end: '終了',
    unrevealed: (n) => `未公開のアサーションが ${n} 件あります。閉じている間に公開期間が過ぎると、賭けは失われます。`,
    firstReveal: ({ community, lastBlock, block }) =>
      `${community} では最初の公開はブロック ${figure(lastBlock)} まで${block === null ? '' : `（現在 ${figure(block)}）`}です。`,
    between: '',
    revealed: (n) => `精算待ちのアサーションが ${n} 件あります。次の起動時に精算され、失われるものはありません。`,
    transfers: (n) => `移動中の送金が ${n} 件あります。コンソールがなくても届きます。`,
  },
}
