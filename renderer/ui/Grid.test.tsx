import '@testing-library/jest-dom/vitest'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Grid, type GridItem } from './Grid.tsx'

afterEach(cleanup)

interface Row {
  readonly name: string
}
const many = (count: number): GridItem<Row>[] => [
  { kind: 'group', id: 'group', name: 'All', sums: `${count}` },
  ...Array.from({ length: count }, (_, index): GridItem<Row> => ({ kind: 'row', id: `row-${index}`, row: { name: `row ${index}` } })),
]
const columns = [{ id: 'name', header: 'Name', cell: ({ name }: Row) => name }]

function show(items: readonly GridItem<Row>[]) {
  const opened: string[] = []
  const copied: string[] = []
  render(<Grid fill label="Rows" columns={columns} items={items} onOpen={(id) => opened.push(id)} onCopy={(id) => copied.push(id)} />)
  return { opened, copied, user: userEvent.setup(), focused: () => document.activeElement?.getAttribute('data-row') }
}

describe('a grid', () => {
  it('has rows, heads of groups and columns that assistive technology can count', () => {
    show(many(3))
    expect(screen.getByRole('grid', { name: 'Rows' })).toHaveAttribute('aria-rowcount', '5')
    expect(screen.getAllByRole('row').map((row) => row.getAttribute('aria-rowindex'))).toEqual(['1', '2', '3', '4', '5'])
    expect(screen.getByRole('columnheader')).toHaveTextContent('Name')
  })

  it('moves with arrows and J, K; Home and End go to its ends', async () => {
    const { user, focused } = show(many(30))
    await user.tab()
    expect(focused()).toBe('row-0')
    await user.keyboard('{ArrowDown}j{ArrowDown}k')
    expect(focused()).toBe('row-2')
    await user.keyboard('{End}')
    expect(focused()).toBe('row-29')
    await user.keyboard('{ArrowDown}')
    expect(focused()).toBe('row-29')
    await user.keyboard('{Home}{ArrowUp}')
    expect(focused()).toBe('row-0')
    await user.keyboard('{PageDown}')
    expect(focused()).toBe('row-10')
  })

  it('keeps its tab stop on the row that had the focus', async () => {
    const { user } = show(many(5))
    await user.tab()
    await user.keyboard('jj')
    expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
    expect(document.querySelector('[tabindex="0"]')).toHaveAttribute('data-row', 'row-2')
    expect(document.querySelector('[data-row="row-2"]')).toHaveAttribute('aria-selected', 'true')
  })

  it('opens with Enter and a double click, copies with Y', async () => {
    const { user, opened, copied } = show(many(3))
    await user.tab()
    await user.keyboard('j{Enter}y')
    await user.dblClick(screen.getByText('row 2'))
    expect(opened).toEqual(['row-1', 'row-2'])
    expect(copied).toEqual(['row-1'])
  })

  it('puts only what can be seen of a long list into the page', () => {
    show(many(5000))
    expect(document.querySelectorAll('[data-row]').length).toBeLessThan(100)
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '5002')
  })
})
