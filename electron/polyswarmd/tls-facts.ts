import { rootCertificates, type TLSSocket } from 'node:tls'
import { cleanText } from './text.ts'

/** The encryption of a connection as the operator is shown it. */
export interface TlsFacts {
  /** `TLS 1.3` */
  readonly protocol: string
  /** Who signed the certificate: an organisation, or the common name. */
  readonly issuer: string
  /** Last moment of the certificate, milliseconds since the epoch; null when it cannot be read. */
  readonly validTo: number | null
}

export function readTls(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate()
  const { O: organisation, CN: name } = (certificate.issuer ?? {}) as { readonly O?: unknown; readonly CN?: unknown }
  const validTo = Date.parse(certificate.valid_to ?? '')
  return {
    protocol: (socket.getProtocol() ?? 'TLS').replace(/^TLSv/, 'TLS '),
    issuer: cleanText(String(first(organisation) ?? first(name) ?? 'unknown'), 100),
    validTo: Number.isNaN(validTo) ? null : validTo,
  }
}

/** The usual authorities and one more. */
export const withExtraAuthority = (pem: string): string[] => [...rootCertificates, pem]

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)
