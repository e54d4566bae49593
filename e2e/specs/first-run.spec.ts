import { BountyPage } from '../pages/bounty.ts'
import { JoinPart } from '../pages/join.ts'
import { LivePage, SETTLED } from '../pages/live.ts'
import { SetupPage } from '../pages/setup.ts'
import { ShellPage } from '../pages/shell.ts'
import { WalletPage } from '../pages/wallet.ts'
import { communityState, expectAllSettled, must, SETTLED_WITHIN_MS } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { expect, test } from '../support/test.ts'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

test('one click from nothing to the first settled bounty in the sandbox, and its money adds up', async ({ running }) => {
  const { page } = running
  const [setup, shell, live, bounty] = [new SetupPage(page), new ShellPage(page), new LivePage(page), new BountyPage(page)]
  await expect(setup.heading).toBeVisible()
  await setup.trySandbox.click()
  await expect(shell.strip).toContainText('Running', { timeout: 30_000 })
  await expect(shell.strip).toContainText('Sandbox')
  await expect(live.rows(/^Committed/)).not.toHaveCount(0)
  await expect(shell.events).toContainText('Committed')

  const settled = live.rows(SETTLED).first()
  await expect(settled).toBeVisible({ timeout: SETTLED_WITHIN_MS })
  await settled.dblclick()
  await expect(bounty.assertions).toContainText('you')
  await expect(bounty.votes).toBeVisible()
  const money = await bounty.money()
  expect(money.in.length).toBeGreaterThan(1)
  expect(sum(money.in)).toBe(money.paidIn)
  expect(sum(money.out)).toBe(money.paidOut)
  expect(money.paidIn + money.paidOut).toBe(money.net)
  await bounty.back.click()
  await expect(live.grid).toBeVisible()

  const { state } = await must(page, 'app.snapshot', {})
  const id = Object.keys(state.communities)[0] as keyof typeof state.communities
  expect((await communityState(page, id)).total).toMatchObject({ forfeited: 0, missed: 0 })

  for (const { address } of state.wallets) await must(page, 'wallet.lock', { address })
  // By the dialog: it comes by itself when a reveal is owed, and this wallet has no password to type.
  await expect(shell.unlockDialog).toContainText('This is the sandbox’s own wallet')
  await expect(shell.unlockDialog.locator('input')).toHaveCount(0)
  await shell.unlockDialog.getByRole('button', { name: /^Unlock/ }).click()
  await expect(shell.unlockDialog).toBeHidden()
  await expect(shell.walletLock).toHaveText(/^Unlocked/)
})

test('the set-up by hand: a keyfile made by geth, a private Community, a scanner, and the first bounty settles', async ({
  running,
  openSandbox,
}) => {
  const { page } = running
  const [setup, shell, wallet, join] = [new SetupPage(page), new ShellPage(page), new WalletPage(page), new JoinPart(page)]
  const made = keyfile('geth-std.json')
  const bounties = 3
  const sandbox = await openSandbox({ bountyLimit: bounties, revealWindow: 20, fund: [made.address] })

  await test.step('wallet: a wrong password, then the right one', async () => {
    await wallet.chooseKeyfile(made.path)
    await expect(wallet.dropZone).toContainText(made.name)
    await expect(wallet.dropZone).toContainText('scrypt, N 262,144')
    await wallet.keyfilePassword.fill('not the password')
    await setup.button('Unlock and go on').click()
    await expect(wallet.main).toContainText('This password does not open the keyfile. Nothing was changed; try again.')
    expect((await must(page, 'app.snapshot', {})).state.wallets).toEqual([])
    await wallet.keyfilePassword.fill(made.password)
    await setup.button('Unlock and go on').click()
    await expect(setup.done('Wallet')).toContainText('0xa94d…A8a5')
    const { state } = await must(page, 'app.snapshot', {})
    expect(state.wallets).toMatchObject([{ address: made.address, source: 'imported', state: 'unlocked' }])
  })

  await test.step('Community: tested, its contracts compared, joined', async () => {
    await setup.card('A private Community').click()
    await join.name.fill('Rehearsal')
    await join.address.fill(sandbox.address)
    await join.insecure.check()
    await expect(join.apiKey).toBeDisabled()
    await join.test.click()
    await expect(join.step('Daemon')).toContainText('event socket open')
    await expect(join.step('Encryption')).toContainText('none: everybody on the way can read and change what is said')
    await expect(join.step('Chains')).toContainText('home 1337, side 1338')
    await expect(join.step('Contracts')).toContainText('5 of 5 have the interfaces we know; 5 addresses are new to you')
    await expect(join.contracts).toContainText(sandbox.ready.contracts.side.registry)
    await expect(join.join).toBeDisabled()
    await join.compared.check()
    await join.join.click()
    await expect(setup.done('Community')).toContainText('Rehearsal')
  })

  await test.step('scanner and limits, then go', async () => {
    await setup.card('EICAR').click()
    await page.getByRole('checkbox', { name: 'I know: use it with real NCT all the same.' }).check()
    await setup.button('Go on').click()
    await setup.button('Start the engine on Rehearsal').click()
    await expect(shell.strip).toContainText('Running')
  })

  // A pointer over the list would hold it.
  await shell.strip.hover()
  expect(await sandbox.letBountiesCome()).toBe(bounties)
  await expect(new LivePage(page).rows(SETTLED)).toHaveCount(bounties, { timeout: SETTLED_WITHIN_MS })
  const { state } = await must(page, 'app.snapshot', {})
  const [id] = Object.keys(state.communities) as (keyof typeof state.communities)[]
  if (id === undefined) throw new Error('nothing is joined')
  await expectAllSettled(page, id, sandbox, bounties)
})
