/** What is known about this machine, without running anything of Electron's. */
export interface LaunchFacts {
  readonly headlessAsked: boolean
  readonly platform: NodeJS.Platform
  /** DISPLAY or WAYLAND_DISPLAY is set; means something on Linux only. */
  readonly hasDisplay: boolean
  /** Only on systems that know it. */
  readonly isRoot: boolean
  /** Version of the electron package; null when it is not installed. */
  readonly version: string | null
  /** Electron's program, ready to be started; null while there is none. */
  readonly executable: string | null
  /** ELECTRON_OVERRIDE_DIST_PATH names a folder without the program. */
  readonly overrideIsEmpty: boolean
  /** Its archive lies in Electron's download cache. */
  readonly isCached: boolean
  readonly mirror: 'not asked' | 'answers' | 'silent'
  readonly install: 'not tried' | 'failed'
}

export type LaunchStep =
  | { readonly do: 'desktop'; readonly executable: string; readonly args: readonly string[] }
  /** `reason`: why not on the desktop; null when headless was asked for. */
  | { readonly do: 'headless'; readonly reason: string | null }
  /** Ask the download mirror whether it is there, with a short limit. */
  | { readonly do: 'ask mirror' }
  /** Let Electron's own installer put its program in place, with a limit. */
  | { readonly do: 'install' }

/** The next thing to do on the way to a running console; asked again with new facts after 'ask mirror' and 'install'. */
export function nextStep(facts: LaunchFacts): LaunchStep {
  if (facts.headlessAsked) return headless(null)
  if (facts.platform === 'linux' && !facts.hasDisplay) return headless('there is no display')
  if (facts.executable !== null) {
    // Chromium refuses its sandbox to root; every other account keeps it.
    return { do: 'desktop', executable: facts.executable, args: facts.isRoot ? ['--no-sandbox'] : [] }
  }
  if (facts.version === null) return headless('the electron package is not installed')
  if (facts.overrideIsEmpty) return headless('ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron')
  if (facts.install === 'failed') return headless(`Electron ${facts.version} could not be installed`)
  if (facts.isCached) return { do: 'install' }
  if (facts.mirror === 'not asked') return { do: 'ask mirror' }
  if (facts.mirror === 'silent') return headless(`Electron ${facts.version} cannot be downloaded: its server does not answer`)
  return { do: 'install' }
}

const headless = (reason: string | null): LaunchStep => ({ do: 'headless', reason })

/** Ends that say "Electron cannot run here" (a missing library, no sandbox allowed), not "the operator has quit"; only soon after the start. */
const FAILED_START_MS = 5000

/** Why a desktop that ended was no start at all; null when it was an ordinary end. */
export function failedStart(code: number | null, signal: NodeJS.Signals | null, afterMs: number): string | null {
  if (afterMs > FAILED_START_MS) return null
  if (code === 127) return 'Electron cannot run here: a library of the system is missing'
  if (signal === 'SIGTRAP' || signal === 'SIGABRT' || signal === 'SIGILL' || signal === 'SIGSEGV')
    return `Electron cannot run here (${signal})`
  return null
}
