import { readdirSync, readFileSync } from 'node:fs'

/** CPU milliseconds and resident memory of a process and all its descendants. Reads Linux's /proc. */
export interface Usage {
  readonly cpuMs: number
  readonly rssBytes: number
}

/** Linux counts CPU time in these, whatever the kernel's own tick is. */
const TICK_MS = 10

interface Row {
  readonly pid: number
  readonly parent: number
  readonly cpuMs: number
  readonly rssBytes: number
}

/** What the tree below `pid` has used so far; helpers that ended are missing. */
export function usageOf(pid: number): Usage {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readRow(Number(name)))
  const tree = new Set([pid])
  for (let grew = true; grew; ) {
    grew = false
    for (const row of rows) {
      if (tree.has(row.parent) && !tree.has(row.pid)) {
        tree.add(row.pid)
        grew = true
      }
    }
  }
  const mine = rows.filter((row) => tree.has(row.pid))
  return { cpuMs: mine.reduce((sum, row) => sum + row.cpuMs, 0), rssBytes: mine.reduce((sum, row) => sum + row.rssBytes, 0) }
}

function readRow(pid: number): Row[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name in brackets may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return [{ pid, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, rssBytes: pages * 4096 }]
  } catch {
    return []
  }
}
