import { ConsoleError, type ErrorCode } from '../../shared/errors/errors.ts'

/** A failure below HTTP. `arrived`: whether the other side may have seen the request; where 'no', a repeat is safe whatever it was. */
export class NetworkFailure extends ConsoleError {
  readonly arrived: 'no' | 'perhaps'
  constructor(code: ErrorCode, detail: string, arrived: 'no' | 'perhaps', cause?: unknown) {
    super(code, detail, cause === undefined ? undefined : { cause })
    this.arrived = arrived
  }
}

/** Node's and OpenSSL's codes in an operator's words. */
const WORDS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOTFOUND: ['unreachable', 'host name not found'],
  EAI_AGAIN: ['unreachable', 'no answer from the name server'],
  ECONNREFUSED: ['unreachable', 'connection refused'],
  ECONNRESET: ['unreachable', 'connection reset'],
  EPIPE: ['unreachable', 'connection reset'],
  ECONNABORTED: ['unreachable', 'connection reset'],
  EHOSTUNREACH: ['unreachable', 'no route to host'],
  EHOSTDOWN: ['unreachable', 'no route to host'],
  ENETUNREACH: ['unreachable', 'network unreachable'],
  ENETDOWN: ['unreachable', 'network down'],
  EADDRNOTAVAIL: ['unreachable', 'network unreachable'],
  EMFILE: ['unreachable', 'too many open files on this computer'],
  ETIMEDOUT: ['timeout', 'no answer'],
  CERT_HAS_EXPIRED: ['tls-failed', 'its certificate has expired'],
  CERT_NOT_YET_VALID: ['tls-failed', 'its certificate is not valid yet (or this clock is wrong)'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls-failed', 'its certificate is self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls-failed', 'its certificate comes from an authority this computer does not know'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls-failed', 'its certificate comes from an authority this computer does not know'],
  UNABLE_TO_GET_ISSUER_CERT: ['tls-failed', 'its certificate comes from an authority this computer does not know'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls-failed', 'its certificate comes from an authority this computer does not know'],
  CERT_REVOKED: ['tls-failed', 'its certificate was revoked'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls-failed', 'its certificate is for another name'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls-failed', 'no encryption is spoken there'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls-failed', 'no encryption is spoken there'],
  EPROTO: ['tls-failed', 'the encrypted connection could not be agreed on'],
}

/**
 * What a socket's error means. The text is short and in lower case, to stand behind a name: “lima.polyswarm.network: no route to host”.
 * It never holds anything of the request.
 */
export function networkFailure(error: unknown, arrived: 'no' | 'perhaps'): NetworkFailure {
  const code = codeOf(error)
  const known = WORDS[code]
  if (known) return new NetworkFailure(known[0], known[1], arrived, error)
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return new NetworkFailure('tls-failed', 'the encrypted connection could not be agreed on', arrived, error)
  if (code.startsWith('HPE_')) return new NetworkFailure('not-polyswarmd', 'what answers there does not speak HTTP', arrived, error)
  return new NetworkFailure('unreachable', code === '' ? 'connection lost' : `connection failed (${code})`, arrived, error)
}

function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { readonly code?: unknown; readonly errors?: readonly unknown[] }
  if (typeof code === 'string') return /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
  // Several addresses tried at once (AggregateError): the first failure stands for all.
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : ''
}
