import { LivePage } from '../pages/live.ts'
import { ShellPage } from '../pages/shell.ts'
import { expectAllSettled, joinWith } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { expect, test } from '../support/test.ts'

const BOUNTIES = 2

test('a wallet locked over open assertions asks for its password when a reveal is owed, and loses nothing', async ({
  running,
  openSandbox,
}) => {
  const { page } = running
  const sandbox = await openSandbox({ bountyLimit: BOUNTIES })
  const wallet = keyfile('geth-light.json')
  const id = await joinWith(page, sandbox, wallet)
  const shell = new ShellPage(page)
  await shell.engineButton('Start').click()
  expect(await sandbox.letBountiesCome()).toBe(BOUNTIES)
  await expect(new LivePage(page).rows(/^Committed/)).toHaveCount(BOUNTIES)
  await expect(shell.walletLock).toHaveText(/^Unlocked/)

  await shell.walletLock.click()
  await page
    .getByRole('dialog', { name: /^Lock the wallet while \d verdicts? (is|are) unrevealed/ })
    .getByRole('button', { name: 'Lock all the same' })
    .click()
  await expect(shell.walletLock).toHaveText('Locked')
  await expect(shell.strip).toContainText('Locked')
  await expect(shell.unlockDialog).toContainText(/\d reveals? owed/)
  await shell.unlockDialog.getByRole('button', { name: 'Later' }).click()
  await expect(shell.unlockDialog).toBeHidden()
  await expect(shell.banner('The wallet is locked')).toContainText(/\d verdicts? (is|are) unrevealed: [\d.]+ NCT (is|are) lost if/)
  await expect(shell.needs).toContainText('Wallet is locked')

  await shell.engineButton('Unlock').click()
  await shell.unlock(wallet.password)
  await expect(shell.unlockDialog).toBeHidden()
  await expect(shell.walletLock).toHaveText(/^Unlocked/)
  await expect(shell.banner('The wallet is locked')).toBeHidden()
  await expectAllSettled(page, id, sandbox, BOUNTIES)
})
