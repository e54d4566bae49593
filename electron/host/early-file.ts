import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/*
 * What must be known of a file of ours before the library that keeps it is read: the first paint waits for nothing heavy. A file that is
 * missing or damaged says nothing here; whoever keeps it tells the operator.
 */

/** A JSON file's content; null when it is not there, or not of this shape. */
export function readEarly<T>(path: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

const chosenLanguage = z.object({ preferences: z.object({ language: z.enum(['en', 'ja']) }) })

/** The language that the settings in this folder say; English where they say none. */
export const languageChosen = (data: string): 'en' | 'ja' =>
  readEarly(join(data, 'settings.json'), chosenLanguage)?.preferences.language ?? 'en'

const joinedKinds = z.object({ communities: z.array(z.object({ community: z.object({ kind: z.string() }) })) })

/** Whether the settings in this folder have the sandbox joined. */
export const isSandboxJoined = (data: string): boolean =>
  readEarly(join(data, 'settings.json'), joinedKinds)?.communities.some(({ community }) => community.kind === 'sandbox') ?? false
