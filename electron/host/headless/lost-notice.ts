import type { Preferences } from '../../../shared/state/state.ts'

/** The one sentence of the page's own script, which has no catalogue: for a page whose window did not come up. */
const texts: Readonly<Record<Preferences['language'], (time: string) => string>> = {
  en: (time) =>
    `The console has ended or cannot be reached: what you see is from ${time}. If it was started again, open the new address from its terminal.`,
  ja: (time) =>
    `コンソールが終了したか、接続できません。表示は ${time} の時点のものです。もう一度起動した場合は、端末に表示された新しいアドレスを開いてください。`,
}

/** What to say over a page whose console is gone, in the language of the page; one that is not known is English. Time of the day in 24 hours. */
export function lostText(language: string, since: Date): string {
  const known = language === 'ja' ? 'ja' : 'en'
  return texts[known](since.toLocaleTimeString('en-GB'))
}
