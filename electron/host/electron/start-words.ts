import { ConsoleError, type ErrorCode } from '../../../shared/errors/errors.ts'
import type { ReasonCode } from '../../../shared/errors/reason-codes.ts'
import type { Preferences } from '../../../shared/state/state.ts'

/**
 * Why the console cannot start, in a language that its own sentences (`plainReason`) are not in; null where they are to be said. The
 * catalogue of the window is not read here: few failures come before there is one.
 */
export function startWords(error: unknown, language: Preferences['language']): string | null {
  if (language === 'en' || !(error instanceof ConsoleError)) return null
  const said = japanese[error.code]
  if (said === undefined) return null
  // What was asked for and not understood is the settings file alone: there is no window yet.
  if (error.code === 'invalid-request' && !error.message.startsWith('The settings file')) return null
  const why = error.reason && reasons[error.reason.code]?.(error.reason.values)
  return why ? `${said}（${why}）` : said
}

const japanese: Readonly<Partial<Record<ErrorCode, string>>> = {
  'invalid-request':
    '設定ファイル settings.json を読めません。ファイルはそのままです。中身を確かめるか、別の場所に移してから起動してください。',
  'journal-failed': 'ジャーナルを使えません。ディスクにないものは署名も送信もしません。空きや権限を確かめてください。',
  'journal-in-use':
    '別のコンソールがこのデータフォルダーを使っています。何も変わっていません。そちらを終了するか、--data-dir で別のフォルダーを指定してください。',
  'journal-newer': 'ジャーナルは新しいバージョンのものです。何も変わっていません。新しいバージョンで開いてください。',
}

const reasons: Readonly<Partial<Record<ReasonCode, (values: Readonly<Record<string, string>>) => string>>> = {
  'journal-disk-full': () => 'ディスクがいっぱいです',
  'journal-disk-error': () => 'ディスクを読み書きできませんでした',
  'journal-no-memory': () => 'メモリーが足りません',
  'journal-read-only': () => '書き込みが許可されていません',
  'journal-cannot-open': () => 'ファイルを開けません',
  'journal-damaged': () => 'ファイルが壊れています',
  'journal-kept-aside': ({ path = '' }) => `ジャーナルが壊れています。${path} として残しました`,
  'journal-said': ({ text = '' }) => text,
  'journal-unusable': ({ text = '' }) => text,
  'journal-left': ({ path = '' }) => `ジャーナル ${path} が壊れています。そのままにしてあります`,
}
