import type { App, Session, WebContents } from 'electron'
import type { Log } from '../../runtime/log.ts'
import { isOwnAddress } from './page-address.ts'

/** What the page may ask of the browser: copying an address on a click. Reading the clipboard, and everything else, is refused. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Closes what a page could use to leave its room: permissions, devices, downloads. */
export function guardSession(session: Session, log: Log): void {
  const allowed = (permission: string, origin: string): boolean => ALLOWED_PERMISSIONS.has(permission) && isOwnAddress(origin)
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const granted = allowed(permission, details.requestingUrl)
    if (!granted) log.warn('The page asked for a permission it may not have', { permission })
    answer(granted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin.replace(/\/$/, '')))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('A download was refused')
  })
}

/** Keeps every page that this process ever shows where it is: no navigation, no redirect, no new window, no page in a page. */
export function guardPages(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, log))
}

function guardPage(contents: WebContents, log: Log): void {
  const refuse = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault()
    log.warn('The page tried to leave its room', { by: what })
  }
  // Both, since the first does not hear frames and the second is young.
  contents.on('will-navigate', refuse('navigation'))
  contents.on('will-frame-navigate', refuse('navigation of a frame'))
  contents.on('will-redirect', refuse('redirect'))
  contents.on('will-attach-webview', refuse('webview'))
  contents.setWindowOpenHandler(() => {
    log.warn('The page tried to leave its room', { by: 'a new window' })
    return { action: 'deny' }
  })
}
