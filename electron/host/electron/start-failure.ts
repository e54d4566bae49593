import type { Preferences } from '../../../shared/state/state.ts'
import type { Log } from '../../runtime/log.ts'
import type * as PlainReason from '../plain-reason.ts'
import type * as StartWords from './start-words.ts'

export interface StartFailureParts {
  /** The language of the window, as far as it is known. */
  readonly language: Preferences['language']
  /** The words for it. They are read only now: nothing of the core is read before the first paint. */
  readonly words: () => Promise<Pick<typeof PlainReason, 'isExpected' | 'plainReason'> & Pick<typeof StartWords, 'startWords'>>
  readonly log: Pick<Log, 'error'>
  /** Where the log goes; a folder that cannot be written may be the very reason. */
  readonly openLog: () => Promise<void>
  /** Shows a box and comes back when it is closed. */
  readonly show: (title: string, text: string) => void
}

const titles: Readonly<Record<Preferences['language'], string>> = {
  en: 'PolySwarm Console cannot start',
  ja: 'PolySwarm Console を起動できません',
}

/** Without the words: what the error says of itself. */
const bareWords = {
  isExpected: () => false,
  plainReason: (error: unknown) => (error instanceof Error ? error.message : String(error)),
  startWords: () => null,
}

/** Says why the console cannot start, in its log in English and in a box in the window's language: whatever else fails, the box is shown. */
export async function tellStartFailure(error: unknown, { language, words, log, openLog, show }: StartFailureParts): Promise<void> {
  const { isExpected, plainReason, startWords } = await words().catch(() => bareWords)
  const reason = plainReason(error)
  // What is no fault of the program is told by its reason: a stack would only hide it.
  log.error('The console cannot start', isExpected(error) ? { reason } : { error })
  await openLog().catch(() => undefined)
  show(titles[language], startWords(error, language) ?? reason)
}
