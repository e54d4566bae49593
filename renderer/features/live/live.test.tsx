import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../shared/errors/errors.ts'
import { orderDetails } from '../../bridge/fake/bounty.ts'
import { lima, wellState, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { BASE, BLOCK, NOW, rowOf } from '../../bridge/fake/row-of.ts'
import { orderRow, rows } from '../../bridge/fake/rows.ts'
import { DISCONNECTED_AT, disconnected, emptyAlone, firstRun } from '../../bridge/fake/trouble.ts'
import { POINTER_HOLDS_MS } from './hold.ts'

const texts = (grid: HTMLElement) =>
  [...grid.querySelectorAll('[data-row] [data-column="artifact"] [data-whole]')].map((cell) => cell.textContent)

describe('the Live list', () => {
  it('groups bounties by the window that runs, with counts and sums', async () => {
    await openWindow(wellState)
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    const heads = within(grid)
      .getAllByRole('row')
      .map((row) => row.textContent ?? '')
      .filter((text) => /bount(y|ies) ·/.test(text))
    expect(heads).toEqual([
      'Reveal window3 bounties · 3.9375 NCT at risk · 0.8125 NCT not seen revealed yet',
      'Assertion window6 bounties · 1.8125 NCT at risk · 1.8125 NCT committed, hidden',
      'Vote5 bounties · 3.5000 NCT at risk',
      'Ended in the last minute7 bounties · +3.4875 NCT',
    ])
  })

  it('does not say of one that was right in part that no vote was for it', async () => {
    const row = { ...orderRow, settledAt: NOW - 1000, others: { asserted: 4, revealed: 4, votes: 3, votesForMe: 0 } }
    await openWindow({ ...wellState, bounties: { lima: { [row.guid]: row } } })
    const state = screen.getByText(/right$/)
    expect(state).toHaveTextContent('2 of 3 right')
    expect(state.closest('[data-row]')?.querySelector('[data-column="others"]')).toHaveTextContent(/^3 votes$/)
  })

  it('has what is owed on top', async () => {
    await openWindow(wellState)
    expect(texts(screen.getByRole('grid', { name: 'Live bounties' }))[0]).toBe('invoice_2026-10-4471.xlsm')
  })

  it.each([
    [999n, false],
    [1_000n, true],
  ])('gives results of a thousand NCT and more their room: %s', async (more, isWide) => {
    const { lima } = wellState.bounties
    const rich = { ...rows.photo, payout: (rows.photo.bid ?? 0n) + (rows.photo.assertionFee ?? 0n) + more * 10n ** 18n }
    await openWindow({ ...wellState, bounties: { lima: { ...lima, [rich.guid]: rich } } })
    expect(screen.getByRole('grid', { name: 'Live bounties' }).className.includes('wide')).toBe(isWide)
  })

  it('says of a verdict that was committed and is locked away that it is sealed', async () => {
    const { lima } = wellState.bounties
    const row = { ...rows.setup, artifacts: rows.setup.artifacts.map((artifact) => ({ ...artifact, verdict: null })) }
    await openWindow({ ...wellState, bounties: { lima: { ...lima, [row.guid]: row } } })
    expect(document.querySelector(`[data-row="${row.guid}"] [data-column="verdict"]`)).toHaveTextContent('sealed')
  })

  it('says where no opinion comes because the engine is stopped, here and in the bounty itself', async () => {
    const { lima } = wellState.bounties
    const row = { ...rows.loader, state: 'not-answered' as const }
    const state = withLima(wellState, { engine: { is: 'stopped', since: NOW, by: 'operator' } })
    const { window } = await openWindow(
      { ...state, bounties: { lima: { ...lima, [row.guid]: row } } },
      { answers: { 'bounty.details': () => ok({ ...orderDetails, row }) } },
    )
    expect(document.querySelector(`[data-row="${row.guid}"] [data-column="verdict"]`)).toHaveTextContent('engine stopped')
    act(() => window.ui.setState({ place: { screen: 'bounty', guid: row.guid, from: 'live' } }))
    const artifacts = within(await screen.findByRole('table', { name: 'Artifacts' }))
    expect(artifacts.getByText('engine stopped')).toBeVisible()
  })

  it('shows a loss never smaller than it is, and what is open as pending', async () => {
    await openWindow(wellState)
    const row = (name: string) => screen.getAllByText(name)[0]?.closest<HTMLElement>('[data-row]') ?? document.body
    expect(row('ledger-live-setup.exe').querySelector('[data-column="result"]')).toHaveTextContent('−0.5313')
    expect(row('ledger-live-setup.exe').querySelector('[data-column="result"] [title]')).toHaveAttribute('title', '−0.53125')
    expect(row('libcurl-8.dll').querySelector('[data-column="result"]')).toHaveTextContent('pending')
    expect(row('telemetry.bin').querySelector('[data-column="verdict"]')).toHaveTextContent('Scan timed out')
  })

  it.each([
    ['reveal-owed', /too late$/],
    ['reveal-sent', /none left$/],
  ] as const)('says in words that no block is left for a %s in the last block of its window', async (state, says) => {
    const last = withLima(wellState, { clock: { ...lima.clock, block: BLOCK + 7 } })
    await openWindow({ ...last, bounties: { lima: { [rows.invoice.guid]: { ...rows.invoice, state } } } })
    const list = within(screen.getByRole('grid', { name: 'Live bounties' }))
    const row = list.getByText('invoice_2026-10-4471.xlsm').closest('[data-row]')
    expect(row?.querySelector('[data-column="round"]')).toHaveTextContent(says)
  })

  it('shows what nobody can know while disconnected as unknown, and blocks as estimated', async () => {
    await openWindow(disconnected, { now: DISCONNECTED_AT })
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    const row = [...grid.querySelectorAll<HTMLElement>('[data-row]')].find((each) => each.textContent?.includes('SetupAssist'))
    expect(row).toHaveTextContent('Unknown')
    expect(row?.querySelector('[data-column="others"]')).toHaveTextContent('unknown')
    expect(row?.querySelector('[data-column="round"]')).toHaveTextContent('≈ 97 left')
    expect(screen.getByText('Block, estimated')).toBeVisible()
  })

  it('is one tab stop, moved by J and K, opened by Enter', async () => {
    const { user, window } = await openWindow(wellState)
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
    await user.keyboard('jjj')
    expect(document.activeElement).toHaveAttribute('data-row', rows.scans.guid)
    await user.keyboard('k')
    expect(document.activeElement).toHaveAttribute('data-row', rows.setup.guid)
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
    await user.keyboard('{Enter}')
    expect(window.ui.getState().place).toEqual({ screen: 'bounty', guid: rows.setup.guid, from: 'live' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('data-row', rows.setup.guid))
  })

  it('stands still under the pointer: new ones gather above, rows change in place', async () => {
    const { bridge } = await openWindow(wellState)
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    const before = texts(grid)
    fireEvent.pointerOver(grid, { pointerType: 'mouse' })
    fireEvent.pointerEnter(grid.parentElement ?? grid)
    const fresh = rowOf({ name: 'brand-new.exe', expiration: 137, state: 'scanning' })
    bridge.change([
      { kind: 'bounties', id: 'lima', put: [fresh, { ...rows.curl, state: 'revealed', revealBlock: BASE + 128 }], drop: [rows.photo.guid] },
    ])
    expect(await screen.findByRole('button', { name: '1 new' })).toBeVisible()
    expect(texts(grid)).toEqual(before)
    expect(screen.getAllByText('libcurl-8.dll')[0]?.closest('[data-row]')).toHaveTextContent('Revealed')
    fireEvent.click(screen.getByRole('button', { name: '1 new' }))
    expect(texts(grid)).toContain('brand-new.exe')
    expect(texts(grid)).not.toContain('photo_0412.scr')
  })

  it('says what is so of rows that the keys hold in their place, also of those that the list would not show any more', async () => {
    const { user, bridge } = await openWindow(wellState)
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    const before = texts(grid)
    await user.keyboard('jj')
    const { lima } = wellState.bounties
    const reveal = Object.values(lima ?? {}).filter(({ state }) => state === 'reveal-owed' || state.startsWith('reveal'))
    const settled = [...reveal, rows.curl].map((row) => ({ ...row, state: 'lost' as const, payout: 0n, settledAt: NOW - 120_000 }))
    bridge.change([{ kind: 'bounties', id: 'lima', put: settled, drop: [] }])
    const line = () => screen.getAllByText('libcurl-8.dll')[0]?.closest('[data-row]')
    await waitFor(() => expect(line()).toHaveTextContent('Wrong'))
    expect(texts(grid)).toEqual(before)
    // It stands under "Assertion window" still, and says that it does not belong there any more.
    expect(line()).toHaveTextContent('Ended earlier')
    expect(within(grid).getAllByLabelText('moved on to')).toHaveLength(settled.length)
    bridge.change([{ kind: 'bounties', id: 'lima', put: [], drop: [rows.curl.guid] }])
    await waitFor(() => expect(texts(grid)).toEqual(before))
    expect(line()).toHaveTextContent('Wrong')
    expect(line()).toHaveTextContent('Ended earlier')
  })

  it('lets go by itself of a pointer that was parked in it', async () => {
    let time = NOW
    const { bridge } = await openWindow(wellState, { now: () => time })
    const grid = screen.getByRole('grid', { name: 'Live bounties' })
    fireEvent.pointerEnter(grid.parentElement ?? grid)
    bridge.change([
      { kind: 'bounties', id: 'lima', put: [rowOf({ name: 'while-away.exe', expiration: 137, state: 'scanning' })], drop: [] },
    ])
    expect(await screen.findByRole('button', { name: '1 new' })).toBeVisible()
    time += POINTER_HOLDS_MS
    bridge.change([{ kind: 'bounties', id: 'lima', put: [], drop: [rows.photo.guid] }])
    await waitFor(() => expect(texts(grid)).toContain('while-away.exe'))
    expect(texts(grid)).not.toContain('photo_0412.scr')
    expect(screen.queryByRole('button', { name: '1 new' })).toBeNull()
  })

  it('stands still at once when it is pinned', async () => {
    const { bridge, user } = await openWindow(wellState)
    await user.click(screen.getByRole('button', { name: 'Hold list' }))
    const before = texts(screen.getByRole('grid', { name: 'Live bounties' }))
    bridge.change([{ kind: 'bounties', id: 'lima', put: [rowOf({ name: 'later.exe', expiration: 137, state: 'scanning' })], drop: [] }])
    expect(await screen.findByRole('button', { name: '1 new' })).toBeVisible()
    expect(texts(screen.getByRole('grid', { name: 'Live bounties' }))).toEqual(before)
  })

  it('finds by name, and all shows more than mine', async () => {
    const other = rowOf({ name: 'not-mine.exe', expiration: 110, state: 'skipped', skip: 'no-opinion' })
    const { user } = await openWindow({ ...wellState, bounties: { lima: { ...wellState.bounties.lima, [other.guid]: other } } })
    const grid = () => screen.getByRole('grid', { name: 'Live bounties' })
    expect(texts(grid())).not.toContain('not-mine.exe')
    await user.click(screen.getByRole('radio', { name: 'All' }))
    expect(texts(grid())).toContain('not-mine.exe')
    await user.keyboard('/')
    await user.type(screen.getByRole('searchbox', { name: 'Name or guid' }), 'svchost')
    expect(texts(grid())).toEqual(['svchost_update.exe'])
  })

  it('makes direction marks in a name visible', async () => {
    const hostile = rowOf({ name: 'photo\u202Egpj.exe', expiration: 134, state: 'scanning' })
    await openWindow({ ...wellState, bounties: { lima: { [hostile.guid]: hostile } } })
    expect(screen.getByText('photo⟨202E⟩gpj.exe')).toBeVisible()
  })
})

describe('an empty Live screen', () => {
  it('says what is waited for and what is ready', async () => {
    await openWindow(emptyAlone)
    expect(screen.getByRole('heading', { name: 'Listening. No bounty since you started' })).toBeVisible()
    expect(screen.getByText(/Lima has posted nothing for 41 blocks/)).toBeVisible()
    expect(screen.getByText('Connected to Lima').closest('li')).toHaveTextContent('event socket live, 84 ms')
    expect(screen.getByText('Balance').closest('li')).toHaveTextContent('500.0000 NCT, at least 124 bounties at your limit')
  })

  it('says that the engine is not running', async () => {
    await openWindow({ ...withLima(emptyAlone, { engine: { is: 'stopped', since: null } }) })
    expect(screen.getByRole('heading', { name: 'The engine is not running' })).toBeVisible()
  })

  it('leads to the Communities when none is joined', async () => {
    const { user, window } = await openWindow({ ...firstRun, app: { ...firstRun.app, firstRunDone: true } }, { now: NOW })
    await user.click(screen.getByRole('button', { name: 'Open Communities' }))
    expect(window.ui.getState().place).toEqual({ screen: 'communities' })
  })
})
