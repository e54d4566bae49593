import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Keychain, KeychainStatus } from './platform.ts'

/** A keychain in memory for tests; `refuse` makes it behave as one that is locked or missing. */
export class MemoryKeychain implements Keychain {
  readonly secrets = new Map<string, string>()
  refuse: 'never' | 'always' | 'writing' = 'never'

  async status(): Promise<KeychainStatus> {
    return this.refuse === 'always' ? { available: false, reason: because('no-keychain-service') } : { available: true, backend: 'memory' }
  }
  async set(name: string, secret: string): Promise<void> {
    if (this.refuse !== 'never') throw new ConsoleError('keychain-refused', 'none here')
    this.secrets.set(name, secret)
  }
  async get(name: string): Promise<string | null> {
    if (this.refuse === 'always') throw new ConsoleError('keychain-refused', 'none here')
    return this.secrets.get(name) ?? null
  }
  async delete(name: string): Promise<void> {
    if (this.refuse !== 'never') throw new ConsoleError('keychain-refused', 'none here')
    this.secrets.delete(name)
  }
}
