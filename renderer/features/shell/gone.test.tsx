import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { CallName } from '../../../shared/contract/contract.ts'
import { ok } from '../../../shared/errors/errors.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { wellState } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME, NOW } from '../../bridge/fake/row-of.ts'
import { firstRun, lockedThrowaway } from '../../bridge/fake/trouble.ts'
import type { Screen } from '../../store/ui.ts'

const WHY = 'The console has ended or cannot be reached: nothing can be done from here.'

/** A window on a screen whose console has ended, and the calls that were made since. */
async function openGone(state: ConsoleState, where: Exclude<Screen, 'bounty'>, setup: 'auto' | 'shown' = 'auto') {
  const opened = await openWindow(state, { ui: { place: { screen: where }, setup } })
  const { bridge } = opened
  act(() => bridge.end(NOW))
  await screen.findByText('The console has ended or cannot be reached')
  const before = bridge.made.length
  return { ...opened, made: (): CallName[] => bridge.made.slice(before).map(({ name }) => name) }
}

describe('a window whose console has ended', () => {
  it('lets no check box, no choice of a setting and no language act, and says why', async () => {
    const { user, made } = await openGone(wellState, 'settings')
    const tick = screen.getByRole('checkbox')
    const time = screen.getByRole('combobox', { name: /^Lock/ })
    const language = screen.getByRole('radiogroup', { name: 'Language' })
    for (const control of [tick, time, language]) expect(control).toHaveAttribute('aria-disabled', 'true')
    await user.click(tick)
    await user.selectOptions(time, 'never')
    await user.click(within(language).getByRole('radio', { name: '日本語' }))
    await user.click(screen.getByRole('button', { name: 'PolySwarm Portal' }))
    expect(made()).toEqual([])
    act(() => tick.focus())
    expect(await screen.findByRole('tooltip')).toHaveTextContent(WHY)
  })

  it('still lets theme and height of the rows be chosen, which only the window shows', async () => {
    const { user, made } = await openGone(wellState, 'settings')
    await user.click(screen.getByRole('radio', { name: 'Light' }))
    await user.click(screen.getByRole('radio', { name: 'Comfortable' }))
    expect(document.documentElement.dataset).toMatchObject({ theme: 'light', rows: 'comfortable' })
    expect(screen.getByRole('radio', { name: 'Light' })).toBeChecked()
    expect(made()).toEqual([])
  })

  it('takes no amount, no rule and no way of money any more, and says why', async () => {
    const { user, made } = await openGone(wellState, 'wallet')
    const amount = screen.getByRole('textbox', { name: 'Amount' })
    const minimum = screen.getByRole('textbox', { name: 'Below this, deposit' })
    const way = screen.getByRole('combobox', { name: 'From, to' })
    for (const field of [amount, minimum, way]) expect(field).toHaveAttribute('aria-disabled', 'true')
    await user.type(amount, '25')
    await user.type(minimum, '7')
    await user.click(screen.getByRole('button', { name: 'All' }))
    await user.click(screen.getByRole('button', { name: 'Unit: NCT' }))
    expect(amount).toHaveValue('')
    expect(minimum).toHaveValue('500')
    expect(screen.queryByRole('menu')).toBeNull()
    // Looking at the other way is still possible: that asks nothing of the console.
    await user.click(screen.getByRole('radio', { name: 'Withdraw' }))
    expect(made()).toEqual([])
    act(() => amount.focus())
    expect(await screen.findByRole('tooltip')).toHaveTextContent(WHY)
  })

  it('keeps the movements that were read, and says of others that the console has ended', async () => {
    const entry = { id: 1, at: NOW, account: ME, community: 'lima', chain: 'side', currency: 'NCT', kind: 'bid', by: null } as const
    const entries = [{ ...entry, subject: 'kept.exe', amount: -1n, balance: 5n, guid: null, hash: null }]
    const opened = await openWindow(wellState, {
      answers: { 'ledger.page': () => ok({ entries, unexplained: [] }) },
      ui: { place: { screen: 'wallet' } },
    })
    expect(await screen.findByTitle('kept.exe')).toBeInTheDocument()
    act(() => opened.bridge.end(NOW))
    await screen.findByText('The console has ended or cannot be reached')
    expect(screen.getByTitle('kept.exe')).toBeInTheDocument()
    act(() => opened.window.ui.setState({ place: { screen: 'live' } }))
    act(() => opened.window.ui.setState({ place: { screen: 'wallet' } }))
    expect(await screen.findByText('The console has ended: what had not been read of it before is not known here.')).toBeInTheDocument()
    expect(screen.queryByText(/Something in the console failed/)).toBeNull()
  })

  it('lets a search be typed, which only the window does', async () => {
    const { user } = await openGone(wellState, 'assertions')
    await user.type(screen.getByRole('searchbox'), 'curl')
    expect(screen.getByRole('searchbox')).toHaveValue('curl')
  })

  it('keeps the wallet of a Community', async () => {
    const [first] = wellState.wallets
    if (first === undefined) throw new Error('the moment has a wallet')
    const other = ME.replace(/^0x../, '0x00')
    const { user, made } = await openGone({ ...wellState, wallets: [first, { ...first, address: other }] }, 'communities')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Wallet that stakes here' }), other)
    expect(made()).not.toContain('community.setWallet')
  })

  it('lets filters be chosen', async () => {
    await openGone(wellState, 'activity')
    for (const filter of screen.getAllByRole('combobox')) expect(filter).not.toHaveAttribute('aria-disabled')
  })

  it('goes nowhere by the palette where something would be done, says why, and still goes to screens', async () => {
    const { user, made, window } = await openGone(lockedThrowaway, 'earnings')
    const choose = async (text: string) => {
      await user.keyboard('{Control>}k{/Control}')
      await user.type(await screen.findByRole('combobox', { name: /Find/ }), text)
      const entry = screen.getByRole('option')
      await user.keyboard('{Enter}')
      return entry
    }
    for (const text of ['Stop the engine', 'Unlock the wallet', 'Deposit NCT', 'Withdraw NCT']) {
      const entry = await choose(text)
      expect(entry).toHaveAttribute('aria-disabled', 'true')
      expect(entry).toHaveAccessibleDescription(WHY)
      await user.click(entry)
      expect(window.ui.getState()).toMatchObject({ dialog: { is: 'palette' }, place: { screen: 'earnings' } })
      act(() => window.ui.setState({ dialog: null }))
    }
    await choose('Light theme')
    expect(document.documentElement.dataset.theme).toBe('light')
    await choose('Go to Wallet')
    expect(window.ui.getState().place).toEqual({ screen: 'wallet' })
    expect(made().filter((name) => !name.endsWith('.page'))).toEqual([])
  })

  it('lets no way of the set-up be taken', async () => {
    const { user, made } = await openGone({ ...firstRun, wallets: wellState.wallets }, 'live', 'shown')
    for (const card of screen.getAllByRole('radio')) {
      const before = card.getAttribute('aria-checked')
      await user.click(card)
      expect(card).toHaveAttribute('aria-checked', before)
    }
    await user.click(screen.getByRole('button', { name: '日本語' }))
    expect(made()).toEqual([])
  })

  it('lets what a rule would do next, and when, stand still', async () => {
    let now = NOW
    const opened = await openWindow(wellState, { now: () => now, ui: { place: { screen: 'wallet' } } })
    act(() => opened.bridge.end(NOW))
    await screen.findByText('The console has ended or cannot be reached')
    const outlook = () => screen.getByText(/^At today’s rate/).textContent
    const before = outlook()
    now += 6 * 3_600_000
    act(() => opened.window.ui.setState({ place: { screen: 'live' } }))
    act(() => opened.window.ui.setState({ place: { screen: 'wallet' } }))
    expect(outlook()).toBe(before)
  })

  it('lets the time of transfers and of the connection stand still', async () => {
    let now = NOW
    const opened = await openWindow(wellState, { now: () => now, ui: { place: { screen: 'wallet' } } })
    act(() => opened.bridge.end(NOW))
    await screen.findByText('The console has ended or cannot be reached')
    const shown = (where: 'wallet' | 'communities') => {
      act(() => opened.window.ui.setState({ place: { screen: where } }))
      return where === 'wallet'
        ? screen.getAllByRole('article').map((flight) => flight.textContent)
        : screen.getByText(/^Connected$/, { selector: 'p > *' }).parentElement?.textContent
    }
    const before = [shown('communities'), shown('wallet')]
    now += 3_600_000
    expect([shown('communities'), shown('wallet')]).toEqual(before)
  })
})
