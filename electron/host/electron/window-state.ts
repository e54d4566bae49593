import { z } from 'zod'
import type { SettingsFile } from '../../runtime/platform.ts'
import { readEarly } from '../early-file.ts'

const state = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1), maximized: z.boolean() })
/** Place of the window in device-independent pixels; `x` and `y` of its normal, not maximised place. */
export type WindowState = z.output<typeof state>

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The smallest window in which every screen of the console works. */
export const MINIMUM = { width: 1024, height: 640 } as const
const USUAL = { width: 1440, height: 900 } as const
/** So much of the window's top must be on a screen that a hand can take hold of it. */
const GRIP = { width: 200, height: 36 } as const

/** Keeps the place of the window: read before anything else is loaded, written through a store that comes later. */
export interface KeptWindowState {
  /** The state as it was kept; null when there is none or it makes no sense. */
  read(): WindowState | null
  /** Does nothing before there is a store. @throws whatever the store throws */
  write(state: WindowState): void
  writeThrough(store: SettingsFile): void
}

/** The file at `path`. Its first reading is by ourselves: the first paint does not wait for a library that reads JSON. */
export function keptWindowState(path: string): KeptWindowState {
  let store: SettingsFile | null = null
  return {
    // A damaged file costs the place of a window, nothing else.
    read: () => readEarly(path, state),
    write: (value) => store?.write(value),
    writeThrough: (later) => {
      store = later
    },
  }
}

/** Where the window opens: where it was, if that can still be reached on a screen of today, else in the middle (no x and y). */
export function placeWindow(
  kept: WindowState | null,
  screens: readonly Rectangle[],
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  const largest = screens.reduce(
    (most, { width, height }) => ({ width: Math.max(most.width, width), height: Math.max(most.height, height) }),
    {
      width: 0,
      height: 0,
    },
  )
  const wanted = kept ?? USUAL
  const within = (length: number, least: number, most: number): number => Math.max(least, most > 0 ? Math.min(length, most) : length)
  const size = { width: within(wanted.width, MINIMUM.width, largest.width), height: within(wanted.height, MINIMUM.height, largest.height) }
  if (kept && screens.some((screen) => canBeGripped(kept, screen))) return { ...size, x: kept.x, y: kept.y }
  return size
}

function canBeGripped(window: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  return across >= GRIP.width && window.y >= screen.y && window.y + GRIP.height <= screen.y + screen.height
}
