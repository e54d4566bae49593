import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { emptyState } from '../../../shared/state/samples.ts'
import { headlessSettings } from '../headless/settings.ts'
import { quitQuestion } from '../quit-question.ts'
import { parseDesktopArguments } from './arguments.ts'
import { followLanguage, menuIn, menuTemplate } from './menu-template.ts'
import { isOurWebsite } from './our-websites.ts'
import { isOwnAddress, isOwnFrame } from './page-address.ts'
import { keptWindowState, placeWindow } from './window-state.ts'

describe('isOwnFrame', () => {
  it('takes the window of our own page', () => {
    expect(isOwnFrame({ url: 'app://console/index.html', parent: null })).toBe(true)
    expect(isOwnFrame({ url: 'app://console/index.html#/wallet', parent: null })).toBe(true)
  })

  it.each([
    ['no frame', null],
    ['a frame inside our page', { url: 'app://console/index.html', parent: {} }],
    ['a web page', { url: 'https://polyswarm.network/', parent: null }],
    ['a file', { url: 'file:///etc/passwd', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['another host of the scheme', { url: 'app://other/index.html', parent: null }],
    ['a host that begins alike', { url: 'app://console.evil/index.html', parent: null }],
    ['an account in the address', { url: 'app://console@evil/', parent: null }],
    ['data', { url: 'data:text/html,app://console/', parent: null }],
  ])('refuses %s', (_, frame) => {
    expect(isOwnFrame(frame)).toBe(false)
  })

  it('knows its origin with and without a path', () => {
    expect(isOwnAddress('app://console')).toBe(true)
    expect(isOwnAddress('app://consoles')).toBe(false)
  })
})

describe('isOurWebsite', () => {
  it.each([['https://polyswarm.network/account/api-keys'], ['https://docs.polyswarm.io/consumers'], ['https://polyswarm.network']])(
    'opens %s',
    (address) => {
      expect(isOurWebsite(address)).toBe(true)
    },
  )

  it.each([
    ['http://polyswarm.network/'],
    ['https://polyswarm.network.evil.example/'],
    ['https://evilpolyswarm.network/'],
    ['https://polyswarm.network@evil.example/'],
    ['https://user:pw@polyswarm.network/'],
    ['https://polyswarm.network:8443/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['smb://polyswarm.network/share'],
    ['polyswarm.network'],
    [''],
  ])('does not open %s', (address) => {
    expect(isOurWebsite(address)).toBe(false)
  })
})

describe('placeWindow', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  const kept = { x: 100, y: 50, width: 1200, height: 800, maximized: false }

  it('opens where it was', () => {
    expect(placeWindow(kept, [screen])).toEqual({ x: 100, y: 50, width: 1200, height: 800 })
    expect(placeWindow({ ...kept, x: 2000 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2000, y: 50 })
  })

  it.each([
    ['its screen is gone', { x: 2000, y: 50 }],
    ['it hangs over the left edge', { x: -1150, y: 50 }],
    ['its bar is above the screen', { x: 100, y: -40 }],
    ['its bar is below the screen', { x: 100, y: 1070 }],
  ])('opens in the middle when %s', (_, place) => {
    expect(placeWindow({ ...kept, ...place }, [screen])).toEqual({ width: 1200, height: 800 })
  })

  it('is never larger than the largest screen nor smaller than its minimum', () => {
    expect(placeWindow({ ...kept, width: 9000, height: 9000 }, [screen])).toMatchObject({ width: 1920, height: 1080 })
    expect(placeWindow({ ...kept, width: 10, height: 10 }, [screen])).toMatchObject({ width: 1024, height: 640 })
    expect(placeWindow(null, [{ ...screen, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 })
    expect(placeWindow(null, [])).toEqual({ width: 1440, height: 900 })
  })

  it('forgets a state that makes no sense or is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'window-state-'))
    const path = join(folder, 'window.json')
    const file = keptWindowState(path)
    expect(file.read()).toBeNull()
    file.write(kept)
    expect(file.read(), 'there is no store yet').toBeNull()
    file.writeThrough(headlessSettings(path))
    file.write(kept)
    expect(file.read()).toEqual(kept)
    for (const text of ['{', '[]', '{"x":"1"}', '{"x":0,"y":0,"width":-5,"height":2,"maximized":false}']) {
      writeFileSync(path, text)
      expect(file.read(), text).toBeNull()
    }
    rmSync(folder, { recursive: true })
  })
})

describe('quitQuestion', () => {
  const nothing = { openAssertions: 0, unrevealed: 0, reveals: [], transfersInFlight: 0, engines: 1 }

  it('asks nothing when nothing is at stake', () => {
    expect(quitQuestion(nothing, 'en')).toBeNull()
  })

  it('says which stakes are lost and which are not', () => {
    const question = quitQuestion({ ...nothing, openAssertions: 3, unrevealed: 1, transfersInFlight: 2 }, 'en')
    expect(question?.message).toBe('Quit and risk stakes?')
    expect(question?.detail).toContain('1 assertion is not revealed')
    expect(question?.detail).toContain('2 assertions wait to be settled')
    expect(question?.detail).toContain('2 transfers are in flight')
  })

  it('names the block by which the first must be revealed, at each Community, in both languages', () => {
    const reveals = [
      { community: 'Lima', lastBlock: 18_402_124, block: 18_402_117 },
      { community: 'Box', lastBlock: 12, block: null },
    ]
    const info = { ...nothing, openAssertions: 3, unrevealed: 3, reveals }
    expect(quitQuestion(info, 'en')?.detail).toBe(
      '3 assertions are not revealed. If the console is closed while the reveal window passes, the stake is lost. At Lima the first must be revealed by block 18,402,124 (now 18,402,117). At Box the first must be revealed by block 12.',
    )
    expect(quitQuestion(info, 'ja')?.detail).toContain('Lima では最初の公開はブロック 18,402,124 まで（現在 18,402,117）です。')
  })

  it('does not speak of risk when everything is revealed', () => {
    const question = quitQuestion({ ...nothing, openAssertions: 1 }, 'en')
    expect(question?.message).not.toContain('risk')
    expect(question?.detail).not.toContain('not revealed')
  })

  it('asks in Japanese where the window is Japanese', () => {
    const question = quitQuestion({ ...nothing, openAssertions: 3, unrevealed: 1, transfersInFlight: 2 }, 'ja')
    const words = [question?.message, question?.detail, ...(question?.buttons ?? [])].join()
    expect(words.match(/\d 件/g)).toEqual(['1 件', '2 件', '2 件'])
    expect(words).not.toMatch(/[A-Za-z]/)
  })
})

describe('parseDesktopArguments', () => {
  it('reads its own options and leaves those of Chromium alone', () => {
    expect(parseDesktopArguments(['--no-sandbox', '--data-dir', '/d', '--lang=de', 'x'])).toEqual({
      help: false,
      version: false,
      dataDir: '/d',
    })
    expect(parseDesktopArguments(['-h']).help).toBe(true)
    expect(parseDesktopArguments(['--version']).version).toBe(true)
    expect(parseDesktopArguments(['--data-dir']).dataDir).toBeNull()
  })
})

describe('menuTemplate', () => {
  it('holds every shortcut once and nothing that opens developer tools or reloads', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const text = JSON.stringify(menuTemplate({ navigate: () => undefined, quit: () => undefined }, platform, 'en'))
      expect(text).not.toMatch(/toggleDevTools|reload|viewMenu/i)
      const keys = text.match(/CmdOrCtrl\+\w+/g) ?? []
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys).toContain('CmdOrCtrl+1')
    }
  })

  it('goes to the place that is chosen', () => {
    const went: string[] = []
    const go = menuTemplate({ navigate: (to) => went.push(to), quit: () => undefined }, 'linux', 'en').find(({ label }) => label === 'Go')
    for (const item of (go?.submenu ?? []) as { click(): void }[]) item.click()
    expect(went).toEqual(['live', 'assertions', 'earnings', 'wallet', 'communities', 'engine', 'activity', 'settings'])
  })

  it.each(['linux', 'darwin'] as const)('has no word of English in a Japanese window (%s)', (platform) => {
    const labels = (items: readonly MenuItemConstructorOptions[]): (string | undefined)[] =>
      items.flatMap(({ type, label, submenu }) => [
        ...(type === 'separator' ? [] : [label]),
        ...(Array.isArray(submenu) ? labels(submenu) : []),
      ])
    const all = labels(menuTemplate({ navigate: () => undefined, quit: () => undefined }, platform, 'ja'))
    expect(all.length).toBeGreaterThan(20)
    // The product keeps its name; a role without a label would be named in English.
    expect(all.filter((label) => label !== 'PolySwarm Console' && !/[ぁ-んァ-ヶ一-龠]/.test(label ?? ''))).toEqual([])
  })

  it('follows the language of the window at once, and is made anew only then', () => {
    const shown: (string | undefined)[] = []
    const listeners: ((name: 'patch') => void)[] = []
    let state = emptyState
    const speak = (language: 'en' | 'ja') => {
      state = { ...state, app: { ...state.app, preferences: { ...state.app.preferences, language } } }
      for (const listener of listeners) listener('patch')
    }
    const core = {
      get state() {
        return state
      },
      subscribe: (listener: (name: 'patch') => void) => {
        listeners.push(listener)
        return () => undefined
      },
    }
    const actions = { navigate: () => undefined, quit: () => undefined }
    followLanguage(
      core as never,
      menuIn(actions, 'linux', (template) => void shown.push(template[0]?.label)),
    )
    speak('en')
    speak('ja')
    speak('ja')
    speak('en')
    expect(shown).toEqual(['Console', 'コンソール', 'Console'])
  })
})
