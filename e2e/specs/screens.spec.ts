import { CommunitiesPage } from '../pages/communities.ts'
import { JoinPart } from '../pages/join.ts'
import { LivePage, SETTLED } from '../pages/live.ts'
import { SetupPage } from '../pages/setup.ts'
import { type ScreenName, ShellPage } from '../pages/shell.ts'
import { joinWith, SETTLED_WITHIN_MS } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { judge, setTheme, THEMES } from '../support/screens.ts'
import { expect, test } from '../support/test.ts'

/** What each screen shows once it is there. */
const SCREENS: readonly (readonly [ScreenName, string])[] = [
  ['Assertions', 'Assertions'],
  ['Earnings', 'Earnings'],
  ['Wallet', 'Wallet'],
  ['Communities', 'Communities'],
  ['Engine', 'Engine on Rehearsal'],
  ['Activity', 'Activity'],
  ['Settings', 'Settings'],
]

test('every screen is legible to everybody in both themes', async ({ running, openSandbox }) => {
  const { page } = running
  const [shell, live, join] = [new ShellPage(page), new LivePage(page), new JoinPart(page)]
  for (const theme of THEMES) {
    await setTheme(page, theme)
    await expect(new SetupPage(page).heading).toBeVisible()
    await judge(running, 'setup', theme)
  }

  const bounties = 6
  const sandbox = await openSandbox({ bountyLimit: bounties, revealWindow: 10 })
  await joinWith(page, sandbox, keyfile('geth-light.json'))
  await shell.engineButton('Start').click()
  expect(await sandbox.letBountiesCome()).toBe(bounties)
  await expect(live.rows(/^Committed/)).not.toHaveCount(0)
  await judge(running, 'live-running', 'light')
  await expect(live.rows(SETTLED)).toHaveCount(bounties, { timeout: SETTLED_WITHIN_MS })

  for (const theme of THEMES) {
    await setTheme(page, theme)
    await shell.go('Live')
    await expect(live.rows(SETTLED)).toHaveCount(bounties)
    await judge(running, 'live', theme)
    await live.rows(SETTLED).first().dblclick()
    await expect(page.getByRole('table', { name: 'Assertions' })).toBeVisible()
    await judge(running, 'bounty', theme)
    for (const [screen, heading] of SCREENS) {
      await shell.go(screen)
      await expect(page.getByRole('main').getByRole('heading', { name: heading, level: 1 })).toBeVisible()
      await judge(running, screen.toLowerCase(), theme)
    }
    await shell.go('Communities')
    await new CommunitiesPage(page).add.click()
    await expect(join.name).toBeVisible()
    await judge(running, 'join', theme)
  }
})

test('dialogs and trouble are legible to everybody in both themes', async ({ running, openSandbox }) => {
  const { page } = running
  const shell = new ShellPage(page)
  const sandbox = await openSandbox({ bountyLimit: 2, revealWindow: 100 })
  const wallet = keyfile('geth-light.json')
  await joinWith(page, sandbox, wallet)
  await shell.engineButton('Start').click()
  expect(await sandbox.letBountiesCome()).toBe(2)
  await expect(new LivePage(page).rows(/^Committed/)).toHaveCount(2)
  for (const theme of THEMES) {
    await setTheme(page, theme)
    await shell.engineButton('Stop').click()
    await expect(page.getByRole('dialog', { name: 'Stop the engine on Rehearsal?' })).toBeVisible()
    await judge(running, 'stop', theme)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await judge(running, 'palette', theme)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible()
    await judge(running, 'keys', theme)
    await page.keyboard.press('Escape')
  }
  await sandbox.setDaemon(false)
  await expect(shell.banner(/^No connection to Rehearsal/)).toBeVisible()
  for (const theme of THEMES) {
    await setTheme(page, theme)
    await judge(running, 'disconnected', theme)
  }
  await sandbox.setDaemon(true)
})
