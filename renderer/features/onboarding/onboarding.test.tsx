import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../../shared/domain/engine.ts'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { sampleWallet } from '../../../shared/state/samples.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { answersFor, northwindTest, PASSWORD } from '../../bridge/fake/answers.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { lima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME, NOW, nct } from '../../bridge/fake/row-of.ts'
import { firstRun } from '../../bridge/fake/trouble.ts'

const wallet = sampleWallet(ME, { addedAt: NOW, state: 'unlocked', unlockedAt: NOW })
const joinedLima = { ...lima, engine: { is: 'stopped' as const, since: null }, engineSettings: defaultEngineSettings }
const withWallet: ConsoleState = { ...firstRun, wallets: [wallet] }
const finishing: Answers = {
  'engine.configure': () => ok({}),
  'engine.start': () => ok({}),
  'app.finishFirstRun': () => ok({}),
}
const open = (state: ConsoleState, answers: Answers = {}) =>
  openWindow(state, { answers: { ...answersFor(() => state), ...finishing, ...answers } })
const step = () =>
  within(screen.getByRole('list', { name: 'Steps of the set-up' }))
    .getAllByRole('listitem')
    .find((item) => item.getAttribute('aria-current') === 'step')

describe('the set-up', () => {
  it('goes from a keyfile over a joined Community to a running engine', async () => {
    const { bridge, window, user } = await open(firstRun, {
      'community.test': () => ok(northwindTest),
      'community.join': () => ok({ id: 'lima' }),
    })
    expect(screen.queryByRole('navigation')).toBeNull()
    await user.upload(screen.getByLabelText('Keyfile'), new File(['{"crypto":{}}'], 'UTC--x'))
    await screen.findByText(/scrypt/)
    await user.type(screen.getByLabelText('Password of this keyfile'), `${PASSWORD}{Enter}`)
    await waitFor(() => expect(bridge.inputsOf('wallet.import')).toHaveLength(1))
    bridge.change([{ kind: 'wallets', wallets: [wallet] }])

    expect(await screen.findByRole('radio', { name: /^Lima/ })).toBeChecked()
    expect(step()).toHaveTextContent('Community')
    await user.click(screen.getByRole('button', { name: 'Test the connection' }))
    await user.click(await screen.findByRole('checkbox', { name: /I compared the 4 new addresses/ }))
    await user.click(screen.getByRole('button', { name: 'Join and pin 5 contracts' }))
    await waitFor(() => expect(bridge.inputsOf('community.join')[0]).toMatchObject({ kind: 'public', name: 'Lima', wallet: ME }))
    bridge.change([{ kind: 'community', id: 'lima', community: joinedLima }])

    expect(await screen.findByRole('radio', { name: /Scratch/ })).toBeChecked()
    await user.click(screen.getByRole('button', { name: 'Go on' }))
    const perBounty = screen.getByLabelText('On one bounty')
    await user.clear(perBounty)
    await user.type(perBounty, '41')
    expect(screen.getByText('More than may be out at once.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Start the engine on Lima' }))
    expect(bridge.inputsOf('engine.start')).toEqual([])
    await user.clear(perBounty)
    await user.type(perBounty, '2.5')
    await user.click(screen.getByRole('button', { name: 'Start the engine on Lima' }))
    await waitFor(() => expect(bridge.inputsOf('app.finishFirstRun')).toHaveLength(1))
    expect(bridge.inputsOf('engine.configure')).toEqual([
      { community: 'lima', settings: { scanner: 'scratch', limits: { ...defaultEngineSettings.limits, perBounty: nct(2.5) } } },
    ])
    expect(bridge.inputsOf('engine.start')).toEqual([{ community: 'lima' }])
    expect(window.ui.getState()).toMatchObject({ setup: 'auto', community: 'lima', place: { screen: 'live' } })
  })

  it('asks for the operator’s word before a test scanner stakes real NCT', async () => {
    const { user } = await open({ ...withWallet, communities: { lima: joinedLima } })
    await user.click(await screen.findByRole('radio', { name: /EICAR/ }))
    const goOn = () => screen.getByRole('button', { name: 'Go on' })
    expect(goOn()).toHaveAttribute('aria-disabled', 'true')
    expect(screen.getByText(/those stakes get lost/)).toBeVisible()
    await user.click(screen.getByRole('checkbox', { name: /use it with real NCT/ }))
    await user.click(goOn())
    expect(screen.getByRole('button', { name: 'Start the engine on Lima' })).toBeVisible()
  })

  it('goes on without a Community and then starts nothing', async () => {
    const { bridge, window, user } = await open(withWallet)
    await user.click(await screen.findByRole('button', { name: 'Later' }))
    await user.click(screen.getByRole('button', { name: 'Go on' }))
    await user.click(screen.getByRole('button', { name: 'Finish without a Community' }))
    await waitFor(() => expect(bridge.inputsOf('app.finishFirstRun')).toHaveLength(1))
    expect(bridge.inputsOf('engine.start')).toEqual([])
    expect(window.ui.getState().place).toEqual({ screen: 'communities' })
  })

  it('stays open, with the reason, when the engine does not start', async () => {
    const { bridge, user } = await open(
      { ...withWallet, communities: { lima: joinedLima } },
      { 'engine.start': () => fail('wallet-locked') },
    )
    await user.click(await screen.findByRole('button', { name: 'Go on' }))
    await user.click(screen.getByRole('button', { name: 'Start the engine on Lima' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('The wallet is locked')
    expect(bridge.inputsOf('app.finishFirstRun')).toEqual([])
  })

  it('lets what is done be changed', async () => {
    const { user } = await open(withWallet)
    await user.click(await screen.findByRole('button', { name: 'Change' }))
    expect(screen.getByText(ME)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Go on with this one' }))
    expect(step()).toHaveTextContent('Community')
  })

  it('does not take a throwaway wallet for one of the operator’s', async () => {
    await open({ ...firstRun, wallets: [{ ...wallet, source: 'throwaway' }] })
    expect(await screen.findByRole('radio', { name: /Import a keyfile/ })).toBeVisible()
  })

  it('is read in Japanese at a click', async () => {
    const { bridge, user } = await open(firstRun, { 'app.setPreferences': () => ok({}) })
    await user.click(screen.getByRole('button', { name: '日本語' }))
    expect(bridge.inputsOf('app.setPreferences')).toEqual([{ language: 'ja' }])
    bridge.change([{ kind: 'app', app: { ...firstRun.app, preferences: { ...firstRun.app.preferences, language: 'ja' } } }])
    expect(await screen.findByRole('heading', { name: 'エンジンを設定' })).toBeVisible()
    bridge.change([{ kind: 'app', app: firstRun.app }])
    await screen.findByRole('heading', { name: 'Set up your engine' })
  })
})

describe('the sandbox beside the set-up', () => {
  it('runs at one click, and the set-up can be taken up again', async () => {
    const { bridge, window, user } = await open(firstRun, { 'sandbox.try': () => ok({ id: 'sandbox' }) })
    await user.click(screen.getByRole('button', { name: 'Try it in the sandbox' }))
    await waitFor(() => expect(window.ui.getState()).toMatchObject({ setup: 'auto', community: 'sandbox', place: { screen: 'live' } }))
    bridge.change([{ kind: 'app', app: { ...firstRun.app, firstRunDone: true } }])
    expect(await screen.findByRole('navigation')).toBeVisible()
    window.ui.setState({ setup: 'shown' })
    expect(await screen.findByRole('heading', { name: 'Set up your engine' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Back to the console' }))
    expect(await screen.findByRole('navigation')).toBeVisible()
  })

  it('is busy while it starts, and says why it failed', async () => {
    const { bridge, user } = await open(
      { ...firstRun, app: { ...firstRun.app, sandbox: { is: 'starting' } } },
      { 'sandbox.try': () => ok({ id: 'sandbox' }) },
    )
    const button = screen.getByRole('button', { name: 'Try it in the sandbox' })
    expect(button).toHaveAttribute('aria-busy', 'true')
    await user.click(button)
    expect(bridge.inputsOf('sandbox.try')).toEqual([])
    bridge.change([{ kind: 'app', app: { ...firstRun.app, sandbox: { is: 'failed', detail: 'out of memory' } } }])
    expect(await screen.findByRole('alert')).toHaveTextContent('The sandbox could not be started: out of memory')
  })
})
