/** The window's own scheme: a standard, secure origin that no web page and no file can have. */
export const SCHEME = 'app'
export const PAGE_ORIGIN = `${SCHEME}://console`
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`

/** Where a frame is, as Electron tells it. */
export interface FrameFacts {
  /** Address of its document. */
  readonly url: string
  /** null for a window's own frame. */
  readonly parent: unknown
}

/**
 * Whether an IPC message comes from our own page and from the window itself, not from a frame in it. Electron gives null when the frame
 * has navigated or is gone meanwhile: not ours either.
 */
export function isOwnFrame(frame: FrameFacts | null): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url)
}

/** Compared as text: URL gives a scheme of our own no origin. */
export const isOwnAddress = (url: string): boolean => url === PAGE_ORIGIN || url.startsWith(`${PAGE_ORIGIN}/`)
