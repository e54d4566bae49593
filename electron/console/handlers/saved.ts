import type { Platform } from '../../runtime/platform.ts'

/** Lets the operator save a text where the host can; else the text goes to the window, which saves it. */
export async function saved(
  platform: Platform,
  name: string,
  text: string,
): Promise<{ readonly saved: string | null; readonly name: string; readonly content: string | null }> {
  const outcome = await platform.saveFile(name, text)
  if (outcome === 'content') return { saved: null, name, content: text }
  return { saved: outcome?.path ?? null, name, content: null }
}

/** Rows as readable JSON; amounts as decimal strings of base units. */
export const toJson = (rows: readonly unknown[]): string =>
  `${JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`
