import type { EventLine } from '../../../shared/state/state.ts'

/** Longest time between neighbours that are told as one, ms: what comes back after longer is a thing of its own, with its own time. */
const TOGETHER_MS = 5 * 60_000

/** Lines of the feed that say the same, one soon and directly after the other. */
export interface FoldedLine {
  /** The newest of them; of no bounty where they are of several. */
  readonly line: EventLine
  readonly count: number
  /** The oldest of them: its number stays while newer ones join. */
  readonly first: EventLine
}

/**
 * Equal lines in a row, none long after the one before, as one with its count, newest first as they come. What a line says counts, and not
 * which try or whose it was: five reveals that the daemon refuses for one reason are five times one thing. A line with an amount always
 * stands alone: sums must be readable.
 */
export function foldLines(lines: readonly EventLine[]): readonly FoldedLine[] {
  const folded: FoldedLine[] = []
  for (const line of lines) {
    const last = folded.at(-1)
    if (last === undefined || last.first.at - line.at > TOGETHER_MS || !saysTheSame(last.first, line))
      folded.push({ line, count: 1, first: line })
    else folded[folded.length - 1] = { line: together(last.line, line), count: last.count + 1, first: line }
  }
  return folded
}

/** A try is told without its bounty's name: its subject is its number and what was said. */
const isTry = ({ code }: EventLine): boolean => code.endsWith('-try-failed')
const said = (line: EventLine): string | null => (isTry(line) ? (line.subject?.replace(/^\d{1,6}: /, '') ?? null) : line.subject)

function saysTheSame(a: EventLine, b: EventLine): boolean {
  if (a.amount !== null || b.amount !== null) return false
  const sameBounty = a.guid === b.guid || isTry(a)
  return sameBounty && whatItSays(a) === whatItSays(b)
}

const whatItSays = (line: EventLine): string => {
  const { community, code, tone, mine, reason, counts, by } = line
  return JSON.stringify([community, code, tone, mine, said(line), reason, counts, by])
}

const together = (newest: EventLine, older: EventLine): EventLine => (newest.guid === older.guid ? newest : { ...newest, guid: null })
