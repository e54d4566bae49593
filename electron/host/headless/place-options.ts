import { z } from 'zod'
import { type Given, text, toggle, type Values, type Variables, valued, WrongOptions } from './flags.ts'

/** A file whose first line is the secret, or the secret itself out of an environment variable. Never an argument: those are public. */
export type SecretSource = { readonly file: string } | { readonly text: string }

/** Where a run without a window works, and with which wallet. */
export interface RunPlace {
  /** The embedded Community with a throwaway wallet. */
  readonly sandbox: boolean
  readonly polyswarmdAddr: string | null
  /** Path of a geth keyfile. */
  readonly keyfile: string | null
  /** The keyfile's. */
  readonly password: SecretSource | null
  readonly apiKey: string | null
  /** http and ws instead of https and wss; refused together with an API key by the connection itself. */
  readonly insecureTransport: boolean
}

export const placeFlags = {
  sandbox: toggle,
  'polyswarmd-addr': valued(z.string().min(1).max(512), null, 'the address of a polyswarmd', 'POLYSWARMD_ADDR'),
  keyfile: text('KEYFILE'),
  'password-file': text(),
  'api-key': valued(z.string().regex(/^[\x21-\x7e]{1,256}$/), null, 'an API key: printable characters without blanks', 'API_KEY'),
  'insecure-transport': toggle,
} as const

/** The sandbox brings its own Community and wallet: a variable meant for another tool must not stand in its way. */
export function variablesFor(given: Given<typeof placeFlags>, env: Variables): Variables {
  if (!given.sandbox) return env
  const { POLYSWARMD_ADDR: _address, KEYFILE: _keyfile, PASSWORD: _password, API_KEY: _apiKey, ...others } = env
  return others
}

/** @param env what `variablesFor` leaves @throws WrongOptions when it is not clear where or who, or too much was said */
export function placeOf(values: Values<typeof placeFlags>, env: Variables): RunPlace {
  const { sandbox, 'polyswarmd-addr': polyswarmdAddr, keyfile, 'api-key': apiKey, 'insecure-transport': insecureTransport } = values
  const file = values['password-file']
  const password = file ? { file } : env.PASSWORD ? { text: env.PASSWORD } : null
  const foreign = (['polyswarmd-addr', 'keyfile', 'password-file', 'api-key'] as const).find((name) => values[name] !== null)
  if (sandbox && foreign) throw new WrongOptions(`--sandbox brings its own Community and wallet: leave --${foreign} out`)
  if (!sandbox && !polyswarmdAddr) throw new WrongOptions('name a Community: --sandbox or --polyswarmd-addr')
  if (!sandbox && !keyfile) throw new WrongOptions('--polyswarmd-addr needs an account: --keyfile')
  if (!sandbox && !password) throw new WrongOptions('--keyfile needs its password: --password-file, or the environment variable PASSWORD')
  if (apiKey && insecureTransport) throw new WrongOptions('--api-key is never sent over --insecure-transport: leave one of them out')
  return { sandbox, polyswarmdAddr, keyfile, password, apiKey, insecureTransport }
}
