import type { AccountFields, StateManagerInterface } from '@ethereumjs/common'
import { Account, type Address, bytesToUnprefixedHex, KECCAK256_NULL, unpadBytes } from '@ethereumjs/util'
import { keccak256 } from 'ethers'

const EMPTY = new Uint8Array(0)

interface AccountRecord {
  readonly nonce: bigint
  readonly balance: bigint
  readonly codeHash: Uint8Array
}

/** What a snapshot of the whole state consists of; keys are unprefixed lower-case hexadecimal. */
export interface StateContents {
  readonly accounts: ReadonlyMap<string, AccountRecord>
  readonly code: ReadonlyMap<string, Uint8Array>
  readonly storage: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>
}

/** What entries of the state became; null where there is none any more. Keys as in `StateContents`. */
export interface StateChanges {
  readonly accounts: readonly (readonly [string, AccountRecord | null])[]
  readonly code: readonly (readonly [string, Uint8Array | null])[]
  /** Accounts whose whole storage was begun anew, before what `slots` tells. */
  readonly emptied: readonly string[]
  readonly slots: readonly (readonly [string, readonly (readonly [string, Uint8Array | null])[]])[]
}

/** Keys that were written to; some may have their old value again. */
class Touched {
  readonly accounts = new Set<string>()
  readonly code = new Set<string>()
  readonly storages = new Set<string>()
  readonly slots = new Map<string, Set<string>>()

  slot(account: string, key: string): void {
    const known = this.slots.get(account)
    if (known) known.add(key)
    else this.slots.set(account, new Set([key]))
  }
}

/**
 * The EVM's state as plain maps with an undo log. No trie: nobody asks the sandbox for Merkle proofs, and without one a
 * transaction costs no hashing, old blocks cost no memory, and a checkpoint is a number.
 */
export class MapState implements StateManagerInterface {
  readonly #accounts = new Map<string, AccountRecord>()
  readonly #code = new Map<string, Uint8Array>()
  readonly #storage = new Map<string, Map<string, Uint8Array>>()
  #undo: (() => void)[] = []
  #checkpoints: number[] = []
  #touched = new Touched()
  readonly originalStorageCache: {
    get: (address: Address, key: Uint8Array) => Promise<Uint8Array>
    clear: () => void
  }

  constructor() {
    const seen = new Map<string, Uint8Array>()
    // The value of a slot before the current transaction: SSTORE's price depends on it.
    this.originalStorageCache = {
      get: async (address, key) => {
        const at = bytesToUnprefixedHex(address.bytes) + bytesToUnprefixedHex(key)
        const known = seen.get(at)
        if (known) return known
        const value = await this.getStorage(address, key)
        seen.set(at, value)
        return value
      },
      clear: () => seen.clear(),
    }
  }

  contents(): StateContents {
    return { accounts: this.#accounts, code: this.#code, storage: this.#storage }
  }

  /** Replaces everything; only before the first block runs. */
  load(contents: StateContents): void {
    this.#accounts.clear()
    this.#code.clear()
    this.#storage.clear()
    for (const [key, value] of contents.accounts) this.#accounts.set(key, value)
    for (const [key, value] of contents.code) this.#code.set(key, value)
    for (const [key, slots] of contents.storage) this.#storage.set(key, new Map(slots))
  }

  /** Forgets what was written so far: `changes` tells what comes from here on. */
  beginChanges(): void {
    this.#touched = new Touched()
  }

  /** What became of everything that was written since `beginChanges`. */
  changes(): StateChanges {
    const { accounts, code, storages, slots } = this.#touched
    // A storage that is new as a whole is told as a whole.
    for (const account of storages) slots.set(account, new Set(this.#storage.get(account)?.keys()))
    return {
      accounts: Array.from(accounts, (key) => [key, this.#accounts.get(key) ?? null]),
      code: Array.from(code, (key) => [key, this.#code.get(key) ?? null]),
      emptied: [...storages],
      slots: Array.from(slots, ([account, keys]) => {
        const values = this.#storage.get(account)
        return [account, Array.from(keys, (key) => [key, values?.get(key) ?? null])]
      }),
    }
  }

  /** Makes changes that `changes` told. */
  apply({ accounts, code, emptied, slots }: StateChanges): void {
    for (const [key, value] of accounts) put(this.#accounts, key, value)
    for (const [key, value] of code) put(this.#code, key, value)
    for (const account of emptied) this.#storage.delete(account)
    for (const [account, values] of slots) {
      const own = this.#storage.get(account) ?? new Map<string, Uint8Array>()
      for (const [key, value] of values) put(own, key, value)
      if (own.size > 0) this.#storage.set(account, own)
    }
  }

  /** An account's nonce by its 0x address, without a promise. */
  nonce(account: string): number {
    return Number(this.#accounts.get(account.slice(2).toLowerCase())?.nonce ?? 0n)
  }

  async getAccount(address: Address): Promise<Account | undefined> {
    const record = this.#accounts.get(keyOf(address))
    // A fresh object each time: the EVM changes what it gets before it puts it back.
    return record && new Account(record.nonce, record.balance, undefined, record.codeHash)
  }

  async putAccount(address: Address, account?: Account): Promise<void> {
    if (!account) return this.deleteAccount(address)
    this.#touched.accounts.add(keyOf(address))
    set(this.#undo, this.#accounts, keyOf(address), {
      nonce: account.nonce,
      balance: account.balance,
      codeHash: account.codeHash,
    })
  }

  async deleteAccount(address: Address): Promise<void> {
    const key = keyOf(address)
    this.#touched.accounts.add(key)
    this.#touched.code.add(key)
    this.#touched.storages.add(key)
    set(this.#undo, this.#accounts, key, undefined)
    set(this.#undo, this.#code, key, undefined)
    set(this.#undo, this.#storage, key, undefined)
  }

  async modifyAccountFields(address: Address, fields: AccountFields): Promise<void> {
    const account = (await this.getAccount(address)) ?? new Account()
    account.nonce = fields.nonce ?? account.nonce
    account.balance = fields.balance ?? account.balance
    account.codeHash = fields.codeHash ?? account.codeHash
    await this.putAccount(address, account)
  }

  async putCode(address: Address, value: Uint8Array): Promise<void> {
    this.#touched.code.add(keyOf(address))
    set(this.#undo, this.#code, keyOf(address), value.length === 0 ? undefined : value)
    const codeHash = value.length === 0 ? KECCAK256_NULL : Buffer.from(keccak256(value).slice(2), 'hex')
    await this.modifyAccountFields(address, { codeHash })
  }

  async getCode(address: Address): Promise<Uint8Array> {
    return this.#code.get(keyOf(address)) ?? EMPTY
  }

  async getCodeSize(address: Address): Promise<number> {
    return this.#code.get(keyOf(address))?.length ?? 0
  }

  async getStorage(address: Address, key: Uint8Array): Promise<Uint8Array> {
    return this.#storage.get(keyOf(address))?.get(bytesToUnprefixedHex(key)) ?? EMPTY
  }

  async putStorage(address: Address, key: Uint8Array, value: Uint8Array): Promise<void> {
    const account = keyOf(address)
    let slots = this.#storage.get(account)
    if (!slots) {
      slots = new Map()
      this.#touched.storages.add(account)
      set(this.#undo, this.#storage, account, slots)
    }
    const stored = unpadBytes(value)
    const slot = bytesToUnprefixedHex(key)
    this.#touched.slot(account, slot)
    set(this.#undo, slots, slot, stored.length === 0 ? undefined : stored)
  }

  async clearStorage(address: Address): Promise<void> {
    this.#touched.storages.add(keyOf(address))
    set(this.#undo, this.#storage, keyOf(address), undefined)
  }

  async checkpoint(): Promise<void> {
    this.#checkpoints.push(this.#undo.length)
  }

  async commit(): Promise<void> {
    this.#checkpoints.pop()
    // Outside every checkpoint nothing can be reverted any more.
    if (this.#checkpoints.length === 0) this.#undo = []
  }

  async revert(): Promise<void> {
    const mark = this.#checkpoints.pop() ?? 0
    for (let i = this.#undo.length - 1; i >= mark; i--) this.#undo[i]?.()
    this.#undo.length = mark
  }

  async getStateRoot(): Promise<Uint8Array> {
    throw new Error('the sandbox keeps no state trie')
  }
  async setStateRoot(): Promise<void> {
    throw new Error('the sandbox keeps no state trie')
  }
  async hasStateRoot(): Promise<boolean> {
    return false
  }
  clearCaches(): void {}
  shallowCopy(): StateManagerInterface {
    throw new Error('the sandbox has one state')
  }
}

const keyOf = (address: Address): string => bytesToUnprefixedHex(address.bytes)

/** Writes (or, with undefined, removes) an entry and remembers how to take that back. */
function set<V>(undo: (() => void)[], map: Map<string, V>, key: string, value: V | undefined): void {
  const old = map.get(key)
  if (old === undefined && value === undefined) return
  undo.push(() => {
    if (old === undefined) map.delete(key)
    else map.set(key, old)
  })
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function put<V>(map: Map<string, V>, key: string, value: V | null): void {
  if (value === null) map.delete(key)
  else map.set(key, value)
}
