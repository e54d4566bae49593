import { LivePage } from '../pages/live.ts'
import { ShellPage } from '../pages/shell.ts'
import { expectAllSettled, joinWith } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { expect, test } from '../support/test.ts'

const BOUNTIES = 3

test('polyswarmd goes away while reveals are owed and comes back: said in a banner, tried again, nothing lost', async ({
  running,
  openSandbox,
}) => {
  const { page } = running
  const sandbox = await openSandbox({ bountyLimit: BOUNTIES })
  const id = await joinWith(page, sandbox, keyfile('geth-light.json'))
  const shell = new ShellPage(page)
  const live = new LivePage(page)
  await shell.engineButton('Start').click()
  expect(await sandbox.letBountiesCome()).toBe(BOUNTIES)
  await expect(live.rows(/^Committed/)).toHaveCount(BOUNTIES)
  // The clock runs on in an outage once the block time is measured.
  await expect(shell.strip).toContainText(/0\.\d\d s/)

  await sandbox.setDaemon(false)
  const banner = shell.banner(/^No connection to Rehearsal for/)
  await expect(banner).toContainText(/The last try said: .+\. Try \d+ (in \d+ s|is running)\./)
  await expect(banner).toContainText(/NCT waits for \d reveals?, already signed and kept on disk/)
  await expect(shell.strip).toContainText('No connection')
  await expect(shell.bottom).toContainText(/Send queue \d+, held/)

  await sandbox.setDaemon(true)
  await banner.getByRole('button', { name: 'Try now' }).click()
  await expect(banner).toBeHidden()
  await expectAllSettled(page, id, sandbox, BOUNTIES)
  await expect(shell.strip).toContainText(`${BOUNTIES} assertions settled`)
})
