import { ConsoleError } from '../../shared/errors/errors.ts'

/** Where a polyswarmd lives, as the operator said it, checked and in one spelling. */
export interface DaemonAddress {
  /** `host[:port][/path]`, the form that is kept and shown. */
  readonly text: string
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  /** null = the scheme's own port. */
  readonly port: number | null
  /** Empty, or begins with `/` and does not end with one. */
  readonly path: string
}

/** An address that was read, and the scheme that was pasted with it (told to the operator: it decides nothing). */
export interface ReadAddress {
  readonly address: DaemonAddress
  readonly pastedScheme: 'http' | 'https' | 'ws' | 'wss' | null
}

/** The URLs of one polyswarmd. `origin` is the only place that ever gets the API key. */
export interface Endpoints {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly origin: string
  /** Empty, or begins with `/` and does not end with one. */
  readonly basePath: string
  readonly webSocketBase: string
}

const SHAPE = /^(?:(https?|wss?):\/\/)?(\[[0-9a-fA-F:.]+\]|[^/:?#@[\]\s]+)(?::(\d{1,5}))?(\/[^?#]*)?$/i

/**
 * Reads what an operator types or pastes: `host[:port][/path]`; a scheme before it is taken off and told.
 * @throws ConsoleError `address-invalid` with a sentence that says what to change
 */
export function readAddress(input: string): ReadAddress {
  const typed = input.trim()
  const refuse = (why: string): never => {
    throw new ConsoleError('address-invalid', why)
  }
  if (typed === '') refuse('The address is empty.')
  if (typed.length > 255) refuse('The address is longer than 255 characters.')
  const match = SHAPE.exec(typed)
  if (!match) return refuse(whyUnreadable(typed))
  const [, scheme, host = '', port, path = ''] = match
  const pastedScheme = (scheme?.toLowerCase() ?? null) as ReadAddress['pastedScheme']
  const name = hostName(host)
  if (name === null) return refuse(`“${host}” is not a host name or an IP address.`)
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) refuse('A port lies between 1 and 65535.')
  const cleanPath = path.replace(/\/+$/, '')
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(cleanPath) || /\/\.{1,2}(\/|$)/.test(cleanPath))
    refuse('The path may hold letters, digits, “.”, “_”, “~” and “-” between single slashes.')
  const number = port === undefined ? null : Number(port)
  const text = `${name.includes(':') ? `[${name}]` : name}${number === null ? '' : `:${number}`}${cleanPath}`
  return { address: { text, host: name, port: number, path: cleanPath }, pastedScheme }
}

/** Secure unless the operator said otherwise in so many words. */
export function endpoints(address: DaemonAddress, insecure: boolean): Endpoints {
  const port = address.port ?? (insecure ? 80 : 443)
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const authority = `${host}:${port}`
  return {
    secure: !insecure,
    host: address.host,
    port,
    origin: `${insecure ? 'http' : 'https'}://${authority}`,
    basePath: address.path,
    webSocketBase: `${insecure ? 'ws' : 'wss'}://${authority}${address.path}`,
  }
}

/**
 * Law 4: an API key never travels in the clear. Called by everything that opens a connection, before it does.
 * @throws ConsoleError `insecure-api-key`; `invalid-request` for a key that no header can carry
 */
export function checkApiKey(apiKey: string | null, insecure: boolean): void {
  if (apiKey === null) return
  if (insecure) throw new ConsoleError('insecure-api-key', 'An API key is only ever sent over an encrypted connection.')
  if (!/^[\x21-\x7e]{1,512}$/.test(apiKey)) throw new ConsoleError('invalid-request', 'An API key has no blanks and only plain letters.')
}

function whyUnreadable(typed: string): string {
  if (typed.includes('@')) return 'An address holds no user name or password: put the API key into its own field.'
  if (/[?#]/.test(typed)) return 'An address ends before “?” and “#”.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) && !/^(https?|wss?):/i.test(typed)) return 'Only https, wss, http and ws lead to a polyswarmd.'
  if ((typed.match(/:/g)?.length ?? 0) > 1 && !typed.includes('[')) return 'An IPv6 address stands in brackets: [::1]:31337.'
  return 'An address looks like host, host:port or host:port/path.'
}

/** The host in its one spelling (lower case, punycode, IPv6 compressed, no brackets); null when it is none. */
function hostName(host: string): string | null {
  // Blanks, percent signs and the like pass URL's parser in places; a host has none.
  if (!host.startsWith('[') && !/^[\p{L}\p{N}\p{M}._-]+$/u.test(host)) return null
  try {
    const { hostname } = new URL(`http://${host}`)
    return hostname === '' ? null : hostname.replace(/^\[|\]$/g, '')
  } catch {
    return null
  }
}
