/**
 * How well a password guards a keyfile that somebody copied. `trivial`: tried first by everybody, so it guards nothing. `weak`: found with
 * little effort. No meter that promises years: only what is surely bad is named.
 */
export type PasswordVerdict = 'trivial' | 'weak' | 'acceptable'

/** Why a password is not acceptable; null when it is. */
export type PasswordFault = 'too-short' | 'well-known' | 'few-characters' | 'sequence'

/** Characters (code points) a new wallet's password needs at least. */
export const MIN_PASSWORD_LENGTH = 10
/** Below this a password is tried completely within hours, whatever it is, even against scrypt. */
const TRIVIAL_LENGTH = 6
const MIN_DISTINCT = 5

/**
 * The passwords of published test keyfiles and the ones at the top of every list of leaked passwords, in lower case, without digits and
 * signs at their end.
 */
const WELL_KNOWN = new Set(
  `password passw0rd passwort motdepasse contraseña secret geheim sandbox test testing tester testtest changeme change letmein welcome admin
  administrator root toor default guest user login qwerty qwertyuiop qwertz azerty asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou monkey dragon
  football baseball superman batman princess sunshine shadow master trustno abc abcd abcdef abcdefg abcdefgh hello helloworld whatever
  ethereum bitcoin crypto wallet mywallet keystore keyfile geth metamask polyswarm nectar swarm engine microengine ambassador arbiter
  correcthorsebatterystaple passwordpassword pass passphrase mypassword yourpassword`.split(/\s+/),
)
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  '01234567890',
  '1234567890',
]

/** Judges a password for a new wallet. The verdict is honest about known bad ones and says nothing about the rest. */
export function judgePassword(password: string): { readonly verdict: PasswordVerdict; readonly fault: PasswordFault | null } {
  const letters = [...password.normalize('NFC')]
  const lower = password.normalize('NFC').toLowerCase()
  if (letters.length < TRIVIAL_LENGTH) return { verdict: 'trivial', fault: 'too-short' }
  if (isWellKnown(lower)) return { verdict: 'trivial', fault: 'well-known' }
  if (new Set(letters).size === 1 || isSequence(lower)) return { verdict: 'trivial', fault: 'sequence' }
  if (letters.length < MIN_PASSWORD_LENGTH) return { verdict: 'weak', fault: 'too-short' }
  if (new Set(letters).size < MIN_DISTINCT) return { verdict: 'weak', fault: 'few-characters' }
  return { verdict: 'acceptable', fault: null }
}

/** Whether a password guards nothing: a wallet that has one is for the sandbox alone. */
export const isTrivialPassword = (password: string): boolean => judgePassword(password).verdict === 'trivial'

function isWellKnown(lower: string): boolean {
  const plain = lower.replace(/[^\p{L}\p{N}]+/gu, '')
  const stem = plain.replace(/\p{N}+$/u, '')
  const spelled = stem
    .replaceAll('0', 'o')
    .replaceAll('1', 'i')
    .replaceAll('3', 'e')
    .replaceAll('4', 'a')
    .replaceAll('5', 's')
    .replaceAll('@', 'a')
  const candidates = [
    lower,
    plain,
    stem,
    spelled,
    lower
      .replaceAll('@', 'a')
      .replaceAll('$', 's')
      .replace(/[^\p{L}]+$/u, ''),
  ]
  return plain === '' || candidates.some((candidate) => WELL_KNOWN.has(candidate)) || isRepeated(plain)
}

/** `testtesttest`: a well-known word several times. */
const isRepeated = (plain: string): boolean => {
  const unit = /^(.{3,12}?)\1+$/u.exec(plain)?.[1]
  return unit !== undefined && (WELL_KNOWN.has(unit) || isSequence(unit))
}

/** A run along the alphabet, the digits or a row of keys, in either direction. */
function isSequence(lower: string): boolean {
  const backwards = [...lower].reverse().join('')
  return ROWS.some((row) => [lower, backwards].some((text) => `${row}${row}`.includes(text)))
}
