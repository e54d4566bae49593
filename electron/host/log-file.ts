import { appendFileSync, renameSync, statSync } from 'node:fs'

/** Two files of this size at most: enough for days of ordinary lines, small enough to send to somebody who helps. */
const MAX_BYTES = 5 * 1024 * 1024

/** Writes lines to a file, mode 0600, and to `echo`; a full file becomes `….old` and a new one begins. */
export function logWriter(path: string, echo: { write(line: string): unknown }, maxBytes = MAX_BYTES): (line: string) => void {
  let size = sizeOf(path)
  return (line) => {
    echo.write(line)
    try {
      if (size > maxBytes) {
        renameSync(path, `${path}.old`)
        size = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      size += Buffer.byteLength(line)
    } catch {
      // A full disk must not end the console because of its log.
    }
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}
