import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { answersFor } from '../../bridge/fake/answers.ts'
import type { FakeBridge } from '../../bridge/fake/bridge.ts'
import { lima, wellState, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { BLOCK, nct, rowOf } from '../../bridge/fake/row-of.ts'
import { rows } from '../../bridge/fake/rows.ts'
import { stakesMissing } from '../../bridge/fake/trouble.ts'
import { goTo } from '../../store/ui.ts'
import { isAtRisk, mayStillBeMined } from '../bounties/model.ts'
import { feesOfOpen, fits, standing } from './sections.ts'

async function open(more: Parameters<typeof openWindow>[1] = {}, state = wellState) {
  let bridge: FakeBridge | null = null
  const opened = await openWindow(state, {
    ui: { place: { screen: 'assertions' } },
    ...more,
    answers: { ...answersFor(() => bridge?.state() ?? state), ...more.answers },
  })
  bridge = opened.bridge
  return opened
}
const heads = () => [...screen.getByRole('grid', { name: 'Assertions' }).querySelectorAll('[aria-colspan]')].map((cell) => cell.textContent)

describe('assertions', () => {
  it('are owed before all else, then open, paid, lost', () => {
    const { owed, open: standingOpen } = standing(Object.values(rows), '', 18_402_117)
    expect(owed.map(({ artifacts }) => artifacts[0]?.name)).toEqual(['invoice_2026-10-4471.xlsm'])
    expect(standingOpen.map(({ state }) => state)).toEqual([
      ...Array(2).fill('revealed'),
      ...Array(3).fill('committed'),
      ...Array(4).fill('waiting'),
      'settle-sent',
    ])
  })

  it('are found by name, guid and hash', () => {
    expect(fits(rows.curl, 'LIBCURL')).toBe(true)
    expect(fits(rows.curl, rows.curl.guid.slice(0, 8))).toBe(true)
    expect(fits(rows.curl, 'nowhere')).toBe(false)
  })

  it('show groups with sums from exact totals', async () => {
    await open()
    await screen.findByText('settled 03:12:41')
    expect(heads()).toEqual([
      'Owed1 reveal must be mined by block 18,402,124 · 0.8125 NCT',
      'Open10 assertions · 8.4375 NCT at risk · 1.8125 NCT hidden, reveal comes',
      'Lost139 today · −79.84375 NCT · 0 forfeited',
      'Paid2,075 today · +692.28125 NCT',
    ])
    expect(screen.getByText(/^mined within/)).toHaveTextContent('mined within 7 blocks')
    expect(screen.getAllByText(/^vote in/)[0]).toHaveTextContent('vote in 4 blocks')
  })

  it.each([
    ['reveal-owed', 'too late to reveal'],
    ['reveal-sent', 'no block left'],
  ] as const)('count no block for a %s in the last block of its window', async (state, says) => {
    const last = withLima(wellState, { clock: { ...lima.clock, block: BLOCK + 7 } })
    await open({}, { ...last, bounties: { lima: { [rows.invoice.guid]: { ...rows.invoice, state } } } })
    expect(await screen.findByText(says)).toBeVisible()
    expect(screen.queryByText(/^mined within/)).toBeNull()
  })

  it('that were lost without a reveal are not said to be none while older ones were not looked at', async () => {
    const wrong = Array.from({ length: 500 }, (_, i) => ({ ...rows.curl, guid: `${i}`, state: 'lost' as const }))
    const all = [...wrong, { ...rows.curl, guid: 'forfeited', state: 'forfeited' as const, payout: 0n }]
    const { user } = await open({
      ui: { place: { screen: 'assertions', lostSince: 1 } },
      answers: { 'assertions.page': ({ offset, limit }) => ok({ rows: all.slice(offset, offset + limit), total: all.length }) },
    })
    await user.click(await screen.findByRole('button', { name: 'Show 1 more' }))
    expect(await screen.findByText('1 never revealed', { exact: false })).toBeVisible()
    expect(screen.queryByText('No assertion fits.')).toBeNull()
  })

  it('are narrowed to what was lost without a reveal each time that is asked for', async () => {
    const { user, window } = await open({ ui: { place: { screen: 'assertions', lostSince: 1 } } })
    await user.click(await screen.findByRole('button', { name: 'Show all lost' }))
    expect(screen.queryByRole('button', { name: 'Show all lost' })).toBeNull()
    act(() => goTo(window.ui, { screen: 'assertions', lostSince: 1 }))
    expect(await screen.findByRole('button', { name: 'Show all lost' })).toBeVisible()
    act(() => goTo(window.ui, { screen: 'assertions' }))
    expect(screen.getByRole('radio', { name: /^All/ })).toBeChecked()
  })

  it('ask for the chosen group alone, since the chosen day', async () => {
    const { user, bridge } = await open()
    await screen.findByText('settled 03:12:41')
    await user.click(screen.getByRole('radio', { name: /^Lost/ }))
    expect(heads()).toEqual(['Lost139 today · −79.84375 NCT · 0 forfeited'])
    await user.click(screen.getByRole('button', { name: 'Today' }))
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Since joined' }))
    await expect.poll(() => bridge.inputsOf('assertions.page').at(-1)).toMatchObject({ filter: 'lost', since: null })
  })

  it('show more of what the journal holds', async () => {
    const many = Array.from({ length: 45 }, (_, index) =>
      rowOf({ name: `old-${index}.exe`, expiration: 10, state: 'lost', bid: 0.5, payout: 0, settle: 50, settledAt: '03:00:00' }),
    )
    const { user } = await open({
      answers: {
        'assertions.page': ({ filter, offset, limit }) =>
          ok(filter === 'lost' ? { rows: many.slice(offset, offset + limit), total: many.length } : { rows: [], total: 0 }),
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Lost: Show 20 more' }))
    expect(await screen.findByText('old-39.exe')).toBeInTheDocument()
  })

  it('whose block was never heard of say so once they are on chain, and are pending before', async () => {
    const unheard = rowOf({ name: 'unheard.exe', expiration: 10, state: 'won', bid: 0.5, payout: 1, settle: 50, settledAt: '03:00:00' })
    expect(unheard.assertBlock).toBeNull()
    await open({
      answers: { 'assertions.page': ({ filter }) => ok(filter === 'paid' ? { rows: [unheard], total: 1 } : { rows: [], total: 0 }) },
    })
    const line = (await screen.findByText('unheard.exe')).closest('[role=row]')
    expect(line).toHaveTextContent('unknown')
    expect(line).not.toHaveTextContent('pending')
    expect(mayStillBeMined({ ...unheard, state: 'assert-sent' })).toBe(true)
  })

  it('say what ended today apart from what ended since the join', async () => {
    const { user } = await open()
    expect(await screen.findByRole('radio', { name: /^Paid today/ })).toHaveTextContent('2,075')
    expect(screen.getByRole('radio', { name: /^Lost today/ })).toHaveTextContent('139')
    const side = within(screen.getByRole('complementary', { name: 'Totals' }))
    expect(side.getByText('Settled on chain').closest('div')).toHaveTextContent('2,214')
    await user.click(screen.getByRole('button', { name: 'Today' }))
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Since joined' }))
    expect(await screen.findByRole('radio', { name: /^Lost/ })).not.toHaveTextContent('today')
    expect(side.getByText('Totals, since joined')).toBeVisible()
  })

  it('say why they cannot be listed', async () => {
    await open({ answers: { 'assertions.page': () => fail('journal-failed') } })
    expect(await screen.findByText(/The journal could not be written/)).toBeVisible()
  })

  it('are saved to a file', async () => {
    const { user, bridge } = await open({
      answers: { 'assertions.export': () => ok({ saved: '/home/op/assertions.csv', name: 'assertions.csv', content: null }) },
    })
    await user.click(await screen.findByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('menuitem', { name: 'As CSV' }))
    expect(bridge.inputsOf('assertions.export')).toMatchObject([{ community: 'lima', format: 'csv', filter: 'all' }])
    expect(await screen.findByText('Saved to /home/op/assertions.csv')).toBeVisible()
  })

  it('that are over while the Community does not answer can be written off too', async () => {
    const lost = {
      is: 'lost' as const,
      since: 0,
      attempt: 99,
      nextTryAt: null,
      everConnected: true,
      code: 'unreachable' as const,
      detail: 'x',
    }
    await open({}, withLima(stakesMissing, { connection: lost }))
    const heading = await screen.findByRole('heading', { name: 'Lima does not answer: 3 of your assertions are missing' })
    expect(heading).toBeVisible()
    expect(screen.getByText(/until it answers or they are written off/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Write off all' })).toBeEnabled()
  })

  it('that the Community does not know any more are shown with what they cost, and written off together', async () => {
    const { user, bridge } = await open({ answers: { 'assertions.writeOff': () => ok({}) } }, stakesMissing)
    const banner = within(await screen.findByRole('alert'))
    expect(banner.getByRole('heading', { name: 'Lima does not know 3 of your assertions any more' })).toBeVisible()
    const missing = Object.values(stakesMissing.bounties.lima ?? {}).filter(({ state }) => state === 'missing')
    expect(heads()[1]).toContain('· 3 missing')
    expect(screen.getAllByText('not known there')).toHaveLength(3)
    await user.click(banner.getByRole('button', { name: 'Write off all' }))
    const dialog = within(screen.getByRole('dialog', { name: /^Write off [\d.]+ NCT\?$/ }))
    expect(dialog.getByText(/^3 assertions end as losses: bids [\d.]+ NCT, fees 0\.09375 NCT\.$/)).toBeVisible()
    expect(dialog.getByText(/No NCT moves/)).toBeVisible()
    expect(bridge.inputsOf('assertions.writeOff')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Write off' }))
    await expect
      .poll(() => bridge.inputsOf('assertions.writeOff').map(({ guids }) => guids.toSorted()))
      .toEqual([missing.map(({ guid }) => guid).toSorted()])
  })

  it('that were written off have a line of their own, and are in the sum of what was lost', async () => {
    const { lima } = wellState.communities
    if (!lima) throw new Error('the moment has Lima')
    const today = { ...lima.today, writtenOff: 2, writtenOffNet: -nct(1), net: lima.today.net - nct(1) }
    await open({}, { ...wellState, communities: { ...wellState.communities, lima: { ...lima, today } } })
    await screen.findByText('settled 03:12:41')
    expect(heads()[2]).toBe('Lost139 today · −80.84375 NCT · 0 forfeited · 2 written off')
    const side = within(screen.getByRole('complementary', { name: 'Totals' }))
    expect(side.getByRole('row', { name: /^Written off/ })).toHaveTextContent('Written off2−1.00000')
    // What a person must look at comes first.
    const kinds = side.getAllByRole('rowheader').map(({ textContent }) => textContent)
    expect(kinds.slice(0, 5)).toEqual(['Forfeited', 'Written off', 'Wrong', 'Won in part', 'Won'])
  })

  it('count the fees that open ones have paid, not what they would cost now', () => {
    const { curl, invoice, photo } = rows
    const dear = { ...curl, assertionFee: nct(2) }
    expect(feesOfOpen([dear, invoice, photo])).toBe(nct(2) + (invoice.assertionFee ?? 0n))
  })

  it('show those fees never as less than they are', async () => {
    const { curl } = rows
    const state = {
      ...wellState,
      bounties: { ...wellState.bounties, lima: { [curl.guid]: { ...curl, assertionFee: 31_259_000_000_000_000n } } },
    }
    await open({}, state)
    const side = within(screen.getByRole('complementary', { name: 'Totals' }))
    expect(side.getByText('Fees of open ones').parentElement).toHaveTextContent('0.03126')
  })

  it('are at risk until they are paid out, though the reason is still being asked for', () => {
    const { curl, photo } = rows
    expect([curl, { ...curl, state: 'settle-sent' as const, payout: nct(1) }, photo].map(isAtRisk)).toEqual([true, false, false])
  })

  it('have totals that say what is exact', async () => {
    await open()
    const side = within(screen.getByRole('complementary', { name: 'Totals' }))
    expect(side.getByRole('row', { name: /^Ended/ })).toHaveTextContent('Ended2,214+612.43750')
    expect(side.getByText('Fees of open ones').parentElement).toHaveTextContent('0.34375')
    expect(side.getByText('Right').parentElement).toHaveTextContent('2,058 of 2,214 93.0 %')
    expect(side.getByText('Last forfeited').parentElement).toHaveTextContent('23 d ago, 0.3750')
  })
})
