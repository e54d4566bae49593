/** What goes wrong with one request: an answer in place of the real one, a closed connection, or a delay (ms) before the real one. */
export type RequestFault =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: string; readonly contentType?: string }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'delay'; readonly ms: number }

/** What goes wrong with one event on its way to one socket. */
export type EventFault = { readonly kind: 'drop' } | { readonly kind: 'twice' } | { readonly kind: 'delay'; readonly ms: number }

/**
 * Trouble that a real daemon makes now and then, at will: for tests and rehearsals. Both are asked each time; null means that nothing
 * goes wrong.
 */
export interface Faults {
  readonly request?: (request: { readonly method: string; readonly path: string }) => RequestFault | null
  readonly event?: (event: { readonly name: string; readonly chain: 'home' | 'side' }) => EventFault | null
}

export const noFaults: Faults = {}
