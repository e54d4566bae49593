import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { because } from '../../../shared/errors/because.ts'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { answersFor } from '../../bridge/fake/answers.ts'
import type { Answers, FakeBridge } from '../../bridge/fake/bridge.ts'
import { lima, wellState, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { BLOCK, ME, NOW, nct } from '../../bridge/fake/row-of.ts'
import {
  DISCONNECTED_AT,
  disconnected,
  emptyAlone,
  locked,
  lockedThrowaway,
  MISSING_GUID,
  pausedByLimit,
  STAKE_LOST_AT,
  stakeLost,
  stakesLost,
  stakesMissing,
} from '../../bridge/fake/trouble.ts'

const strip = () => within(screen.getByRole('region', { name: 'State of the engine' }))
const cell = (id: string) => document.querySelector<HTMLElement>(`[data-cell="${id}"]`) ?? document.body

describe('the events', () => {
  it('say who or what paused the engine in a sentence', async () => {
    const { bridge } = await openWindow(wellState)
    const line = {
      id: 9000,
      at: NOW,
      community: 'lima',
      code: 'engine-paused',
      tone: 'soft',
      mine: true,
      guid: null,
      amount: null,
    } as const
    bridge.change([
      {
        kind: 'events',
        events: [
          { ...line, subject: 'operator' },
          { ...line, id: 9001, subject: 'day-limit' },
          { ...line, id: 9002, subject: 'of-a-newer-version' },
        ],
      },
    ])
    const log = within(screen.getByRole('log', { name: 'Events' }))
    expect(await log.findByText('Engine paused by you')).toBeVisible()
    expect(log.getByText('Engine paused: the stake limit for today is reached')).toBeVisible()
    expect(log.queryByText('operator')).toBeNull()
    expect(log.getByText('Engine paused')).toBeVisible()
  })
})

describe('the window in Japanese', () => {
  it('has no English label of a library, seen or hidden', async () => {
    const { app } = wellState
    await openWindow({ ...wellState, app: { ...app, preferences: { ...app.preferences, language: 'ja' } } })
    await screen.findByText('要対応')
    const labels = [...document.querySelectorAll('[aria-label]')].map((element) => element.getAttribute('aria-label') ?? '')
    expect(labels.filter((label) => label.includes('F8'))).toEqual(['お知らせ (F8)'])
    expect(labels.filter((label) => /Notification/.test(label))).toEqual([])
  })
})

describe('the status strip', () => {
  it('says why an engine stands still, so that it can be started with one click', async () => {
    const { user, bridge } = await openWindow(withLima(wellState, { engine: { is: 'stopped', since: NOW - 60_000, by: 'command' } }), {
      answers: { 'engine.start': () => ok({}) },
    })
    expect(cell('engine')).toHaveTextContent('Stoppedcommand ended 03:11')
    await user.click(screen.getByRole('button', { name: 'Start' }))
    expect(bridge.inputsOf('engine.start')).toEqual([{ community: 'lima' }])
  })

  it('answers: is it running, what is at risk, what was earned, what is there', async () => {
    await openWindow(wellState)
    expect(cell('engine')).toHaveTextContent('Runningnothing urgent')
    expect(cell('stake')).toHaveTextContent('9.2500NCT11 open · 4 unrevealed: 2.6250')
    expect(cell('today')).toHaveTextContent('+612.4375NCT2,214 assertions settled · 2,058 won')
    expect(cell('nct')).toHaveTextContent('2,008.8125 NCThome 6,410.0000 · in flight 3,629.7300')
    expect(cell('eth')).toHaveTextContent('0.0041 ETHLowpays 3 deposits')
    expect(cell('block')).toHaveTextContent('18,402,1171.00 s')
  })

  it('never shows an old value as a live one', async () => {
    await openWindow(disconnected, { now: DISCONNECTED_AT })
    expect(cell('community')).toHaveTextContent('No connection, 6 s')
    expect(cell('block')).toHaveTextContent('≈ 18,402,123last …117')
    for (const id of ['today', 'nct', 'eth']) expect(cell(id)).toHaveTextContent('as of 03:12:47')
  })

  it('calls nothing connected whose blocks are long overdue, and says for how long', async () => {
    const late = { ...lima.clock, block: BLOCK + 5, estimated: true }
    const { bridge } = await openWindow(withLima(wellState, { clock: { ...late, seenAt: NOW - 4_000 } }))
    expect(cell('community')).toHaveTextContent('Connected84 ms')
    const tell = (clock: typeof lima.clock) => bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, clock } }])
    tell({ ...late, seenAt: NOW - 5_000 })
    expect(await within(cell('community')).findByText('Silent for 5 s')).toHaveClass(/amber/)
    expect(cell('community')).not.toHaveTextContent(/Connected|ms/)
    expect(cell('engine')).toHaveTextContent('Runninghears no blocks')
    expect(cell('community').querySelector('svg.lucide-hourglass')).not.toBeNull()
    // A slow chain is not silent before five of its own blocks are missing, nor one that is known to stand still.
    tell({ ...late, seenAt: NOW - 40_000, blockTimeMs: 10_000 })
    expect(await within(cell('community')).findByText('Connected')).toBeVisible()
    expect(cell('engine')).not.toHaveTextContent('hears no blocks')
    tell({ ...late, seenAt: NOW - 50_000, blockTimeMs: 10_000 })
    expect(await within(cell('community')).findByText('Silent for 50 s')).toBeVisible()
    tell({ ...lima.clock, seenAt: NOW - 50_000 })
    expect(await within(cell('community')).findByText('Connected')).toBeVisible()
    tell({ ...late, seenAt: NOW - 50_000 })
    expect(await within(cell('community')).findByText('Silent for 50 s')).toBeVisible()
    // Back after a cut, it has not had the time to name a block.
    const connection = { is: 'connected', since: NOW - 1_000, latencyMs: null } as const
    bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, connection, clock: { ...late, seenAt: NOW - 50_000 } } }])
    expect(await within(cell('community')).findByText('Connected')).toBeVisible()
  })

  it('says of when everything is once the console has ended, and calls nothing connected or saved', async () => {
    const { bridge } = await openWindow(wellState, { host: 'headless' })
    bridge.end(NOW + 36_000)
    const banner = await screen.findByRole('alert')
    expect(banner).toHaveTextContent('The console has ended or cannot be reached')
    expect(banner).toHaveTextContent('What you see is as of 03:13:23')
    // In the flow of the page, before the strip: it covers nothing.
    expect(banner.nextElementSibling).toBe(screen.getByRole('region', { name: 'State of the engine' }))
    for (const id of ['engine', 'community', 'block', 'stake', 'today', 'nct', 'eth']) expect(cell(id)).toHaveTextContent(/as of 03:13:23$/)
    expect(strip().queryByText('Connected')).toBeNull()
    const bar = within(screen.getByRole('contentinfo'))
    expect(bar.getByText('Journal saved').parentElement).toHaveClass(/gone/)
    expect(bar.getByText('as of 03:13:23')).toBeVisible()
  })

  it('lets nothing act once the console has ended, and says why', async () => {
    const { bridge, user, window } = await openWindow(stakesLost, { host: 'headless', now: STAKE_LOST_AT })
    const names = ['Pause', 'Stop', 'Pause engine', 'Go on', 'Seen', 'Not now']
    const acting = () => names.flatMap((name) => screen.getAllByRole('button', { name }))
    for (const button of acting()) expect(button).not.toHaveAttribute('aria-disabled')
    bridge.end(NOW + 36_000)
    await screen.findByText('The console has ended or cannot be reached')
    for (const button of acting()) {
      expect(button).toHaveAttribute('aria-disabled', 'true')
      await user.click(button)
    }
    expect(window.ui.getState().dialog).toBeNull()
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}{Control>}l{/Control}')
    for (const name of ['engine.pause', 'engine.stop', 'app.putOffNeed', 'wallet.lock'] as const) expect(bridge.inputsOf(name)).toEqual([])
    expect(await screen.findAllByText(/nothing can be done from here\.$/, { selector: '[class*="toast"] *' })).toHaveLength(2)
    screen.getByRole('button', { name: 'Pause' }).focus()
    expect(await screen.findByRole('tooltip')).toHaveTextContent('nothing can be done from here.')
    // What only leads elsewhere still does.
    await user.click(screen.getByRole('button', { name: 'Show lost ones' }))
    expect(window.ui.getState().place).toMatchObject({ screen: 'assertions' })
  })

  it('keeps the earlier time of what was old already when the console ended', async () => {
    const { bridge } = await openWindow(disconnected, { now: DISCONNECTED_AT })
    bridge.end(NOW + 36_000)
    await waitFor(() => expect(cell('engine')).toHaveTextContent('as of 03:13:23'))
    for (const id of ['today', 'nct', 'eth']) expect(cell(id)).toHaveTextContent('as of 03:12:47')
  })

  it('shows a balance that was never read as unknown', async () => {
    await openWindow(withLima(wellState, { balances: { homeNct: null, homeEth: null, sideNct: null } }))
    expect(cell('nct')).toHaveTextContent('unknownhome unknown')
    expect(cell('eth')).toHaveTextContent('unknown')
  })

  it('says that a Community was never reached', async () => {
    await openWindow(
      withLima(emptyAlone, {
        connection: {
          is: 'lost',
          since: NOW - 5000,
          attempt: 2,
          nextTryAt: NOW + 4000,
          everConnected: false,
          code: 'unreachable',
          detail: 'no route to host',
        },
        clock: { ...lima.clock, block: null, seenBlock: null, seenAt: null },
      }),
    )
    expect(cell('community')).toHaveTextContent('Unreachable, 5 s')
    expect(cell('block')).toHaveTextContent('unknown')
    expect(screen.getByRole('alert')).toHaveTextContent('Lima cannot be reached')
    expect(screen.getByRole('alert')).toHaveTextContent('The last try said: no route to host. Try 2 in 4 s.')
  })

  it('pauses at once and asks before it stops', async () => {
    const { user, bridge } = await openWindow(wellState, { answers: { 'engine.pause': () => ok({}), 'engine.stop': () => ok({}) } })
    await user.click(strip().getByRole('button', { name: 'Pause' }))
    expect(bridge.inputsOf('engine.pause')).toEqual([{ community: 'lima' }])
    await user.click(strip().getByRole('button', { name: 'Stop' }))
    const dialog = await screen.findByRole('dialog', { name: 'Stop the engine on Lima?' })
    expect(dialog).toHaveTextContent('11 open assertions, 9.2500 NCT, go on to reveal and settlement.')
    expect(bridge.inputsOf('engine.stop')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Stop the engine' }))
    expect(bridge.inputsOf('engine.stop')).toEqual([{ community: 'lima' }])
  })

  it('tells why a command failed', async () => {
    const { user } = await openWindow(wellState, { answers: { 'engine.pause': () => fail('engine-stopped') } })
    await user.click(strip().getByRole('button', { name: 'Pause' }))
    expect(await screen.findByText('The engine is stopped. No new stake is placed; start it first.')).toBeVisible()
  })

  it('changes the Community', async () => {
    const { user, window } = await openWindow(wellState)
    await user.click(screen.getByRole('button', { name: 'Change the Community: Lima' }))
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Sandbox' }))
    expect(window.ui.getState().community).toBe('sandbox')
    expect(cell('nct')).toHaveTextContent('test NCT')
  })
})

describe('the navigation', () => {
  it('counts what is open and in flight, calmly while the engine does what is owed by itself', async () => {
    await openWindow(wellState)
    const nav = within(screen.getByRole('navigation', { name: 'Screens' }))
    expect(nav.getByRole('button', { name: /^Live/ })).toHaveTextContent('Live14')
    expect(nav.getByRole('button', { name: /^Assertions/ })).toHaveTextContent('Assertions11')
    expect(nav.getByTitle('11 open').className).not.toMatch(/waiting/)
    expect(nav.getByRole('button', { name: /^Wallet/ })).toHaveTextContent('Wallet2')
  })
})

describe('the count of assertions', () => {
  it.each([
    ['a wallet is locked', locked, '5 need you'],
    ['reveals are held', disconnected, '2 need you'],
    ['the Community does not know them', stakesMissing, '3 need you'],
  ])('stands out when %s', async (_, state, title) => {
    await openWindow(state)
    const nav = within(screen.getByRole('navigation', { name: 'Screens', hidden: true }))
    expect(nav.getByTitle(title).className).toMatch(/waiting/)
  })
})

describe('banners', () => {
  it('say what a lost connection means for what is owed', async () => {
    const { user, bridge } = await openWindow(disconnected, { now: DISCONNECTED_AT, answers: { 'community.retry': () => ok({}) } })
    const banner = screen.getByRole('alert')
    expect(banner).toHaveTextContent('No connection to Lima for 6 s')
    expect(banner).toHaveTextContent(
      '1.4375 NCT waits for 2 reveals, already signed and kept on disk; the first window closes in about 1 block.',
    )
    await user.click(within(banner).getByRole('button', { name: 'Try now' }))
    expect(bridge.inputsOf('community.retry')).toEqual([{ community: 'lima' }])
  })

  it('say which limit was reached and open the limits', async () => {
    const { user } = await openWindow(pausedByLimit)
    const banner = screen.getByRole('alert')
    expect(banner).toHaveTextContent('Staked 2,399.6250 of 2,400.0000 NCT since 00:00')
    expect(banner).toHaveTextContent('The 11 open assertions go on to reveal and settlement.')
    await user.click(within(banner).getByRole('button', { name: 'Change limit' }))
    expect(await screen.findByRole('dialog', { name: 'Limits on Lima' })).toBeVisible()
  })

  it('tell of a lost stake until it was seen', async () => {
    const { user, bridge } = await openWindow(stakeLost, { now: STAKE_LOST_AT, answers: { 'app.putOffNeed': () => ok({}) } })
    const banner = screen.getByRole('alert')
    expect(banner).toHaveTextContent('Stake lost in Lima: 0.84375 NCT (bid 0.81250, fee 0.03125)')
    expect(banner).toHaveTextContent('was not revealed by block 18,402,124, the last of its window.')
    expect(banner).toHaveTextContent('the reveal was sent, but not mined within the reveal window')
    await user.click(within(banner).getByRole('button', { name: 'Seen' }))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(bridge.inputsOf('app.putOffNeed')).toEqual([{ id: 'stake-lost:lima' }])
  })

  it('count and sum what was lost in a row, say each reason, and lead to those in the list', async () => {
    let bridge: FakeBridge | null = null
    const opened = await openWindow(stakesLost, {
      now: STAKE_LOST_AT,
      answers: { ...answersFor(() => bridge?.state() ?? stakesLost), 'app.putOffNeed': () => ok({}) },
    })
    bridge = opened.bridge
    const { user } = opened
    const banner = screen.getByRole('alert')
    expect(banner).toHaveTextContent('5 stakes lost in Lima: 5.71875 NCT in all')
    expect(banner).toHaveTextContent('1 stake: Not revealed in time: the reveal was sent, but not mined within the reveal window.')
    expect(banner).toHaveTextContent('4 stakes: Not revealed in time: the wallet was locked through the reveal window.')
    await user.click(within(banner).getByRole('button', { name: 'Show lost ones' }))
    const list = within(await screen.findByRole('grid', { name: 'Assertions' }))
    expect(await list.findByText('5 never revealed', { exact: false })).toHaveTextContent('5 never revealed · −5.71875 NCT')
    expect(list.queryByText('AnyDesk_portable.exe')).toBeNull()
    expect(bridge.inputsOf('assertions.page').at(-1)).toMatchObject({ filter: 'lost', since: NOW + 8000 })
    await user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Seen' }))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(bridge.inputsOf('app.putOffNeed')).toHaveLength(5)
    await user.click(screen.getByRole('button', { name: 'Show all lost' }))
    expect(await screen.findByText('AnyDesk_portable.exe')).toBeVisible()
  })

  it('put a journal that cannot be written before all else', async () => {
    await openWindow(
      { ...disconnected, app: { ...disconnected.app, journal: { is: 'failed', detail: 'no space left' } } },
      { now: DISCONNECTED_AT },
    )
    expect(screen.getAllByRole('alert')).toHaveLength(1)
    expect(screen.getByRole('alert')).toHaveTextContent('The journal cannot be written')
  })

  it('say why it cannot in the language of the window, wherever they say it', async () => {
    const preferences = { ...wellState.app.preferences, language: 'ja' as const }
    const journal = { is: 'failed' as const, detail: 'the disk is full', reason: because('journal-disk-full') }
    await openWindow({ ...wellState, app: { ...wellState.app, preferences, journal } }, { ui: { place: { screen: 'settings' } } })
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('ディスクがいっぱいです'))
    expect(screen.getByRole('contentinfo')).toHaveTextContent('ディスクがいっぱいです')
    expect(document.body).not.toHaveTextContent('the disk is full')
  })
})

describe('what needs a person', () => {
  it('is counted apart: now and for later', async () => {
    await openWindow(disconnected, { now: DISCONNECTED_AT })
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    expect(side.getByText('1 now')).toBeVisible()
    expect(side.getByText(/1 for later/)).toBeVisible()
    expect(side.getByText('0.8125 NCT · sent, not seen · ≈ 1 left')).toBeVisible()
    expect(side.getByText('0.6250 NCT · held · ≈ 7 left')).toBeVisible()
  })

  it('tells of a held reveal the end of its own window, never that of the vote which runs by now', async () => {
    const held = disconnected.communities.lima ?? lima
    const at = (block: number) => ({ ...held, clock: { ...held.clock, block } })
    const { bridge } = await openWindow(withLima(disconnected, at(BLOCK + 8)), { now: DISCONNECTED_AT })
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    expect(side.getByText('0.8125 NCT · sent, not seen · over since ≈ 1 block')).toBeVisible()
    expect(side.getByText('0.6250 NCT · held · ≈ 5 left')).toBeVisible()
    expect(screen.getByRole('alert')).toHaveTextContent('2 reveals, already signed and kept on disk; the first window is probably over.')
    bridge.change([{ kind: 'community', id: 'lima', community: at(BLOCK + 20) }])
    expect(await side.findByText('0.8125 NCT · sent, not seen · over since ≈ 13 blocks')).toBeVisible()
    expect(side.getByText('0.6250 NCT · held · over since ≈ 7 blocks')).toBeVisible()
  })

  it('leaves by being put off', async () => {
    const { user, bridge } = await openWindow(wellState, { answers: { 'app.putOffNeed': () => ok({}) } })
    await user.click(screen.getByRole('button', { name: 'Not now' }))
    expect(bridge.inputsOf('app.putOffNeed')).toEqual([{ id: 'home-eth-low:lima' }])
    bridge.change([{ kind: 'needs', needs: [] }])
    expect(await screen.findByText('nothing')).toBeVisible()
  })

  it.each([
    ['losses', 'The engine is paused until you resume it.'],
    ['operator', 'The engine is paused until you resume it.'],
    ['stopped', 'The engine is stopped until you start it.'],
  ] as const)('says of a lost stake what the engine does: %s', async (by, says) => {
    const lima = stakeLost.communities.lima
    if (!lima) throw new Error('no Lima')
    const engine = by === 'stopped' ? ({ is: 'stopped', since: NOW } as const) : ({ is: 'paused', since: NOW, by, until: null } as const)
    const { user, window } = await openWindow({ ...stakeLost, communities: { ...stakeLost.communities, lima: { ...lima, engine } } })
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    const card = within(side.getByText('Look at what went wrong').closest('li') ?? document.body)
    expect(card.getByText(/0\.84375 NCT are lost in Lima\.$/)).toBeVisible()
    expect(card.getByText(/not mined within the reveal window\.$/)).toBeVisible()
    expect(card.getByText(says)).toBeVisible()
    expect(card.queryByRole('button', { name: 'Pause engine' })).toBeNull()
    expect(card.getByRole('button', { name: 'Seen' })).toBeVisible()
    await user.click(card.getByRole('button', { name: 'Open bounty' }))
    expect(window.ui.getState().place).toMatchObject({ screen: 'bounty', guid: lima.lastForfeit?.guid })
  })

  it('holds one card for what was lost for one reason, with count, sum and names', async () => {
    const { user, bridge } = await openWindow(stakesLost, { now: STAKE_LOST_AT, answers: { 'app.putOffNeed': () => ok({}) } })
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    expect(side.getByText('2 now')).toBeVisible()
    const card = within(side.getByText(/^4 stakes lost/).closest('li') ?? document.body)
    expect(card.getByText('4 stakes lost: 4.87500 NCT')).toBeVisible()
    expect(card.getByText(/the wallet was locked through the reveal window\.$/)).toBeVisible()
    expect(card.getAllByText(/\.(exe|zip)$/)).toHaveLength(3)
    expect(card.getByText('and 1 more')).toBeVisible()
    await user.click(card.getByRole('button', { name: 'Go on' }))
    expect(bridge.inputsOf('app.putOffNeed')).toHaveLength(4)
  })

  it('lets an engine that still stakes be paused at a lost stake', async () => {
    const { user, bridge } = await openWindow(stakeLost, {
      now: STAKE_LOST_AT,
      answers: { 'engine.pause': () => ok({}), 'app.putOffNeed': () => ok({}) },
    })
    expect(screen.getByText(/At 5 within an hour the engine pauses by itself\.$/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Pause engine' }))
    expect(bridge.inputsOf('engine.pause')).toEqual([{ community: 'lima' }])
  })

  it('says what assertions cost that the Community does not know any more, and leads to them', async () => {
    const { user, window } = await openWindow(stakesMissing)
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    expect(side.getByText('The Community does not know your stake')).toBeVisible()
    expect(side.getByText(/^3 assertions, [\d.]+ NCT \(bids [\d.]+, fees 0\.0938\): asked again and again/)).toBeVisible()
    await user.click(side.getByRole('button', { name: 'Show them' }))
    expect(window.ui.getState().place).toEqual({ screen: 'assertions' })
  })

  it('says how well the engine did on the day whose limit is reached', async () => {
    await openWindow(pausedByLimit)
    expect(screen.getByText(/went unanswered since 05:36:08\. This engine won 93\.0 % of its assertions today\.$/)).toBeVisible()
  })

  it('offers a choice of events from the first bounty on', async () => {
    const { bridge } = await openWindow(emptyAlone)
    expect(screen.queryByRole('button', { name: /^Which events/ })).toBeNull()
    const [line] = emptyAlone.events
    bridge.change(line ? [{ kind: 'events', events: [{ ...line, id: 9_999, mine: false }] }] : [])
    expect(await screen.findByRole('button', { name: /^Which events/ })).toBeVisible()
  })

  it('says since when a Community has not answered in which assertions are open', async () => {
    const [need] = stakesMissing.needs
    const values = { ...need?.values, silentSince: String(NOW - 90_000_000) }
    await openWindow({ ...stakesMissing, needs: need ? [{ ...need, values }] : [] })
    const side = within(screen.getByRole('complementary', { name: 'Needs you and events' }))
    expect(side.getByText('The Community does not answer any more')).toBeVisible()
    expect(side.getByText(/^3 assertions, .* it has not answered since .+ \d\d:\d\d:\d\d, and all their windows are over/)).toBeVisible()
  })

  it('leads to the one assertion that the Community does not know any more, in Japanese too', async () => {
    const { app, needs } = stakesMissing
    const state = { ...stakesMissing, app: { ...app, preferences: { ...app.preferences, language: 'ja' as const } } }
    const { user, window } = await openWindow({ ...state, needs: needs.map((need) => ({ ...need, guid: MISSING_GUID })) })
    expect(await screen.findByText('コミュニティが賭けを把握していません')).toBeVisible()
    expect(screen.getByText(/^アサーション 3 件、[\d.]+ NCT（入札 [\d.]+、手数料 0\.0938）/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: '表示する' }))
    expect(window.ui.getState().place).toEqual({ screen: 'bounty', guid: MISSING_GUID, from: 'assertions' })
  })

  it('says in Japanese what became of a helper process', async () => {
    const reason = because('helper-signal', { signal: 'SIGKILL' })
    const engine = { is: 'failed', since: NOW, part: 'signer', detail: 'it was ended by SIGKILL', reason } as const
    const state = withLima(wellState, { engine })
    await openWindow({ ...state, app: { ...state.app, preferences: { ...state.app.preferences, language: 'ja' } } })
    expect(await screen.findByText(/SIGKILL で終了させられました/)).toBeVisible()
    expect(screen.queryByText(/was ended/)).toBeNull()
  })

  it('shows a code it does not know as what it is', async () => {
    const strange = { id: 'x', community: null, urgency: 'now' as const, code: 'from-the-future', values: {}, since: 0, guid: null }
    await openWindow({ ...wellState, needs: [strange] })
    expect(screen.getByText('Something needs you: from-the-future')).toBeVisible()
  })
})

describe('a locked wallet with something owed', () => {
  it('asks by itself, says what is owed, and hands the password over', async () => {
    const { user, bridge } = await openWindow(locked, { answers: { 'wallet.unlock': () => ok({}) } })
    const dialog = await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    expect(dialog).toHaveTextContent('The console restarted at 03:12:41')
    expect(dialog).toHaveTextContent('4 verdicts unrevealed2.6250 NCTLost if they stay so. 4 reveals owed now')
    expect(dialog).toHaveTextContent('First lost after block 18,402,1247 blocks, about 7 s left1 settlement owed')
    await user.type(within(dialog).getByLabelText('Password'), 'a word of mine')
    await user.click(within(dialog).getByRole('button', { name: 'Unlock and reveal' }))
    expect(bridge.inputsOf('wallet.unlock')).toEqual([{ address: ME, password: 'a word of mine', remember: false }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it.each([
    ['that opened after the restart and was locked again', [{ code: 'wallet-unlocked', at: 1 }]],
    ['of whose restart the feed does not tell any more', []],
  ] as const)('gives no cause for a wallet %s', async (_, lines) => {
    const [line] = locked.events
    if (!line) throw new Error('the feed is empty')
    const { startedAt } = locked.app
    const opened = lines.map(({ code, at }) => ({ ...line, code, id: line.id + 1, at: startedAt + at }))
    const told = lines.length > 0 ? locked.events : locked.events.filter(({ code }) => code !== 'console-started')
    await openWindow({ ...locked, events: [...opened, ...told] })
    const dialog = await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    expect(dialog).toHaveTextContent('The console cannot sign while the wallet is locked.')
    expect(dialog).not.toHaveTextContent('restarted')
  })

  it('says that the password was wrong and forgets it', async () => {
    const { user } = await openWindow(locked, { answers: { 'wallet.unlock': () => fail('wrong-password') } })
    const dialog = await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    await user.type(within(dialog).getByLabelText('Password'), 'wrong{Enter}')
    expect(await within(dialog).findByText('This password does not open the keyfile. Nothing was changed; try again.')).toBeVisible()
    expect(within(dialog).getByLabelText('Password')).toHaveValue('')
  })

  it('does not ask again for the same lock', async () => {
    const { user, bridge } = await openWindow(locked)
    await user.click(await screen.findByRole('button', { name: 'Later' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    bridge.change([
      {
        kind: 'community',
        id: 'lima',
        community: { ...(bridge.state().communities.lima ?? lima), stake: { ...lima.stake, owedReveals: 3, owedRevealsAmount: nct(2) } },
      },
    ])
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('3 reveals are owed now.'))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('the sandbox’s own wallet, locked', () => {
  const answers: Answers = { 'wallet.openThrowaway': () => ok({}) }
  const { lima: there } = lockedThrowaway.communities
  const alone = { ui: { laterLocks: there?.engine.is === 'locked' ? [there.engine.since] : [] }, answers }

  it('asks without a password, says why, and opens with one click', async () => {
    const { user, bridge } = await openWindow(lockedThrowaway, { answers })
    const dialog = await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    expect(dialog).toHaveTextContent('4 verdicts unrevealed2.6250 NCTLost if they stay so. 4 reveals owed now')
    expect(dialog).toHaveTextContent('This is the sandbox’s own wallet, with a password that the console made and keeps')
    expect(dialog.querySelector('input')).toBeNull()
    const button = within(dialog).getByRole('button', { name: 'Unlock and reveal' })
    expect(button).toHaveFocus()
    await user.click(button)
    expect(bridge.inputsOf('wallet.openThrowaway')).toEqual([{ address: ME }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('says in the dialog when it does not open', async () => {
    const { user } = await openWindow(lockedThrowaway, { answers: { 'wallet.openThrowaway': () => fail('signer-unavailable') } })
    const dialog = await screen.findByRole('dialog', { name: 'Unlock the wallet' })
    await user.click(within(dialog).getByRole('button', { name: 'Unlock and reveal' }))
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('The signer does not answer')
  })

  const ways: readonly (readonly [string, (user: UserEvent) => Promise<void>])[] = [
    ['the navigation', (user) => user.click(screen.getByRole('button', { name: 'Locked: Unlock the wallet' }))],
    ['the strip', (user) => user.click(strip().getByRole('button', { name: 'Unlock' }))],
    ['the banner', (user) => user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Unlock' }))],
    [
      'what needs you',
      (user) =>
        user.click(within(screen.getByRole('complementary', { name: 'Needs you and events' })).getByRole('button', { name: 'Unlock' })),
    ],
    [
      'the palette',
      async (user) => {
        await user.keyboard('{Control>}k{/Control}')
        await user.type(await screen.findByRole('combobox'), 'unlock{Enter}')
      },
    ],
  ]
  it.each(ways)('opens at once by %s', async (_, ask) => {
    const { user, bridge } = await openWindow(lockedThrowaway, alone)
    await ask(user)
    expect(bridge.inputsOf('wallet.openThrowaway')).toEqual([{ address: ME }])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('tells a failure where no dialog stands', async () => {
    const { user } = await openWindow(lockedThrowaway, { ...alone, answers: { 'wallet.openThrowaway': () => fail('signer-unavailable') } })
    await user.click(strip().getByRole('button', { name: 'Unlock' }))
    expect(await screen.findByText(/^The signer does not answer/)).toBeVisible()
  })
})

describe('keys', () => {
  it('go to screens, and not from a field', async () => {
    const { user, window } = await openWindow(wellState)
    await user.keyboard('ge')
    expect(window.ui.getState().place).toEqual({ screen: 'engine' })
    await user.keyboard('gl')
    await user.keyboard('/')
    await user.keyboard('ge')
    expect(window.ui.getState().place).toEqual({ screen: 'live' })
  })

  it.each([
    ['withdr', 'Withdraw'],
    ['depos', 'Deposit'],
  ])('open the palette, which finds the way to move money by %s', async (words, way) => {
    const { user, window } = await openWindow(wellState)
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox'), `${words}{Enter}`)
    expect(window.ui.getState().place).toEqual({ screen: 'wallet' })
    const panel = within(screen.getByRole('complementary', { name: 'Deposit or withdraw' }))
    expect(panel.getByRole('radio', { name: way })).toBeChecked()
  })

  it('open the palette, which finds a bounty by a part of its name', async () => {
    const { user, window } = await openWindow(wellState)
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox'), 'payroll{Enter}')
    expect(window.ui.getState().place).toMatchObject({ screen: 'bounty' })
  })

  it('lock, pause, list all keys', async () => {
    const nothingHidden = withLima(wellState, { stake: { ...lima.stake, unrevealed: 0n, unrevealedCount: 0 } })
    const { user, bridge } = await openWindow(nothingHidden, { answers: { 'wallet.lock': () => ok({}), 'engine.pause': () => ok({}) } })
    await user.keyboard('{Control>}l{/Control}')
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}')
    expect(bridge.inputsOf('wallet.lock')).toEqual([{ address: ME }])
    expect(bridge.inputsOf('engine.pause')).toHaveLength(1)
    await user.keyboard('?')
    expect(await screen.findByRole('dialog', { name: 'All keys' })).toBeVisible()
  })
})

describe('the lock in the navigation', () => {
  it('says what it is and what a click does, to the eye under the pointer too', async () => {
    const { bridge } = await openWindow(wellState)
    const lock = screen.getByRole('button', { name: 'Unlocked · 47 min: Lock the wallet' })
    expect(lock).toHaveTextContent(/^Unlocked · 47 min$/)
    expect(lock.querySelector('[data-does]')).toHaveAttribute('data-does', 'Lock the wallet')
    bridge.change([{ kind: 'wallets', wallets: locked.wallets }])
    expect(await screen.findByRole('button', { name: 'Locked: Unlock the wallet' })).toBeVisible()
  })
})

describe('locking while verdicts are unrevealed', () => {
  const ways: readonly (readonly [string, (user: UserEvent) => Promise<void>])[] = [
    ['by the navigation', (user) => user.click(screen.getByRole('button', { name: /^Unlocked/ }))],
    ['by Ctrl L', (user) => user.keyboard('{Control>}l{/Control}')],
    [
      'by the palette',
      async (user) => {
        await user.keyboard('{Control>}k{/Control}')
        await user.type(await screen.findByRole('combobox'), 'lock{Enter}')
      },
    ],
  ]
  it.each(ways)('asks first, %s', async (_, ask) => {
    const { user, bridge } = await openWindow(wellState, { answers: { 'wallet.lock': () => ok({}) } })
    await ask(user)
    const dialog = within(await screen.findByRole('dialog', { name: 'Lock the wallet while 4 verdicts are unrevealed?' }))
    expect(dialog.getByText(/2\.6250 NCT would be lost .* The first has to be revealed within 7 blocks, about 7 s\.$/)).toBeVisible()
    expect(bridge.inputsOf('wallet.lock')).toEqual([])
    expect(dialog.getByRole('button', { name: 'Keep it unlocked' })).toHaveFocus()
    await user.click(dialog.getByRole('button', { name: 'Lock all the same' }))
    expect(bridge.inputsOf('wallet.lock')).toEqual([{ address: ME }])
  })
})

describe('the look', () => {
  it('follows theme, language and row height of the preferences', async () => {
    const { bridge } = await openWindow(wellState)
    expect(document.documentElement.dataset.theme).toBe('dark')
    const { app } = bridge.state()
    bridge.change([
      { kind: 'app', app: { ...app, preferences: { ...app.preferences, theme: 'light', language: 'ja', rowHeight: 'comfortable' } } },
    ])
    expect(await screen.findByText('進行中のバウンティ')).toBeVisible()
    expect(document.documentElement).toHaveAttribute('lang', 'ja')
    expect(document.documentElement.dataset).toMatchObject({ theme: 'light', rows: 'comfortable' })
    bridge.change([{ kind: 'app', app }])
    expect(await screen.findByText('Live bounties')).toBeVisible()
  })

  it('has a title bar of its own only where the host has none', async () => {
    await openWindow(wellState, { host: 'headless' })
    expect(screen.queryByText('PolySwarm Console')).toBeNull()
    expect(screen.getByRole('button', { name: 'Find a bounty, hash or command' })).toBeVisible()
  })
})
