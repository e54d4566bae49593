import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { lima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { NOW, rowOf } from '../../bridge/fake/row-of.ts'
import { lockedLosses, STAKE_LOST_AT } from '../../bridge/fake/trouble.ts'

const strip = () => within(screen.getByRole('region', { name: 'State of the engine' }))
const cell = (id: string) => document.querySelector<HTMLElement>(`[data-cell="${id}"]`) ?? document.body

describe('a wallet locked while losses paused the engine', () => {
  const engine = lockedLosses.communities.lima?.engine
  const putAside = { laterLocks: engine?.is === 'paused' ? [engine.since] : [] }
  const withStake = (over: Partial<typeof lima.stake>, more: Partial<typeof lima> = {}) => {
    const there = lockedLosses.communities.lima ?? lima
    const changed = { ...there, ...more, stake: { ...there.stake, ...over } }
    return { ...lockedLosses, communities: { ...lockedLosses.communities, lima: changed } }
  }
  const side = () => within(screen.getByRole('complementary', { name: 'Needs you and events' }))
  const cardOf = (title: string) => side().getByText(title).closest('li') ?? document.body

  it('offers what can still save money before what tells of the losses: strip, banner, first card', async () => {
    const { user, window } = await openWindow(lockedLosses, { now: STAKE_LOST_AT, ui: putAside })
    expect(cell('engine')).toHaveTextContent('Lockedcannot sign')
    expect(strip().queryByRole('button', { name: 'Resume' })).toBeNull()
    expect(screen.getByRole('alert')).toHaveTextContent('The wallet is locked')
    const cards = within(side().getByRole('list', { name: 'Needs you' })).getAllByRole('listitem')
    expect(cards[0]).toHaveTextContent('Wallet is locked')
    await user.click(strip().getByRole('button', { name: 'Unlock' }))
    expect(window.ui.getState().dialog).toEqual({ is: 'unlock' })
    // With the dialog before it, the banner tells of the losses.
    expect(screen.getByRole('alert', { hidden: true })).toHaveTextContent('5 stakes lost in Lima')
  })

  it('counts all that is unrevealed, what of it is owed, when the first is lost and what is to be settled, in banner and card', async () => {
    await openWindow(lockedLosses, { now: STAKE_LOST_AT, ui: putAside })
    for (const place of [screen.getByRole('alert'), cardOf('Wallet is locked')]) {
      expect(place).toHaveTextContent('10 verdicts are unrevealed: 25.0000 NCT are lost if they stay so.')
      expect(place).toHaveTextContent('The first is lost in 7 blocks, about 7 s. 1 reveal is owed now. 6 settlements wait')
    }
  })

  it('puts no space between Japanese sentences', async () => {
    const app = { ...lockedLosses.app, preferences: { ...lockedLosses.app.preferences, language: 'ja' as const } }
    const { window } = await openWindow({ ...lockedLosses, app }, { now: STAKE_LOST_AT, ui: putAside })
    const shown = () => screen.getByRole('alert').textContent
    expect(shown()).toMatch(/失われます。最初の/)
    expect(shown()).not.toMatch(/。 /)
    act(() => window.ui.setState({ dialog: { is: 'unlock' } }))
    expect(screen.getByRole('alert', { hidden: true }).textContent).not.toMatch(/[。：] /)
  })

  it.each([
    ['settlements alone', { unrevealedCount: 0, owedReveals: 0, firstLastReveal: null }, /6 settlements wait; they have no last block\./],
    [
      'settlements that only follow',
      { unrevealedCount: 0, owedReveals: 0, firstLastReveal: null, owedSettles: 0 },
      /6 settlements follow, with no last block\./,
    ],
    [
      'windows that are not open yet',
      { owedReveals: 0, owedSettles: 0, toSettle: 0 },
      /lost in 7 blocks, about 7 s\. No window to reveal is open yet\./,
    ],
  ])('says what is so with %s, and never counts nothing', async (_, over, says) => {
    await openWindow(withStake(over), { now: STAKE_LOST_AT, ui: putAside })
    for (const place of [screen.getByRole('alert'), cardOf('Wallet is locked')]) {
      expect(place).toHaveTextContent(says)
      expect(place).not.toHaveTextContent(/\b0 |Nothing/)
    }
  })

  it('counts no block where none can take the reveal of the first any more', async () => {
    const block = lockedLosses.communities.lima?.clock.block ?? 0
    const { window } = await openWindow(withStake({ firstLastReveal: block }), { now: STAKE_LOST_AT, ui: putAside })
    expect(cardOf('Wallet is locked')).toHaveTextContent('For the first no block to reveal is left.')
    act(() => window.ui.setState({ dialog: { is: 'unlock' } }))
    expect(await screen.findByRole('dialog')).toHaveTextContent(/First lost after block [\d,]+no block left/)
  })

  it.each([
    ['unknown', 0, /The last block for 1 reveal has come: it is lost unless the chain has it already/],
    ['reveal-owed', 0, /The last block for 1 reveal has come: it is lost unless the chain has it already/],
    ['reveal-owed', 3, /The last block for 1 reveal has come: it is lost unless the chain has it already/],
    ['unknown', -1, /The Community is being asked what the chain has/],
  ] as const)('does not put off to a window to come what is %s %i blocks after its last one', async (state, after, says) => {
    const block = lockedLosses.communities.lima?.clock.block ?? 0
    const row = rowOf({ name: 'late.exe', expiration: block - after, state, bid: 2, assert: block - 90 })
    const late = { ...row, expiration: block - after - row.revealWindow + 1 }
    const shown = withStake({ unrevealedCount: 1, owedReveals: 0, firstLastReveal: null })
    const { window } = await openWindow({ ...shown, bounties: { lima: { [late.guid]: late } } }, { now: STAKE_LOST_AT, ui: putAside })
    const places = [screen.getByRole('alert'), cardOf('Wallet is locked')]
    act(() => window.ui.setState({ dialog: { is: 'unlock' } }))
    for (const place of [...places, await screen.findByRole('dialog')]) {
      expect(place).toHaveTextContent(says)
      expect(place).not.toHaveTextContent('No window to reveal is open yet')
    }
  })

  it('asks for the password by itself, and says no open assertion goes on while it is locked', async () => {
    await openWindow({ ...lockedLosses, needs: [] }, { now: STAKE_LOST_AT })
    expect(await screen.findByRole('dialog', { name: 'Unlock the wallet' })).toHaveTextContent('10 verdicts unrevealed25.0000 NCT')
    const banner = screen.getByRole('alert', { hidden: true })
    expect(banner).toHaveTextContent('The wallet is locked: none of the 16 open assertions is revealed or settled before you unlock.')
    expect(banner).not.toHaveTextContent('go on')
  })

  it('is asked for no longer once it opened by itself, and the dialog does not come back', async () => {
    const { bridge, window } = await openWindow({ ...lockedLosses, needs: [] }, { now: STAKE_LOST_AT })
    await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    bridge.change([{ kind: 'wallets', wallets: lockedLosses.wallets.map((wallet) => ({ ...wallet, state: 'unlocked' })) }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(window.ui.getState().dialog).toBeNull()
  })

  it('says before it stops that what is open waits for the wallet', async () => {
    const { user } = await openWindow(lockedLosses, { now: STAKE_LOST_AT, ui: putAside })
    await user.click(strip().getByRole('button', { name: 'Stop' }))
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      '16 open assertions, 31.2500 NCT, are not revealed or settled before you unlock the wallet.',
    )
  })

  it('leaves the losses and the pause where nothing staked waits for it', async () => {
    const nothing = { unrevealedCount: 0, owedReveals: 0, owedSettles: 0, toSettle: 0, firstLastReveal: null }
    await openWindow(withStake(nothing), { now: STAKE_LOST_AT })
    expect(cell('engine')).toHaveTextContent('Pausedstakes lost')
    expect(screen.getByRole('alert')).toHaveTextContent('5 stakes lost in Lima')
  })

  it.each([
    [
      'changed contracts',
      { engine: { is: 'paused', since: NOW, by: 'contracts-changed', until: null } },
      'Lima also shows other contracts than those you pinned; what is staked goes on for the pinned ones.',
      /unlock\. Nothing is signed for the new contracts/,
    ],
    [
      'a lost connection',
      { connection: { is: 'lost', since: NOW, attempt: 1, nextTryAt: null, everConnected: true, code: 'unreachable', detail: 'gone' } },
      'There is no connection to Lima either: what you unlock leaves as soon as it is back.',
      /before you unlock\. The last try said: gone/,
    ],
  ] as const)(
    'comes first beside %s, which is said after it and promises nothing while it is locked',
    async (_, over, besides, meanwhile) => {
      const { window } = await openWindow(withStake({}, over), { now: STAKE_LOST_AT, ui: { laterLocks: [NOW, ...putAside.laterLocks] } })
      expect(cell('engine')).toHaveTextContent('Lockedcannot sign')
      expect(screen.getByRole('alert')).toHaveTextContent('The wallet is locked')
      expect(screen.getByRole('alert')).toHaveTextContent(besides)
      // Its dialog says all of it; the banner behind it must not say otherwise.
      act(() => window.ui.setState({ dialog: { is: 'unlock' } }))
      const banner = screen.getByRole('alert', { hidden: true })
      expect(banner).toHaveTextContent(meanwhile)
      expect(banner).not.toHaveTextContent(/go on to reveal|already signed/)
    },
  )

  it('offers to unlock beside a stopped engine, and asks no less to start it', async () => {
    await openWindow(withStake({}, { engine: { is: 'stopped', since: NOW } }), { now: STAKE_LOST_AT })
    expect(cell('engine')).toHaveTextContent('Lockedcannot sign')
    expect(strip().getByRole('button', { name: 'Unlock' })).toBeVisible()
    expect(strip().getByRole('button', { name: 'Start' })).toBeVisible()
  })

  it('says once it was resumed that the next loss pauses it again', async () => {
    const resumed = withStake({}, { engine: { is: 'locked', since: NOW + 9000 } })
    const { bridge } = await openWindow(resumed, { now: STAKE_LOST_AT, ui: putAside })
    const card = cardOf('4 stakes lost: 4.87500 NCT')
    expect(card).toHaveTextContent('It was resumed after 5 stakes were lost within an hour; the next one pauses it again.')
    expect(card).not.toHaveTextContent('At 5 within')
    bridge.change([{ kind: 'community', id: 'lima', community: { ...(resumed.communities.lima ?? lima), recentLosses: 4 } }])
    await waitFor(() => expect(card).toHaveTextContent('At 5 within an hour the engine pauses by itself.'))
  })
})
