import type { Locator, Page } from '@playwright/test'

/** The Communities screen: joined and offered ones in a list, one of them in full. */
export class CommunitiesPage {
  readonly list: Locator
  readonly main: Locator
  readonly add: Locator

  constructor(page: Page) {
    this.main = page.getByRole('main')
    const region = this.main.getByRole('region', { name: 'Communities' })
    this.list = region.getByRole('list', { name: 'Communities' })
    this.add = region.getByRole('button', { name: 'Add' })
  }

  /** A line of the list, by the Community's name. */
  item(name: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^${name} `) })
  }
}
