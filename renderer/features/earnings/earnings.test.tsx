import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../shared/errors/errors.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { answersFor } from '../../bridge/fake/answers.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { lima, wellState } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { at, NOW, nct } from '../../bridge/fake/row-of.ts'

const open = (answers: Answers = {}, state: ConsoleState = wellState) =>
  openWindow(state, { answers: { ...answersFor(() => state), ...answers }, ui: { place: { screen: 'earnings' } } })
const row = (name: RegExp) => within(screen.getByRole('table', { name: 'Results' })).getByRole('row', { name })

describe('earnings', () => {
  it('show each Community to five decimals, today and since it was joined', async () => {
    const { user } = await open()
    expect(row(/^Lima/)).toHaveTextContent('2,2140139172,0581,328.5000069.187502,010.12500+612.43750')
    await user.click(screen.getByRole('radio', { name: 'Since joined' }))
    expect(row(/^Lima/)).toHaveTextContent(/91,212\d.*85,102/)
    expect(row(/^Lima/)).toHaveTextContent('+24,118.40625')
  })

  it('say what transfers cost beside the net, in which it is not', async () => {
    const north = { ...lima, settings: { ...lima.settings, id: 'north', name: 'North' } }
    const costs = [
      { community: 'lima', relayFees: nct(382.77) + 1n, gas: 1n },
      { community: 'north', relayFees: nct(10), gas: 0n },
      { community: 'sandbox', relayFees: nct(3), gas: 0n },
    ]
    const { bridge, user } = await open(
      { 'ledger.costs': () => ok({ costs }) },
      { ...wellState, communities: { ...wellState.communities, north } },
    )
    const table = within(await screen.findByRole('table', { name: 'Cost of transfers' }))
    // Never less than it was, to the last decimal that is shown.
    expect(table.getByRole('row', { name: /^Lima/ })).toHaveTextContent('Lima382.770010.00001')
    expect(table.getByRole('row', { name: /^Real NCT/ })).toHaveTextContent('Real NCT392.770010.00001')
    expect(table.getByRole('row', { name: /^Sandbox/ })).toHaveTextContent('3.00000')
    expect(bridge.inputsOf('ledger.costs').at(-1)).toEqual({ from: at('00:00:00') })
    await user.click(screen.getByRole('radio', { name: 'Since joined' }))
    await waitFor(() => expect(bridge.inputsOf('ledger.costs').at(-1)).toEqual({ from: null }))
  })

  it('say nothing of transfers where none cost anything', async () => {
    const { bridge } = await open({ 'ledger.costs': () => ok({ costs: [] }) })
    await waitFor(() => expect(bridge.inputsOf('ledger.costs')).not.toHaveLength(0))
    expect(row(/^Lima/)).toBeVisible()
    expect(screen.queryByRole('table', { name: 'Cost of transfers' })).toBeNull()
  })

  it('never add test money to real NCT', async () => {
    const north = { ...lima, settings: { ...lima.settings, id: 'north', name: 'North' } }
    await open({}, { ...wellState, communities: { ...wellState.communities, north } })
    expect(row(/^Real NCT/)).toHaveTextContent('+1,224.87500')
    expect(row(/^Sandbox/)).toHaveTextContent('test NCT')
  })

  it('ask for bars since midnight or since ever, and export the same stretch', async () => {
    const { bridge, user } = await open({ 'assertions.export': () => ok({ saved: '/home/op/a.csv', name: 'a.csv', content: null }) })
    await waitFor(() => expect(bridge.inputsOf('assertions.totals').at(-1)).toEqual({ community: 'lima', since: at('00:00:00') }))
    expect(await screen.findByRole('img', { name: 'Net in NCT for each stretch of time' })).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'Since joined' }))
    await waitFor(() => expect(bridge.inputsOf('assertions.totals').at(-1)).toEqual({ community: 'lima', since: null }))
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(screen.getByRole('menuitem', { name: /Assertions as CSV/ }))
    expect(await screen.findByText('Saved to /home/op/a.csv')).toBeVisible()
    expect(bridge.inputsOf('assertions.export')).toEqual([{ community: 'lima', format: 'csv', filter: 'all', since: null }])
  })

  it('end at the present moment, not at the end of a stretch that still runs', async () => {
    const net = [0, 1].map((index) => ({ at: NOW - (1 - index) * 60_000 - 30_000, net: 10n ** 18n }))
    const counts = { all: 2, owed: 0, open: 0, paid: 2, lost: 0 }
    await open({ 'assertions.totals': () => ok({ counts, net, stretchMs: 3_600_000 }) })
    expect(await screen.findByRole('img', { name: 'Net in NCT for each stretch of time' })).toHaveTextContent(/03:1203:12$|03:1103:12$/)
  })

  it('say so where no Community is joined', async () => {
    await open({}, { ...wellState, communities: {} })
    expect(screen.getByText(/No Community is joined yet/)).toBeVisible()
  })
})
