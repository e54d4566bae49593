import { describe, expect, it } from 'vitest'
import { failedStart, type LaunchFacts, type LaunchStep, nextStep } from './step.ts'

/** A desktop with a network, on which Electron's program is not there yet. */
const fresh: LaunchFacts = {
  headlessAsked: false,
  platform: 'linux',
  hasDisplay: true,
  isRoot: false,
  version: '45.4.1',
  executable: null,
  overrideIsEmpty: false,
  isCached: false,
  mirror: 'not asked',
  install: 'not tried',
}
const there = { executable: '/e/electron' }
const desktop = (...args: string[]): LaunchStep => ({ do: 'desktop', executable: '/e/electron', args })
const headless = (reason: string | null): LaunchStep => ({ do: 'headless', reason })

describe('nextStep', () => {
  it.each<[string, Partial<LaunchFacts>, LaunchStep]>([
    ['headless asked for', { headlessAsked: true, ...there }, headless(null)],
    ['headless asked for, without a display', { headlessAsked: true, hasDisplay: false }, headless(null)],
    ['Linux without a display', { hasDisplay: false, ...there }, headless('there is no display')],
    ['macOS has no such variable', { platform: 'darwin', hasDisplay: false, ...there }, desktop()],
    ['Windows has no such variable', { platform: 'win32', hasDisplay: false, ...there }, desktop()],
    ['the program is there', there, desktop()],
    ['the program is there, root', { isRoot: true, ...there }, desktop('--no-sandbox')],
    ['the package is missing', { version: null }, headless('the electron package is not installed')],
    ['the override wins over a missing package', { version: null, ...there }, desktop()],
    [
      'an override without the program',
      { overrideIsEmpty: true, isCached: true },
      headless('ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron'),
    ],
    ['the archive is cached: no question to the network', { isCached: true }, { do: 'install' }],
    ['nothing is there', {}, { do: 'ask mirror' }],
    ['the mirror answers', { mirror: 'answers' }, { do: 'install' }],
    ['the mirror is silent', { mirror: 'silent' }, headless('Electron 45.4.1 cannot be downloaded: its server does not answer')],
    ['the installation failed', { mirror: 'answers', install: 'failed' }, headless('Electron 45.4.1 could not be installed')],
    ['the installation from the cache failed', { isCached: true, install: 'failed' }, headless('Electron 45.4.1 could not be installed')],
  ])('%s', (_, facts, expected) => {
    expect(nextStep({ ...fresh, ...facts })).toEqual(expected)
  })

  it('comes to an end whatever the network and the installer do', () => {
    for (const answer of ['answers', 'silent'] as const) {
      let facts = fresh
      const steps: string[] = []
      for (;;) {
        const step = nextStep(facts)
        steps.push(step.do)
        if (step.do === 'ask mirror') facts = { ...facts, mirror: answer }
        else if (step.do === 'install') facts = { ...facts, install: 'failed' }
        else break
        expect(steps.length).toBeLessThan(5)
      }
      expect(steps.at(-1)).toBe('headless')
    }
  })
})

describe('failedStart', () => {
  it.each([
    [127, null, 80, 'a library of the system is missing'],
    [null, 'SIGTRAP', 300, 'SIGTRAP'],
    [null, 'SIGABRT', 300, 'SIGABRT'],
  ] as const)('takes code %s, signal %s after %i ms for a desktop that cannot run', (code, signal, ms, text) => {
    expect(failedStart(code, signal, ms)).toContain(text)
  })

  it.each([
    [0, null, 300],
    [1, null, 300],
    [null, 'SIGINT', 300],
    [null, 'SIGTERM', 300],
    [null, 'SIGTRAP', 60_000],
    [127, null, 60_000],
  ] as const)('takes code %s, signal %s after %i ms for an ordinary end', (code, signal, ms) => {
    expect(failedStart(code, signal, ms)).toBeNull()
  })
})
