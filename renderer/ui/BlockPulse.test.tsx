import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { BlockPulse } from './BlockPulse.tsx'

const heights = (pulse: readonly (number | null)[], usualMs: number | null): readonly (string | null)[] => {
  const { container } = render(<BlockPulse pulse={pulse} usualMs={usualMs} label="blocks" />)
  return [...container.querySelectorAll('rect')].map((bar) => bar.getAttribute('height'))
}

test.each([
  [[250, 500, 125, 0], 250, ['8', '10', '4', '2']],
  [[0, 250], null, ['8', '8']],
  [[0, 250], 0, ['8', '8']],
  [[null, null], 250, []],
] as const)('draws a bar for each block that was seen: %j of %j', (pulse, usual, expected) => {
  expect(heights(pulse, usual)).toEqual(expected)
})
