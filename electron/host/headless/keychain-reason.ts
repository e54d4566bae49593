import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { type KeychainReason, keychainReason } from '../../../shared/errors/reasons.ts'

/** Why a keychain refused: our own reason, or what the operating system said. */
export function keychainReasonOf(error: unknown): KeychainReason {
  const own = keychainReason.safeParse(error instanceof ConsoleError ? error.reason : null)
  if (own.success) return own.data
  const text = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : ''
  if (text === '') return because('keychain-wordless')
  if (/DBUS_SESSION_BUS_ADDRESS|org\.freedesktop\.secrets/.test(text)) return because('no-keychain-service')
  return because('keychain-said', { text: text.slice(0, 300) })
}
