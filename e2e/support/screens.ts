import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { must } from './community.ts'
import type { RunningConsole } from './running-console.ts'
import { expect } from './test.ts'

export const THEMES = ['dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

/** Two common windows, in pixels. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const
const FOLDER = join(import.meta.dirname, '../../test-results/screens')

export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await must(page, 'app.setPreferences', { theme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
}

/** Every rule of axe on what is shown; then it is kept as a picture in both sizes. */
export async function judge(running: RunningConsole, name: string, theme: Theme): Promise<void> {
  const { page, host } = running
  // What rests is judged: a row that is still fading in has less contrast than any row that stays.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  // In one piece: the other way needs a second page, which Electron does not open.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
  expect.soft(found, `${name}, ${theme}`).toEqual([])
  for (const size of SIZES) {
    await resize(running, size)
    await expect.poll(() => page.evaluate(wronglyCut), `${name}, ${theme}: names that are cut`).toEqual([])
    const path = join(FOLDER, `${host}-${name}-${theme}-${size.width}x${size.height}.png`)
    await page.screenshot({ path, animations: 'disabled' })
  }
  await resize(running, SIZES[0])
  await page.emulateMedia({ reducedMotion: 'no-preference' })
}

/** Runs in the page: names of strangers that stand out of their room, are cut though there is room, or lost their end. */
function wronglyCut(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-whole]')].flatMap((room) => {
    const [whole, shown] = [room.dataset.whole ?? '', room.firstElementChild?.textContent ?? '']
    const width = room.firstElementChild?.getBoundingClientRect().width ?? 0
    if (room.clientWidth === 0 || (shown === whole && width <= room.clientWidth + 1)) return []
    const end = shown.slice(shown.lastIndexOf('…') + 1)
    // A line that wraps gives a name a whole line before any of it is cut.
    const line = room.parentElement
    const wraps = line !== null && getComputedStyle(line).flexWrap === 'wrap'
    const mustBeCut = room.scrollWidth > (wraps ? line.clientWidth : room.clientWidth)
    return mustBeCut && shown.includes('…') && whole.endsWith(end) && width <= room.clientWidth + 1 ? [] : [`${whole} as ${shown}`]
  })
}

async function resize({ app, page }: RunningConsole, size: { readonly width: number; readonly height: number }): Promise<void> {
  if (app === null) await page.setViewportSize(size)
  else await app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size)
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(size.width)
}
