import { z } from 'zod'

/*
 * What travels over the loopback WebSocket, one JSON text a frame. Names and values are the contract's; they are checked behind this.
 */

/** Page to console: one call. `id` is the page's own and comes back with the answer. */
export const callFrame = z.object({ id: z.int().nonnegative(), name: z.string().max(100), input: z.unknown() })
export type CallFrame = z.output<typeof callFrame>

/** Console to page: the answer to a call, or a notification. */
export type ConsoleFrame = { readonly id: number; readonly result: unknown } | { readonly notification: string; readonly value: unknown }

/** Where the page opens the socket. */
export const SOCKET_PATH = '/ipc'
