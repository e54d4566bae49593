import { protocol, type Session } from 'electron'
import type { Content } from '../content.ts'
import { securityHeaders } from '../security.ts'
import { isOwnAddress, SCHEME } from './page-address.ts'

/** Makes the scheme an origin like https. To be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built window, and nothing else, under the scheme; every answer carries the security headers. */
export function serveContent(session: Session, content: Content): void {
  session.protocol.handle(SCHEME, (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url)) return new Response(null, { status: 403, headers: { ...securityHeaders } })
    const file = content(new URL(request.url).pathname)
    if (!file) return new Response(null, { status: 404, headers: { ...securityHeaders } })
    return new Response(new Uint8Array(file.body), {
      headers: { ...securityHeaders, 'Content-Type': file.type, 'Cache-Control': 'no-store' },
    })
  })
}
