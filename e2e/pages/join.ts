import type { Locator, Page } from '@playwright/test'

/** Joining a Community: the fields, the connection test, the contracts, the operator's word. Stands in the set-up and in Communities. */
export class JoinPart {
  readonly name: Locator
  readonly address: Locator
  readonly apiKey: Locator
  readonly insecure: Locator
  readonly test: Locator
  readonly contracts: Locator
  readonly compared: Locator
  readonly join: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.name = page.getByRole('textbox', { name: 'Name' })
    this.address = page.getByRole('textbox', { name: 'Address' })
    this.apiKey = page.getByLabel('API key', { exact: true })
    this.insecure = page.getByRole('checkbox', { name: 'Without encryption (http and ws)' })
    this.test = page.getByRole('button', { name: /^(Test the connection|Run again)$/ })
    this.contracts = page.getByRole('table', { name: 'Contracts to pin' })
    this.compared = page.getByRole('checkbox', { name: /^I compared the \d new address/ })
    this.join = page.getByRole('button', { name: /^Join( and pin \d contracts?)?$/ })
  }

  /** One line of the connection test, by what it is about. */
  step(name: 'Address' | 'Encryption' | 'API key' | 'Daemon' | 'Chains' | 'Contracts'): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: new RegExp(`^${name}(passed|failed|asks you|not asked): `) })
  }
}
