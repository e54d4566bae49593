import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Browsers that were let in; the oldest is forgotten first. A console has one operator with a few windows at most. */
const SESSIONS_KEPT = 8

/**
 * Who may speak to the loopback server: a one-time token opens a session, a session is a cookie. Only hashes are kept; both die with the
 * process.
 */
export class Sessions {
  #token: Buffer | null = null
  #sessions: Buffer[] = []

  /** A fresh one-time token; one that was not used yet is void from now on. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url')
    this.#token = digest(token)
    return token
  }

  /** Exchanges the token for a session's secret; null when it is wrong or was used already. */
  redeem(token: string): string | null {
    if (!this.#token || !timingSafeEqual(digest(token), this.#token)) return null
    this.#token = null
    const session = randomBytes(32).toString('base64url')
    this.#sessions = [...this.#sessions, digest(session)].slice(-SESSIONS_KEPT)
    return session
  }

  isOpen(session: string | null): boolean {
    if (session === null) return false
    const given = digest(session)
    return this.#sessions.some((known) => timingSafeEqual(given, known))
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
