import type { Locator, Page } from '@playwright/test'

/** One bounty in full. */
export class BountyPage {
  readonly main: Locator
  readonly assertions: Locator
  readonly artifacts: Locator
  readonly votes: Locator
  readonly back: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.main = page.getByRole('main')
    this.artifacts = page.getByRole('table', { name: 'Artifacts' })
    this.assertions = page.getByRole('table', { name: 'Assertions' })
    this.votes = page.getByRole('table', { name: 'Votes' })
    this.back = page.getByRole('button', { name: 'Back to the list' })
  }

  /** My money in this bounty, line by line, in base units: what is shown may be rounded, what hovering tells never is. */
  async money(): Promise<Money> {
    const names = await this.#page.getByRole('term').allInnerTexts()
    const values = await this.#page
      .getByRole('definition')
      .evaluateAll((cells) => cells.map((cell) => cell.querySelector('[title]')?.getAttribute('title') ?? ''))
    const at = (title: RegExp): number => {
      const index = names.findIndex((name) => title.test(name))
      if (index < 0) throw new Error(`no line ${title} among: ${names.join(' | ')}`)
      return index
    }
    const amounts = (from: number, to: number): bigint[] => values.slice(from, to).map(baseUnits)
    const [first, paidIn, paidOut, net] = [at(/^Bid on /), at(/^Paid in/), at(/^Paid out/), at(/^Net$/)]
    const one = (index: number): bigint => baseUnits(values[index] ?? '')
    return { in: amounts(first, paidIn), paidIn: one(paidIn), out: amounts(paidIn + 1, paidOut), paidOut: one(paidOut), net: one(net) }
  }
}

export interface Money {
  readonly in: readonly bigint[]
  readonly paidIn: bigint
  readonly out: readonly bigint[]
  readonly paidOut: bigint
  readonly net: bigint
}

const DECIMALS = 18

/** From an amount as the screen writes it: digits in groups, a true minus sign. */
export function baseUnits(shown: string): bigint {
  const match = /^([−+-]?)([\d,]+)(?:\.(\d+))?/.exec(shown.replace(/\s/g, ''))
  if (match === null) throw new Error(`not an amount: ${shown}`)
  const [, sign, whole = '', part = ''] = match
  const value = BigInt(whole.replaceAll(',', '') + part.padEnd(DECIMALS, '0'))
  return sign === '−' || sign === '-' ? -value : value
}
