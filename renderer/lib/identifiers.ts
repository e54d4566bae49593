/** An account in short: `0x7A3f…C91e`. In full where a person must compare. */
export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`

/** A 32-byte hash: `0x9b41…e07c` with its prefix, `551b438e…9db452` without. */
export const shortHash = (hash: string): string =>
  hash.startsWith('0x') ? shortAddress(hash) : hash.length <= 16 ? hash : `${hash.slice(0, 8)}…${hash.slice(-6)}`
