import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import { pageOf } from '../../bridge/fake/answers.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { wellState } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { NOW } from '../../bridge/fake/row-of.ts'

const line = (id: number, over: Partial<EventLine> = {}): EventLine => ({
  id,
  at: NOW - (6000 - id) * 1000,
  community: 'lima',
  code: 'committed',
  tone: 'soft',
  mine: true,
  guid: null,
  subject: `file-${id}`,
  amount: null,
  ...over,
})
const open = (answers: Answers) => openWindow(wellState, { answers, ui: { place: { screen: 'activity' } } })
const everything = { community: null, kind: null, mine: true }
const log = () => within(screen.getByRole('log', { name: 'Activity' }))

describe('activity', () => {
  it('shows live lines, pages older ones from the journal, and each once', async () => {
    const all = Array.from({ length: 450 }, (_, index) => line(4999 - index))
    const { bridge, user } = await open({ 'events.page': (query) => ok({ events: pageOf(all, query) }) })
    expect(log().getByTitle('libcurl-8.dll')).toBeVisible()
    await waitFor(() => expect(bridge.inputsOf('events.page').at(-1)).toEqual({ ...everything, before: null, limit: 200 }))
    await user.click(await screen.findByRole('button', { name: 'Show older' }))
    await waitFor(() => expect(bridge.inputsOf('events.page').at(-1)).toEqual({ ...everything, before: 4800, limit: 200 }))
    await waitFor(() => expect(log().getByTitle('file-4600')).toBeVisible())
    expect(log().getAllByTitle('file-4800')).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Show older' }))
    expect(await screen.findByText('This is the beginning of the journal.')).toBeVisible()
  })

  it('tells equal lines in a row once, with their count and since when, in the side panel too', async () => {
    const tried = (id: number, number: number) =>
      line(id, { code: 'reveal-try-failed', tone: 'stake', subject: `${number}: not in reveal window`, guid: null })
    const live = [tried(9003, 3), tried(9002, 2), tried(9001, 1), line(9000, { subject: 'between.exe' }), tried(8999, 1)]
    const { window } = await openWindow(
      { ...wellState, events: live },
      {
        answers: { 'events.page': () => ok({ events: [] }) },
        ui: { place: { screen: 'activity' } },
      },
    )
    expect(await log().findAllByText(/^Reveal try/)).toHaveLength(2)
    const times = log().getByText('×3')
    expect(times).toHaveAttribute('title', expect.stringMatching(/^3 times since \d\d:\d\d:\d\d$/))
    expect(times.closest('div')).toHaveTextContent('Reveal try 3:')
    act(() => window.ui.setState({ place: { screen: 'live' } }))
    expect(within(screen.getByRole('log', { name: 'Events' })).getByText('×3')).toBeVisible()
  })

  it('tells a rule that was switched, and its deposits apart from the operator’s own', async () => {
    const lines = [
      line(6003, { code: 'maintain-off', subject: null }),
      line(6002, { code: 'deposit-arrived', subject: null, by: 'operator' }),
      line(6001, { code: 'deposit-sent', subject: null, by: 'maintain' }),
      line(6000, { code: 'maintain-on', subject: '< 20000 NCT: +3000 NCT; ≤ 5000 NCT / 24 h' }),
    ]
    const { user } = await open({ 'events.page': (query) => ok({ events: pageOf(lines, query) }) })
    await user.selectOptions(screen.getByLabelText('Kind'), 'Transfers')
    expect(await log().findByText('Maintain rule off')).toBeVisible()
    expect(log().getByText('Maintain rule on')).toBeVisible()
    expect(log().getByTitle('below 20,000 NCT deposit 3,000 NCT; at most 5,000 NCT in 24 hours')).toBeVisible()
    expect(log().getByText('Deposit sent (by a rule)')).toBeVisible()
    expect(log().getByText('Deposit arrived')).toBeVisible()
  })

  it('asks the journal for a kind, however far back its lines are, and for older ones of it', async () => {
    const all = Array.from({ length: 4900 }, (_, index) =>
      line(4900 - index, index % 16 === 15 ? { code: 'deposit-arrived', subject: `deposit-${4900 - index}` } : {}),
    )
    const { bridge, user } = await open({ 'events.page': (query) => ok({ events: pageOf(all, query) }) })
    await user.selectOptions(screen.getByLabelText('Kind'), 'Transfers')
    expect(await log().findByTitle('deposit-1701')).toBeVisible()
    expect(log().queryByTitle('libcurl-8.dll')).toBeNull()
    expect(log().queryByTitle(/^file-/)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show older' }))
    expect(await log().findByTitle('deposit-5')).toBeVisible()
    expect(log().getAllByTitle(/^deposit-/)).toHaveLength(306)
    expect(bridge.inputsOf('events.page').at(-1)).toEqual({ ...everything, kind: 'transfers', before: 1701, limit: 200 })
    expect(await screen.findByText('This is the beginning of the journal.')).toBeVisible()
  })

  it('asks for one Community, and for others’ lines only when they are wanted', async () => {
    const all = [line(20, { community: 'sandbox' }), line(19, { community: 'sandbox', mine: false }), line(18)]
    const { user } = await open({ 'events.page': (query) => ok({ events: pageOf(all, query) }) })
    await user.selectOptions(screen.getByLabelText('Community'), 'Sandbox')
    expect(await log().findByTitle('file-20')).toBeVisible()
    expect(log().queryByTitle('file-19')).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'All' }))
    expect(await log().findByTitle('file-19')).toBeVisible()
    expect(log().queryByTitle('file-18')).toBeNull()
  })

  it('says that there is nothing only once the journal has said so', async () => {
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { user } = await open({
      'events.page': async (query) => {
        if (query.kind !== null) await asked
        return ok({ events: [] })
      },
    })
    await user.selectOptions(screen.getByLabelText('Kind'), 'Transfers')
    await waitFor(() => expect(log().queryByTitle('libcurl-8.dll')).toBeNull())
    expect(screen.queryByText('The journal holds nothing of this kind.')).toBeNull()
    answer()
    expect(await screen.findByText('The journal holds nothing of this kind.')).toBeVisible()
  })

  it.each([
    ['en', 'taken-up', 'Taken up: ', '3 reveals, 2 settlements, 1 transaction to ask after'],
    ['ja', 'taken-up-after-crash', '予期しない終了からの引き継ぎ：', '公開 3 件、精算 2 件、結果確認中の取引 1 件'],
  ] as const)('says in %s what an engine has %s', async (language, code, word, counted) => {
    const state = { ...wellState, app: { ...wellState.app, preferences: { ...wellState.app.preferences, language } } }
    const taken = line(399, { code, subject: null, counts: { reveals: 3, settles: 2, transactions: 1 } })
    const some = line(398, { code, subject: null, counts: { reveals: 0, settles: 2, transactions: 0 } })
    await openWindow(state, { answers: { 'events.page': () => ok({ events: [taken, some] }) }, ui: { place: { screen: 'activity' } } })
    expect(await screen.findByText(word + counted)).toBeVisible()
    expect(screen.getByText(word + counted.split(/, |、/)[1])).toBeVisible()
  })

  it('says why the journal does not answer, and keeps what is live', async () => {
    await open({ 'events.page': () => fail('journal-failed') })
    expect(await screen.findByText(/The journal could not be written/)).toBeVisible()
    expect(log().getByTitle('libcurl-8.dll')).toBeVisible()
  })
})
