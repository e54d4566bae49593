import type { SettingsFile } from '../runtime/platform.ts'

/** For tests: a settings file in memory. */
export function memorySettings(first: Readonly<Record<string, unknown>> = {}): SettingsFile {
  let text = JSON.stringify(first)
  return {
    read: () => JSON.parse(text) as ReturnType<SettingsFile['read']>,
    write: (value) => {
      text = JSON.stringify(value)
    },
  }
}
