import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type ErrorCode } from '../../shared/errors/errors.ts'
import type { connectionReasons } from '../../shared/errors/reason-codes.ts'
import type { Reason } from '../../shared/errors/reasons.ts'

/** A failure below HTTP. `arrived`: whether the other side may have seen the request; where 'no', a repeat is safe whatever it was. */
export class NetworkFailure extends ConsoleError {
  readonly arrived: 'no' | 'perhaps'
  constructor(code: ErrorCode, detail: Reason, arrived: 'no' | 'perhaps', cause?: unknown) {
    super(code, detail, cause === undefined ? undefined : { cause })
    this.arrived = arrived
  }
}

/** What Node's and OpenSSL's codes mean to an operator. */
const WORDS: Readonly<Record<string, readonly [ErrorCode, (typeof connectionReasons)[number]]>> = {
  ENOTFOUND: ['unreachable', 'host-not-found'],
  EAI_AGAIN: ['unreachable', 'name-server-silent'],
  ECONNREFUSED: ['unreachable', 'connection-refused'],
  ECONNRESET: ['unreachable', 'connection-reset'],
  EPIPE: ['unreachable', 'connection-reset'],
  ECONNABORTED: ['unreachable', 'connection-reset'],
  EHOSTUNREACH: ['unreachable', 'no-route'],
  EHOSTDOWN: ['unreachable', 'no-route'],
  ENETUNREACH: ['unreachable', 'network-unreachable'],
  ENETDOWN: ['unreachable', 'network-down'],
  EADDRNOTAVAIL: ['unreachable', 'network-unreachable'],
  EMFILE: ['unreachable', 'too-many-files'],
  ETIMEDOUT: ['timeout', 'no-answer'],
  CERT_HAS_EXPIRED: ['tls-failed', 'certificate-expired'],
  CERT_NOT_YET_VALID: ['tls-failed', 'certificate-early'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls-failed', 'certificate-self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls-failed', 'certificate-unknown'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls-failed', 'certificate-unknown'],
  UNABLE_TO_GET_ISSUER_CERT: ['tls-failed', 'certificate-unknown'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls-failed', 'certificate-unknown'],
  CERT_REVOKED: ['tls-failed', 'certificate-revoked'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls-failed', 'certificate-other-name'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls-failed', 'nothing-encrypted'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls-failed', 'nothing-encrypted'],
  EPROTO: ['tls-failed', 'no-agreement'],
}

/**
 * What a socket's error means. Its text is short and in lower case, to stand behind a name: “lima.polyswarm.network: no route to host”.
 * It never holds anything of the request.
 */
export function networkFailure(error: unknown, arrived: 'no' | 'perhaps'): NetworkFailure {
  const code = codeOf(error)
  const known = WORDS[code]
  if (known) return new NetworkFailure(known[0], because(known[1]), arrived, error)
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return new NetworkFailure('tls-failed', because('no-agreement'), arrived, error)
  if (code.startsWith('HPE_')) return new NetworkFailure('not-polyswarmd', because('no-http'), arrived, error)
  return new NetworkFailure('unreachable', code === '' ? because('cut') : because('connection-failed', { text: code }), arrived, error)
}

function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { readonly code?: unknown; readonly errors?: readonly unknown[] }
  if (typeof code === 'string') return /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
  // Several addresses tried at once (AggregateError): the first failure stands for all.
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : ''
}
