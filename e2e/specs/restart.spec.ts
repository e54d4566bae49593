import { LivePage, SETTLED } from '../pages/live.ts'
import { ShellPage } from '../pages/shell.ts'
import { expectAllSettled, joinWith, SETTLED_WITHIN_MS } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { descendantsOf, stillLiving } from '../support/processes.ts'
import { expect, test } from '../support/test.ts'

const BOUNTIES = 4

test('a console that is killed between assertion and reveal takes up every open assertion when it is unlocked', async ({
  start,
  openSandbox,
}) => {
  const sandbox = await openSandbox({ bountyLimit: BOUNTIES })
  const wallet = keyfile('geth-light.json')
  const before = await start()
  const id = await joinWith(before.page, sandbox, wallet)
  await new ShellPage(before.page).engineButton('Start').click()
  expect(await sandbox.letBountiesCome()).toBe(BOUNTIES)
  await expect(new LivePage(before.page).rows(/^Committed/)).toHaveCount(BOUNTIES)
  const helpers = descendantsOf(before.pid)
  expect(helpers.length).toBeGreaterThan(0)
  await before.kill()
  // Above all the signer, which holds the key.
  await expect.poll(() => stillLiving(helpers)).toEqual([])

  const after = await start()
  const shell = new ShellPage(after.page)
  await expect(shell.strip).toContainText('Locked')
  await expect(shell.unlockDialog).toContainText(/The console restarted at .+ and cannot sign while the wallet is locked/)
  await shell.unlock('not the password')
  await expect(shell.unlockDialog).toContainText('This password does not open the keyfile. Nothing was changed; try again.')
  await shell.unlock(wallet.password)
  await expect(shell.unlockDialog).toBeHidden()
  await expect(new LivePage(after.page).rows(SETTLED)).toHaveCount(BOUNTIES, { timeout: SETTLED_WITHIN_MS })
  await expectAllSettled(after.page, id, sandbox, BOUNTIES)
})
