import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type ChainEntry, chainEntry, entryAsJson } from './chain/entries.ts'
import { unveilPieces, veilPiece } from './veil.ts'

/*
 * What the chains did after the state was written lies in files `sandbox.log.N`, one step after another, each written before anybody hears
 * of it. Every process that runs the sandbox, and every new state, begins a file of its own; nothing is ever written over.
 */

const NAME = /^sandbox\.log\.(\d+)$/
export const logFile = (number: number): string => `sandbox.log.${number}`

const position = z.object({ home: z.number().int().nonnegative(), side: z.number().int().nonnegative() })
const chainName = z.enum(['home', 'side'])
const head = z.object({ begins: position })
const step = z.object({ chain: chainName, number: z.number().int().nonnegative(), entry: chainEntry })

/** The number that each chain's next step has. */
export type Position = z.output<typeof position>
export type ChainName = z.output<typeof chainName>

/** Steps by their numbers. */
export type Steps = Readonly<Record<ChainName, ReadonlyMap<number, ChainEntry>>>

export interface LoggedSteps {
  readonly steps: Steps
  /** Where the next file goes. */
  readonly next: number
  /** Bytes of all files. */
  readonly bytes: number
  /** Files that are not what was written: what came after is lost. */
  readonly damaged: readonly string[]
}

/** Which files there are, oldest first. */
export function logNumbers(folder: string): number[] {
  const numbers = (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN))
  return numbers.filter((n) => !Number.isNaN(n)).sort((a, b) => a - b)
}

/** Reads the files from `first` on. Only reads: the folder may be another process's. */
export function readSteps(folder: string, first: number): LoggedSteps {
  const steps = { home: new Map<number, ChainEntry>(), side: new Map<number, ChainEntry>() }
  const all = logNumbers(folder)
  const damaged: string[] = []
  let bytes = 0
  for (const number of all.filter((n) => n >= first)) {
    const path = join(folder, logFile(number))
    const file = readFileSync(path)
    bytes += file.length
    if (!addSteps(file, steps)) damaged.push(path)
  }
  return { steps, next: Math.max(first, (all.at(-1) ?? 0) + 1), bytes, damaged }
}

/** @returns false when the file is damaged */
function addSteps(file: Buffer, steps: Record<ChainName, Map<number, ChainEntry>>): boolean {
  const { pieces, isDamaged } = unveilPieces(file)
  const [first, ...others] = pieces.map((piece) => JSON.parse(piece.toString('utf8')) as unknown)
  if (first === undefined) return !isDamaged
  const { begins } = head.parse(first)
  // Whoever began this file went on from there: what another process still wrote while it died is not of this chain.
  for (const chain of chainName.options) {
    for (const number of steps[chain].keys()) if (number >= begins[chain]) steps[chain].delete(number)
  }
  for (const other of others) {
    const { chain, number, entry } = step.parse(other)
    steps[chain].set(number, entry)
  }
  return !isDamaged
}

export const removeLog = (folder: string, number: number): void => rmSync(join(folder, logFile(number)), { force: true })

export function removeLogsBefore(folder: string, number: number): void {
  for (const old of logNumbers(folder)) if (old < number) removeLog(folder, old)
}

/** A file that is written to. What was written outlives the process at once; a power cut may take the last half minute of it. */
export class StepLog {
  readonly number: number
  readonly #file: number
  #bytes = 0

  /** @throws Error when the file cannot be made, or is there already */
  constructor(folder: string, number: number, begins: Position) {
    this.number = number
    this.#file = openSync(join(folder, logFile(number)), 'ax', 0o600)
    this.#write({ begins } satisfies z.input<typeof head>)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @throws Error when it could not be written whole: nothing more may be added to this file */
  add(chain: ChainName, number: number, entry: ChainEntry): void {
    this.#write({ chain, number, entry: entryAsJson(entry) } satisfies z.input<typeof step>)
  }

  close(): void {
    closeSync(this.#file)
  }

  #write(content: object): void {
    const piece = veilPiece(Buffer.from(JSON.stringify(content), 'utf8'))
    if (writeSync(this.#file, piece) !== piece.length) throw new Error('the disk is full')
    this.#bytes += piece.length
  }
}
