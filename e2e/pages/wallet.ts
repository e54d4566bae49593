import type { Locator, Page } from '@playwright/test'

/** The Wallet screen, and the form that adds a wallet wherever it stands. */
export class WalletPage {
  readonly main: Locator
  readonly dropZone: Locator
  readonly keyfilePassword: Locator
  readonly newPassword: Locator
  readonly repeatPassword: Locator
  readonly unlockDialog: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.main = page.getByRole('main')
    this.dropZone = this.main.getByRole('group', { name: 'Drop a keyfile here' })
    this.keyfilePassword = this.main.getByLabel('Password of this keyfile')
    this.newPassword = this.main.getByLabel('Password for the new wallet')
    this.repeatPassword = this.main.getByLabel('The same password again')
    this.unlockDialog = page.getByRole('dialog', { name: 'Unlock this wallet' })
  }

  button(name: string | RegExp): Locator {
    return this.main.getByRole('button', { name })
  }

  way(name: 'Import a keyfile' | 'Create a wallet' | 'Found on this computer'): Locator {
    return this.main.getByRole('radio', { name })
  }

  /** By the system's own dialog. */
  async chooseKeyfile(path: string): Promise<void> {
    const opened = this.#page.waitForEvent('filechooser')
    await this.dropZone.getByRole('button', { name: /^Choose/ }).click()
    await (await opened).setFiles(path)
  }

  /** As if dragged from a file manager. */
  async dropKeyfile(name: string, text: string): Promise<void> {
    const dataTransfer = await this.#page.evaluateHandle(
      ([fileName, content]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([content], fileName, { type: 'application/json' }))
        return transfer
      },
      [name, text] as const,
    )
    await this.dropZone.dispatchEvent('dragover', { dataTransfer })
    await this.dropZone.dispatchEvent('drop', { dataTransfer })
  }
}
