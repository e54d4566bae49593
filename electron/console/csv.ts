/**
 * A table as RFC 4180 CSV. Fields that a spreadsheet would take for a formula get an apostrophe before them: names of artifacts are hostile
 * text. Numbers keep their sign.
 */
export function toCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

const isNumber = /^[+-]?\d+(\.\d+)?$/

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
