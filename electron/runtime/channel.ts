import type { Reason } from '../../shared/errors/reasons.ts'

/**
 * One end of a message channel to a helper process or worker, whatever carries it (Electron's utilityProcess, Node's child_process or
 * worker_threads). Messages are structured-clone values; bytes travel as Uint8Array.
 */
export interface Channel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the other side is gone; everything still waiting for it must be rejected by the caller. */
  onExit(listener: (reason: Reason) => void): void
  /** Ends the other side at once. */
  kill(): void
}

/** The helper's own end: how its code hears and answers. */
export interface HelperPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The parent is gone: the helper must finish what is durable and exit. */
  onDisconnect(listener: () => void): void
}
