import { generateKeyPairSync, sign } from 'node:crypto'

/* A self-signed certificate for localhost, made anew in memory: no private key in the repository, no openssl on the machine. */

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const integer = (...bytes: readonly number[]): Buffer => der(0x02, Buffer.from(bytes))
const time = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
const name = (organisation: string): Buffer => sequence(der(0x31, sequence(oid('55040a'), der(0x0c, Buffer.from(organisation)))))

export interface TestCertificate {
  /** PEM. */
  readonly key: string
  readonly cert: string
}

/** @param validTo end of its life; in the past for an expired one */
export function makeCertificate(organisation: string, validTo: Date, host = 'localhost'): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaSha256 = sequence(oid('2a8648ce3d040302'))
  const alternativeNames = der(0x04, sequence(der(0x82, Buffer.from(host))))
  const authority = der(0x04, sequence(der(0x01, Buffer.from([0xff]))))
  const extensions = sequence(sequence(oid('551d11'), alternativeNames), sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), authority))
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    ecdsaSha256,
    name(organisation),
    sequence(time(new Date(Date.now() - 400 * 86_400_000)), time(validTo)),
    name(organisation),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const certificate = sequence(body, ecdsaSha256, signature)
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
