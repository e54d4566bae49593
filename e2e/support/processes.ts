import { execFileSync } from 'node:child_process'

interface Row {
  readonly pid: number
  readonly parent: number
}

/** Every process that lives; those that only wait to be reaped do not. Not for Windows. */
function living(): readonly Row[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/)
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }]
  })
}

/** Ids of all processes below this one. */
export function descendantsOf(pid: number): readonly number[] {
  const rows = living()
  const below = (parent: number): number[] => rows.filter((row) => row.parent === parent).flatMap((row) => [row.pid, ...below(row.pid)])
  return below(pid)
}

/** Those of these ids that still live. */
export function stillLiving(pids: readonly number[]): readonly number[] {
  const now = new Set(living().map(({ pid }) => pid))
  return pids.filter((pid) => now.has(pid))
}
