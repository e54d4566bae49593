import { z } from 'zod'
import { communitySettings } from '../../shared/domain/community.ts'
import { engineSettings, stopped } from '../../shared/domain/engine.ts'
import { address, type communityId } from '../../shared/domain/identifiers.ts'
import { maintainRule } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { defaultPreferences } from '../../shared/state/initial.ts'
import { preferences } from '../../shared/state/state.ts'
import type { SettingsFile } from '../runtime/platform.ts'

/** One joined Community as the settings keep it. */
const joined = z.object({
  community: communitySettings,
  engine: engineSettings,
  /** What the operator wants of the engine; survives restarts. */
  wish: z.enum(['running', 'paused', 'stopped']),
  /** Why and when the engine was stopped last; null: it never was, or that was not kept. Younger than the file's version. */
  stopped: stopped.nullable().default(null),
  maintain: maintainRule.nullable(),
  joinedAt: z.int(),
})
export type Joined = z.output<typeof joined>

const settingsSchema = z.object({
  version: z.literal(1),
  // Younger than the file's version: a file without it is as good.
  preferences: preferences.extend({ closeToTray: preferences.shape.closeToTray.default(defaultPreferences.closeToTray) }),
  firstRunDone: z.boolean(),
  communities: z.array(joined).max(64),
  /** Wallets made for the sandbox: refused everywhere else. */
  throwaway: z.array(address).max(64),
  /** Needs the operator put off, by id, with the time (ms) until which. */
  putOff: z.record(z.string(), z.int()),
})
export type Settings = z.output<typeof settingsSchema>

const fresh: Settings = {
  version: 1,
  preferences: defaultPreferences,
  firstRunDone: false,
  communities: [],
  throwaway: [],
  putOff: {},
}

/** The settings in memory and on disk: every change is on disk before it counts. */
export class SettingsStore {
  readonly #file: SettingsFile
  #value: Settings

  /** @throws ConsoleError('invalid-request') when the file is there but is not ours: it is left as it is, for the operator to look at */
  constructor(file: SettingsFile) {
    this.#file = file
    this.#value = read(file)
  }

  get value(): Settings {
    return this.#value
  }

  update(change: (settings: Settings) => Settings): void {
    const next = change(this.#value)
    this.#file.write(z.encode(settingsSchema, next) as Record<string, unknown>)
    this.#value = next
  }

  /** @returns the Community's part, null when it is not joined */
  joined(id: z.output<typeof communityId>): Joined | null {
    return this.#value.communities.find(({ community }) => community.id === id) ?? null
  }

  updateJoined(id: string, change: (joined: Joined) => Joined): void {
    this.update((settings) => ({
      ...settings,
      communities: settings.communities.map((entry) => (entry.community.id === id ? change(entry) : entry)),
    }))
  }
}

function read(file: SettingsFile): Settings {
  const json = file.read()
  if (json === null || json === undefined || (typeof json === 'object' && Object.keys(json).length === 0)) return fresh
  const parsed = settingsSchema.safeDecode(json as z.input<typeof settingsSchema>)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new ConsoleError(
    'invalid-request',
    `The settings file does not fit this version (at "${where}"). Move it aside to start anew; wallets and journal are not touched.`,
  )
}
