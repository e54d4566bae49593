import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../shared/errors/errors.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { wellState } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME } from '../../bridge/fake/row-of.ts'
import { notify } from '../../store/ui.ts'

const open = (answers: Answers = {}, state: ConsoleState = wellState) =>
  openWindow(state, { answers: { 'app.setPreferences': () => ok({}), ...answers }, ui: { place: { screen: 'settings' } } })

describe('settings', () => {
  it('change one thing at a time, in the core', async () => {
    const { bridge, user } = await open()
    await user.click(screen.getByRole('radio', { name: 'Light' }))
    await user.click(screen.getByRole('radio', { name: 'Comfortable' }))
    await user.selectOptions(screen.getByLabelText('Lock wallets without use'), 'never')
    await user.selectOptions(screen.getByLabelText('Lock wallets without use'), 'after 15 minutes')
    expect(bridge.inputsOf('app.setPreferences')).toEqual([
      { theme: 'light' },
      { rowHeight: 'comfortable' },
      { autoLockMinutes: null },
      { autoLockMinutes: 15 },
    ])
  })

  it('leave no notice standing in the language that was', async () => {
    const { bridge, window } = await open()
    act(() => notify(window.ui, 'The scanner was started again.'))
    expect(screen.getByText('The scanner was started again.')).toBeVisible()
    const { app } = wellState
    act(() => bridge.change([{ kind: 'app', app: { ...app, preferences: { ...app.preferences, language: 'ja' } } }]))
    expect(await screen.findByRole('heading', { name: '設定' })).toBeVisible()
    expect(screen.queryByText('The scanner was started again.')).toBeNull()
  })

  it('offer the tray only where there is one', async () => {
    const { bridge, user } = await open()
    await user.click(screen.getByRole('checkbox', { name: 'Keep running in the tray' }))
    expect(bridge.inputsOf('app.setPreferences')).toEqual([{ closeToTray: true }])
  })

  it('offer no tray in a browser', async () => {
    await open({}, { ...wellState, app: { ...wellState.app, host: 'headless' } })
    expect(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(screen.queryByRole('checkbox', { name: 'Keep running in the tray' })).toBeNull()
  })

  it('keep an auto-lock that is none of the usual ones', async () => {
    const preferences = { ...wellState.app.preferences, autoLockMinutes: 7 }
    await open({}, { ...wellState, app: { ...wellState.app, preferences } })
    expect(screen.getByLabelText('Lock wallets without use')).toHaveDisplayValue('after 7 minutes')
  })

  it('say why the keychain cannot be used', async () => {
    await open({}, { ...wellState, app: { ...wellState.app, keychain: { available: false, reason: { code: 'no-keyring', values: {} } } } })
    expect(screen.getByText(/^cannot be used: no keyring is running/)).toBeVisible()
  })

  it('forget a remembered password', async () => {
    const remembered = { ...wellState, wallets: wellState.wallets.map((wallet) => ({ ...wallet, remembered: true })) }
    const { bridge, user } = await open({ 'wallet.forgetPassword': () => ok({}) }, remembered)
    await user.click(screen.getByRole('button', { name: 'Forget password' }))
    expect(bridge.inputsOf('wallet.forgetPassword')).toEqual([{ address: ME }])
  })

  it('remove a wallet only by the operator’s word that there is a copy', async () => {
    const { bridge, user } = await open({ 'wallet.remove': () => ok({}) })
    await user.click(screen.getByRole('button', { name: 'Remove' }))
    const dialog = within(screen.getByRole('dialog'))
    const remove = () => dialog.getByRole('button', { name: 'Remove the wallet' })
    await user.click(remove())
    expect(bridge.inputsOf('wallet.remove')).toEqual([])
    await user.click(dialog.getByRole('checkbox', { name: /I have a copy/ }))
    await user.click(remove())
    await waitFor(() => expect(bridge.inputsOf('wallet.remove')).toEqual([{ address: ME }]))
  })

  it('save an exported keyfile where the host leaves that to the page', async () => {
    const made: string[] = []
    const before = URL.createObjectURL
    URL.createObjectURL = () => {
      made.push('blob')
      return 'blob:x'
    }
    const { user } = await open({ 'wallet.export': () => ok({ saved: null, name: 'UTC--x', content: '{}' }) })
    await user.click(screen.getByRole('button', { name: 'Export' }))
    expect(await screen.findByText('Saved to UTC--x')).toBeVisible()
    expect(made).toEqual(['blob'])
    URL.createObjectURL = before
  })

  it('say nothing when the operator cancelled the saving', async () => {
    const { bridge, user } = await open({ 'wallet.export': () => ok({ saved: null, name: 'UTC--x', content: null }) })
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await waitFor(() => expect(bridge.inputsOf('wallet.export')).toHaveLength(1))
    expect(screen.queryByText(/Saved to/)).toBeNull()
  })

  it('open the set-up again', async () => {
    const { window, user } = await open()
    await user.click(screen.getByRole('button', { name: 'Set up your engine' }))
    expect(window.ui.getState().setup).toBe('shown')
  })
})
