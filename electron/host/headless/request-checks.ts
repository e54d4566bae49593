import type { IncomingHttpHeaders } from 'node:http'

/** Names of this computer's loopback. Any port: an SSH tunnel changes it, and a rebound name of a foreign page is not among these. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/** Whether the browser believes to speak to this computer: a foreign page that rebinds its own name to 127.0.0.1 does not. */
export const isLoopbackHost = (host: string | undefined): host is string => host !== undefined && LOOPBACK.test(host)

/** Whether the request comes from our own page. `required`: for what a browser always sends with an Origin (WebSocket). */
export function isOwnOrigin(headers: IncomingHttpHeaders, required: boolean): boolean {
  if (headers.origin !== undefined) return headers.origin === `http://${headers.host}`
  return !required
}

/** The value of a cookie; null when it is not there. */
export function cookie(headers: IncomingHttpHeaders, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
