import { lima } from '../../shared/domain/community.ts'
import { CommunitiesPage } from '../pages/communities.ts'
import { JoinPart } from '../pages/join.ts'
import { ShellPage } from '../pages/shell.ts'
import { joinWith, must } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { answers } from '../support/knock.ts'
import { expect, test } from '../support/test.ts'

test('Lima out of reach is shown as exactly that, and cannot be joined', async ({ running }) => {
  test.skip(await answers(lima.address, 443), `${lima.address} can be reached from here`)
  const { page } = running
  const [communities, join] = [new CommunitiesPage(page), new JoinPart(page)]
  await must(page, 'app.finishFirstRun', {})
  await new ShellPage(page).go('Communities')
  await expect(communities.item('Lima')).toContainText('Not joined')
  await communities.item('Lima').click()
  await expect(join.address).toHaveValue(lima.address)
  await join.test.click()
  await expect(join.step('Address')).toContainText(/^Addressfailed: The address cannot be reached\. .*It said: .+/, { timeout: 30_000 })
  await expect(communities.main).toContainText(
    'Lima cannot be reached from here now. Nothing was sent but this question; test again later, the rest goes on without it.',
  )
  for (const later of ['Encryption', 'API key', 'Daemon', 'Chains', 'Contracts'] as const)
    await expect(join.step(later)).toContainText('not asked')
  await expect(join.join).toBeDisabled()
  const { state } = await must(page, 'app.snapshot', {})
  expect(Object.keys(state.communities)).toEqual([])
})

test('a joined Community that is out of reach from the start on says so and is tried again by itself', async ({ start, openSandbox }) => {
  const sandbox = await openSandbox({ bountyLimit: 0 })
  const before = await start()
  await joinWith(before.page, sandbox, keyfile('geth-light.json'))
  expect(await before.stop()).toBe(0)
  await sandbox.setDaemon(false)

  const shell = new ShellPage((await start()).page)
  const banner = shell.banner('Rehearsal cannot be reached')
  await expect(banner).toContainText(/The last try said: .+\. Try [2-9] (in \d+ s|is running)\./)
  await expect(shell.strip).toContainText('Unreachable')
  await sandbox.setDaemon(true)
  await expect(banner).toBeHidden({ timeout: 30_000 })
  await expect(shell.strip).toContainText('Connected')
})
