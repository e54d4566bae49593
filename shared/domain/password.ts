/**
 * Why a password does not guard a keyfile that somebody copied: `short`, `common` (on every list of leaked or published passwords), `simple`
 * (few different characters, or a run along the keys). No meter that promises years: only what is surely bad is named.
 */
export type PasswordFault = 'short' | 'common' | 'simple'

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

/** What is wrong with a password for a new wallet; null when nothing is known to be. */
export function passwordFault(password: string): PasswordFault | null {
  const trivial = trivialFault(password)
  if (trivial !== null) return trivial
  const letters = [...password.normalize('NFC')]
  if (letters.length < MIN_PASSWORD_LENGTH) return 'short'
  return new Set(letters).size < MIN_DISTINCT ? 'simple' : null
}

/** Whether a password is found at once by whoever tries: a wallet that has one is for the sandbox alone. */
export const isTrivialPassword = (password: string): boolean => trivialFault(password) !== null

function trivialFault(password: string): PasswordFault | null {
  const letters = [...password.normalize('NFC')]
  const lower = password.normalize('NFC').toLowerCase()
  if (letters.length < TRIVIAL_LENGTH) return 'short'
  if (isWellKnown(lower)) return 'common'
  return new Set(letters).size === 1 || isSequence(lower) ? 'simple' : null
}

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
