// biome-ignore lint/style/noRestrictedImports: the sheets as they are; the tests' loader makes objects of them
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = (name: string): string => readFileSync(`${import.meta.dirname}/${name}`, 'utf8').replace(/\/\*.*?\*\//gs, '')
const [tokens, grid] = [sheet('tokens.css'), sheet('Grid.module.css')]

/** The colours of a theme by their token. */
function coloursOf(theme: 'dark' | 'light'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{(.*?)\\}`, 's').exec(tokens)?.[1] ?? ''
  return new Map([...block.matchAll(/(--[a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]))
}

/** As WCAG 2 reckons it. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one)
  return (light + 0.05) / (dark + 0.05)
}

/** What the rules for exactly this selector set a property to; the last one counts. */
const set = (selector: string, property: string): string =>
  [...grid.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .filter(([, selectors = '']) => selectors.split(',').some((each) => each.trim() === selector))
    .flatMap(([, , body = '']) => [...body.matchAll(/([a-z-]+):([^;]+);/g)])
    .filter(([, name]) => name === property)
    .at(-1)?.[2]
    ?.trim() ?? ''

const tones = ['.row.loss', '.row.stake', '.row[aria-selected="true"]', '.row:hover'] as const

describe('the cursor of a list', () => {
  it.each(['dark', 'light'] as const)('stands out three to one from every ground of a row (%s)', (theme) => {
    const colours = coloursOf(theme)
    const colourIn = (value: string): string => colours.get(/var\((--[a-z-]+)\)/.exec(value)?.[1] ?? '') ?? '#000000'
    const grounds = ['var(--surface-page)', ...tones.map((selector) => set(selector, 'background'))]
    const bars = [set('.row[aria-selected="true"]', 'box-shadow'), ...set('.row:focus-visible', 'box-shadow').split(/,\s+/)]
    expect([bars.length, new Set(grounds).size]).toEqual([3, 5])
    for (const bar of bars)
      for (const ground of grounds) expect(contrast(colourIn(bar), colourIn(ground)), `${bar} on ${ground}`).toBeGreaterThanOrEqual(3)
  })

  it('leaves a lost row its tone', () => {
    expect(grid.indexOf('.row.loss')).toBeGreaterThan(grid.indexOf('.row[aria-selected="true"]'))
    expect(set('.row.loss', 'background')).toBe('var(--loss-surface)')
  })
})
