import type { NewEventLine, WalletState } from '../../shared/state/state.ts'

/** Tells the feed when a wallet was opened or locked; what is only being tried is no news. */
export class WalletLines {
  readonly #open = new Map<string, boolean>()

  /** What is new since the last list. */
  of(wallets: readonly WalletState[], at: number): readonly NewEventLine[] {
    return wallets.flatMap(({ address, state }) => {
      if (state === 'unlocking') return []
      const is = state === 'unlocked'
      const was = this.#open.get(address) ?? false
      this.#open.set(address, is)
      if (is === was) return []
      const code = is ? 'wallet-unlocked' : 'wallet-locked'
      return [{ at, community: null, code, tone: 'soft', mine: true, guid: null, subject: null, amount: null } as const]
    })
  }
}
