import type { Locator, Page } from '@playwright/test'

/** First run: the four steps, and the sandbox beside them. */
export class SetupPage {
  readonly heading: Locator
  readonly steps: Locator
  readonly trySandbox: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.heading = page.getByRole('heading', { name: 'Set up your engine' })
    this.steps = page.getByRole('list', { name: 'Steps of the set-up' })
    this.trySandbox = page.getByRole('complementary', { name: 'Just looking?' }).getByRole('button', { name: 'Try it in the sandbox' })
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('main').getByRole('button', { name })
  }

  /** One of the four, by its title. */
  step(title: 'Wallet' | 'Community' | 'Scanner' | 'Go'): Locator {
    return this.steps.getByRole('listitem').filter({ has: this.#page.getByRole('heading', { name: title, exact: true }) })
  }

  /** The same once it is done and says what was chosen. */
  done(title: 'Wallet' | 'Community' | 'Scanner'): Locator {
    return this.step(title).filter({ has: this.#page.getByRole('img', { name: 'done' }) })
  }

  /** A card to choose, by its title. */
  card(title: string | RegExp): Locator {
    return this.steps.getByRole('radio', { name: title })
  }
}
