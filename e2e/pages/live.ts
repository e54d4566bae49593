import type { Locator, Page } from '@playwright/test'

/** The Live screen: one row for each bounty, what is owed on top. */
export class LivePage {
  readonly grid: Locator

  constructor(page: Page) {
    this.grid = page.getByRole('grid', { name: 'Live bounties' })
  }

  /** Rows whose first cell says one of these states. */
  rows(state: RegExp): Locator {
    return this.grid.getByRole('row').filter({ has: this.grid.page().getByRole('gridcell', { name: state }) })
  }
}

/** What a row's first cell says once the bounty is over and paid. */
export const SETTLED = /^(Won|Wrong|Returned)/
