import type { Page } from '@playwright/test'

/** What a page complained about: its console's errors and everything that was thrown and not caught. */
export interface PageErrors {
  list(): readonly string[]
  /** From now on nothing counts: the console behind the page is ended on purpose. */
  end(): void
}

export function watchErrors(page: Page): PageErrors {
  const errors: string[] = []
  let watching = true
  const add = (text: string): void => {
    if (watching) errors.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') add(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => add(`not caught: ${error.message}`))
  return {
    list: () => errors,
    end: () => {
      watching = false
    },
  }
}
