import process from 'node:process'
import { ShellPage } from '../../pages/shell.ts'
import { joinWith } from '../../support/community.ts'
import { keyfile } from '../../support/keyfiles.ts'
import { judge, setTheme, THEMES } from '../../support/screens.ts'
import { expect, test } from '../../support/test.ts'

// The page tells that its socket cannot be opened again.
test.use({ expectsErrors: true })

/** A window of the desktop ends with its console. */
test('a window whose console has ended says of when everything is, and covers nothing', async ({ running, openSandbox }) => {
  const { page } = running
  const shell = new ShellPage(page)
  await joinWith(page, await openSandbox({ bountyLimit: 0 }), keyfile('geth-light.json'))
  await expect(shell.strip).toContainText('Connected')
  await setTheme(page, 'dark')
  // Not the window with it.
  process.kill(running.pid, 'SIGKILL')
  const banner = page.getByRole('alert').filter({ hasText: 'The console has ended or cannot be reached' })
  await expect(banner).toContainText(/as of \d\d:\d\d:\d\d and does not change/)
  await expect(shell.strip).not.toContainText('Connected')
  await expect(shell.bottom).toContainText(/as of \d\d:\d\d:\d\d/)
  const [covering, strip] = [await banner.boundingBox(), await shell.strip.boundingBox()]
  expect(strip?.y).toBeGreaterThanOrEqual((covering?.y ?? 0) + (covering?.height ?? 0))
  for (const theme of THEMES) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
    await judge(running, 'gone', theme)
  }
})
