import { AbiCoder } from 'ethers'

/** A contract refused, or the EVM could not go on; `data` is what it returned, for `error.data` of JSON-RPC. */
export class ExecutionFailed extends Error {
  readonly reverted: boolean
  readonly data: string
  constructor(message: string, reverted: boolean, data: string) {
    super(message)
    this.name = 'ExecutionFailed'
    this.reverted = reverted
    this.data = data
  }
}

const ERROR = '0x08c379a0'
const PANIC = '0x4e487b71'

/** Solidity's panics, in geth's words. */
const panics: Readonly<Record<number, string>> = {
  1: 'assert(false)',
  17: 'arithmetic underflow or overflow',
  18: 'division or modulo by zero',
  33: 'enum overflow',
  34: 'invalid encoded storage byte array accessed',
  49: 'out-of-bounds array access; popping on an empty array',
  50: 'out-of-bounds access of an array or bytesN',
  65: 'out of memory',
  81: 'uninitialized function',
}

/** The text a contract reverted with, or null when it gave none that can be read. */
export function revertReason(data: string): string | null {
  try {
    if (data.startsWith(ERROR)) return String(AbiCoder.defaultAbiCoder().decode(['string'], `0x${data.slice(10)}`)[0])
    if (data.startsWith(PANIC)) {
      const code = Number(AbiCoder.defaultAbiCoder().decode(['uint256'], `0x${data.slice(10)}`)[0])
      return panics[code] ?? `unknown panic code: 0x${code.toString(16)}`
    }
  } catch {
    // Bytes that only look like a reason are none.
  }
  return null
}

/** What eth_call throws, in geth's words. */
export function executionFailed(problem: string, data: string): ExecutionFailed {
  if (problem !== 'revert') return new ExecutionFailed(problem, false, data)
  const reason = revertReason(data)
  return new ExecutionFailed(reason === null ? 'execution reverted' : `execution reverted: ${reason}`, true, data)
}
