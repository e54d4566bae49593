import type { exposedName } from '../../../shared/contract/wire.ts'
import type { SOCKET_PATH } from './frames.ts'
import { lostText } from './lost-notice.ts'
import { PageConnection, type PageSocket } from './page-connection.ts'

/*
 * Runs in the browser, before the window's own script: gives the page the object that Electron's preload gives it on the desktop.
 * Types of the browser that are used here, since the core is compiled without them.
 */
interface Element {
  readonly style: { cssText: string }
  textContent: string
  setAttribute(name: string, value: string): void
}
declare const location: { readonly host: string; reload(): void }
declare const document: {
  createElement(tag: 'div'): Element
  readonly body: { append(element: Element): void }
  readonly documentElement: { readonly lang: string }
}

const name: typeof exposedName = 'polyswarm'
const path: typeof SOCKET_PATH = '/ipc'

const connection = new PageConnection({
  open: () => new WebSocket(`ws://${location.host}${path}`) as PageSocket,
  after: (ms, f) => void setTimeout(f, ms),
  now: () => Date.now(),
  onLost: (at) => document.body.append(lostNotice(new Date(at))),
  onBack: () => location.reload(),
})

Object.defineProperty(globalThis, name, {
  value: Object.freeze({
    host: connection.host,
    call: connection.call.bind(connection),
    on: connection.on.bind(connection),
    onGone: connection.onGone.bind(connection),
  }),
})

/** Over a page whose window did not come up to say it itself. */
function lostNotice(since: Date): Element {
  const notice = document.createElement('div')
  notice.setAttribute('role', 'alert')
  notice.style.cssText =
    'position:fixed;inset:0 0 auto 0;z-index:2147483647;padding:12px 16px;background:#7f1d1d;color:#fff;font:14px/20px system-ui,sans-serif;text-align:center'
  notice.textContent = lostText(document.documentElement.lang, since)
  return notice
}
