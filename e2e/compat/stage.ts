import type { SandboxHandle } from '../../electron/sandbox/sandbox.ts'

/** Everything one check needs. */
export interface Stage {
  readonly sandbox: SandboxHandle
  /** Folder of the client's programs. */
  readonly bin: string
  /** A wallet of this check alone: a keyfile, its password, its account. */
  readonly wallet: Wallet
}

export interface Wallet {
  readonly keyfile: string
  readonly password: string
  readonly account: string
}
