import { kill } from 'node:process'
import { LivePage, SETTLED } from '../pages/live.ts'
import { SetupPage } from '../pages/setup.ts'
import { ShellPage } from '../pages/shell.ts'
import { communityState, expectAllSettled, joinWith, must, SETTLED_WITHIN_MS } from '../support/community.ts'
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

test('a console that is killed with its sandbox, in the middle of open assertions, reveals and settles them all after its next start', async ({
  start,
}) => {
  const before = await start()
  await new SetupPage(before.page).trySandbox.click()
  await expect(new ShellPage(before.page).strip).toContainText('Running', { timeout: 30_000 })
  await expect(new LivePage(before.page).rows(/^Committed/)).not.toHaveCount(0)
  const { state } = await must(before.page, 'app.snapshot', {})
  const id = Object.keys(state.communities)[0] as keyof typeof state.communities
  const open = Object.values(state.bounties[id] ?? {}).flatMap((row) =>
    row.assertBlock !== null && row.revealBlock === null ? row.guid : [],
  )
  expect(open.length).toBeGreaterThan(0)
  const helpers = descendantsOf(before.pid)
  // All at once: none hears of another's end.
  const killed = before.kill()
  for (const helper of stillLiving(helpers)) kill(helper, 'SIGKILL')
  await killed
  await expect.poll(() => stillLiving(helpers)).toEqual([])

  const after = await start()
  await expect(new ShellPage(after.page).strip).toContainText('Running', { timeout: 30_000 })
  const unsettled = async () => {
    const bounties = (await must(after.page, 'app.snapshot', {})).state.bounties[id] ?? {}
    return open.filter((guid) => bounties[guid]?.revealBlock === null || bounties[guid]?.settledAt === null)
  }
  await expect(new LivePage(after.page).rows(SETTLED)).not.toHaveCount(0, { timeout: SETTLED_WITHIN_MS })
  await expect.poll(unsettled, { timeout: SETTLED_WITHIN_MS }).toEqual([])
  const { total } = await communityState(after.page, id)
  expect(total).toMatchObject({ forfeited: 0, missed: 0 })
  expect(total.settled).toBeGreaterThanOrEqual(open.length)
})
