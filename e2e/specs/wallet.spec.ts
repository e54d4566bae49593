import { ShellPage } from '../pages/shell.ts'
import { WalletPage } from '../pages/wallet.ts'
import { must } from '../support/community.ts'
import { keyfile } from '../support/keyfiles.ts'
import { expect, test } from '../support/test.ts'

const WRONG = 'This password does not open the keyfile. Nothing was changed; try again.'

test('a keyfile comes in by drop; what is not a keyfile is refused before a password is asked', async ({ running }) => {
  const { page } = running
  const wallet = new WalletPage(page)
  const made = keyfile('python-pbkdf2.json')
  await must(page, 'app.finishFirstRun', {})
  await new ShellPage(page).go('Wallet')
  await wallet.dropKeyfile('notes.json', '{"version": 3}')
  await expect(wallet.main.getByRole('alert')).toContainText(
    'This file is not a keyfile (Web3 Secret Storage v3). Nothing was changed; choose the file that geth made.',
  )
  await expect(wallet.keyfilePassword).toBeDisabled()

  await wallet.dropKeyfile(made.name, made.text)
  await expect(wallet.main.getByRole('alert')).toHaveCount(0)
  await expect(wallet.dropZone).toContainText('pbkdf2')
  await wallet.keyfilePassword.fill(made.password)
  await wallet.keyfilePassword.press('Enter')
  await expect(wallet.main).toContainText(made.address)
})

test('a new wallet wants a password that holds and is typed twice; locked, it opens with that password alone', async ({ running }) => {
  const { page } = running
  const wallet = new WalletPage(page)
  const password = 'seven lazy herons at noon'
  await must(page, 'app.finishFirstRun', {})
  await new ShellPage(page).go('Wallet')
  await wallet.way('Create a wallet').click()
  await wallet.newPassword.fill('short')
  await expect(wallet.main).toContainText('Too short: at least 10 characters.')
  await wallet.newPassword.fill('password1234')
  await expect(wallet.main).toContainText('Anyone would guess this one; take a password that nobody else has.')
  await wallet.newPassword.fill(password)
  await wallet.repeatPassword.fill('seven lazy herons at dusk')
  await wallet.button('Add this wallet').click()
  await expect(wallet.main).toContainText('The two passwords are not the same.')
  await wallet.repeatPassword.fill(password)
  await wallet.button('Add this wallet').click()
  await expect(wallet.button('Lock')).toBeVisible()

  await wallet.button('Lock').click()
  await wallet.button('Unlock').click()
  await wallet.unlockDialog.getByLabel('Password', { exact: true }).fill('another password')
  await wallet.unlockDialog.getByRole('button', { name: 'Unlock' }).click()
  await expect(wallet.unlockDialog).toContainText(WRONG)
  await wallet.unlockDialog.getByLabel('Password', { exact: true }).fill(password)
  await wallet.unlockDialog.getByRole('button', { name: 'Unlock' }).click()
  await expect(wallet.unlockDialog).toBeHidden()
  await expect(wallet.button('Lock')).toBeVisible()
})
