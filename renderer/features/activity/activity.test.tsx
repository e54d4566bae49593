import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { events, wellState } from '../../bridge/fake/moments.ts'
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
const log = () => within(screen.getByRole('log', { name: 'Activity' }))

describe('activity', () => {
  it('shows live lines, pages older ones from the journal, and each once', async () => {
    const all = Array.from({ length: 450 }, (_, index) => line(4999 - index))
    const { bridge, user } = await open({
      'events.page': ({ before, limit }) => ok({ events: all.filter(({ id }) => before === null || id < before).slice(0, limit) }),
    })
    expect(log().getByTitle('libcurl-8.dll')).toBeVisible()
    await waitFor(() => expect(bridge.inputsOf('events.page').at(-1)).toEqual({ community: null, before: null, limit: 200 }))
    await user.click(await screen.findByRole('button', { name: 'Show older' }))
    await waitFor(() => expect(bridge.inputsOf('events.page').at(-1)).toEqual({ community: null, before: 4800, limit: 200 }))
    await waitFor(() => expect(log().getByTitle('file-4600')).toBeVisible())
    expect(log().getAllByTitle('file-4800')).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Show older' }))
    expect(await screen.findByText('This is the beginning of the journal.')).toBeVisible()
  })

  it('shows one Community or one kind', async () => {
    const { bridge, user } = await open({ 'events.page': () => ok({ events: events.map((event) => ({ ...event })) }) })
    await user.selectOptions(screen.getByLabelText('Kind'), 'Results')
    await waitFor(() => expect(log().queryByTitle('libcurl-8.dll')).toBeNull())
    expect(log().getByTitle('photo_0412.scr')).toBeVisible()
    await user.selectOptions(screen.getByLabelText('Community'), 'Sandbox')
    await waitFor(() => expect(bridge.inputsOf('events.page').at(-1)).toMatchObject({ community: 'sandbox' }))
  })

  it.each([
    ['en', 'taken-up', 'Taken up:', '3 reveals, 2 settlements, 1 transaction to ask after'],
    ['ja', 'taken-up-after-crash', '予期しない終了からの引き継ぎ：', '公開 3 件、精算 2 件、結果確認中の取引 1 件'],
  ] as const)('says in %s what an engine has %s', async (language, code, word, counted) => {
    const state = { ...wellState, app: { ...wellState.app, preferences: { ...wellState.app.preferences, language } } }
    const taken = line(399, { code, subject: null, counts: { reveals: 3, settles: 2, transactions: 1 } })
    const some = line(398, { code, subject: null, counts: { reveals: 0, settles: 2, transactions: 0 } })
    await openWindow(state, { answers: { 'events.page': () => ok({ events: [taken, some] }) }, ui: { place: { screen: 'activity' } } })
    expect(await screen.findByTitle(counted)).toBeVisible()
    expect(screen.getAllByText(word)).toHaveLength(2)
    expect(screen.getByTitle(counted.split(/, |、/)[1] ?? '')).toBeVisible()
  })

  it('says why the journal does not answer, and keeps what is live', async () => {
    await open({ 'events.page': () => fail('journal-failed') })
    expect(await screen.findByText(/The journal could not be written/)).toBeVisible()
    expect(log().getByTitle('libcurl-8.dll')).toBeVisible()
  })
})
