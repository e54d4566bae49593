import { getBytes, keccak256, toUtf8Bytes } from 'ethers'

/**
 * Reproducible randomness: the same seed and label give the same numbers for ever, and two labels are independent of each other, so
 * that what one actor draws never shifts another's dice. Not for secrets of real money.
 */
export class SeededRandom {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, label: string) {
    const state = new DataView(getBytes(keccak256(toUtf8Bytes(`polyswarm-console sandbox/${seed}/${label}`))).buffer)
    this.#a = state.getUint32(0)
    this.#b = state.getUint32(4)
    this.#c = state.getUint32(8)
  }

  /** 32 random bits (sfc32). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.next() / 2 ** 32
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.between(0, choices.length - 1)] ?? choices[0]
  }

  bytes(length: number): Uint8Array {
    const words = new Uint32Array(Math.ceil(length / 4))
    for (let i = 0; i < words.length; i++) words[i] = this.next()
    return new Uint8Array(words.buffer, 0, length)
  }

  /** 256 bits, never zero. */
  word(): bigint {
    return BigInt(`0x${Buffer.from(this.bytes(32)).toString('hex')}`) || 1n
  }

  /** A version 4 uuid. */
  guid(): string {
    const b = this.bytes(16)
    b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
    b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
    const hex = Buffer.from(b).toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
}
