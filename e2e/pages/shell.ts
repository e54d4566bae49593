import type { Locator, Page } from '@playwright/test'

export type ScreenName = 'Live' | 'Assertions' | 'Earnings' | 'Wallet' | 'Communities' | 'Engine' | 'Activity' | 'Settings'

/** The frame of the window: strip, navigation, banners, side panel, the dialogs that stand above everything. */
export class ShellPage {
  readonly strip: Locator
  readonly navigation: Locator
  readonly main: Locator
  readonly events: Locator
  readonly needs: Locator
  readonly unlockDialog: Locator
  readonly bottom: Locator

  constructor(page: Page) {
    this.strip = page.getByRole('region', { name: 'State of the engine' })
    this.navigation = page.getByRole('navigation', { name: 'Screens' })
    this.main = page.getByRole('main')
    this.events = page.getByRole('log', { name: 'Events' })
    this.needs = page.getByRole('complementary', { name: 'Needs you and events' })
    this.unlockDialog = page.getByRole('dialog', { name: 'Unlock the wallet' })
    this.bottom = page.getByRole('contentinfo')
  }

  async go(screen: ScreenName): Promise<void> {
    // Its name begins so, and may go on with a count; the wallet's lock below is another button.
    await this.navigation.getByRole('button', { name: new RegExp(`^${screen}`) }).click()
  }

  /** A banner by a part of its title. */
  banner(title: string | RegExp): Locator {
    return this.main.getByRole('alert').filter({ has: this.main.page().getByRole('heading', { name: title }) })
  }

  /** Start, Pause, Resume, Stop or Unlock, in the strip. */
  engineButton(name: 'Start' | 'Pause' | 'Resume' | 'Stop' | 'Unlock'): Locator {
    return this.strip.getByRole('button', { name, exact: true })
  }

  /** The lock under the navigation, which says the wallet's state. */
  get walletLock(): Locator {
    return this.navigation.getByRole('button', { name: /locked/i })
  }

  /** Types into the dialog that is open. */
  async unlock(password: string): Promise<void> {
    await this.unlockDialog.getByLabel('Password', { exact: true }).fill(password)
    await this.unlockDialog.getByRole('button', { name: /^Unlock/ }).click()
  }
}
