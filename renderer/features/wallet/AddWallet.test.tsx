import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../shared/errors/errors.ts'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { answersFor, PASSWORD } from '../../bridge/fake/answers.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME } from '../../bridge/fake/row-of.ts'
import { firstRun } from '../../bridge/fake/trouble.ts'
import { errors } from '../../texts/en/errors.ts'

const keyfile = (text = '{"crypto":{}}', name = 'UTC--2026-09-02T07-14-55.318Z--7a3f02b9') => new File([text], name, { type: '' })
const answers = answersFor(() => firstRun)
const open = (more = {}, state = firstRun) => openWindow(state, { answers: { ...answers, ...more } })
const field = () => screen.getByLabelText('Password of this keyfile')
const submit = () => screen.getByRole('button', { name: 'Unlock and go on' })

describe('importing a keyfile', () => {
  it('looks at the file first: how it is sealed, at what cost, for which address', async () => {
    const { user } = await open()
    await user.upload(screen.getByLabelText('Keyfile'), keyfile())
    expect(await screen.findByText(/scrypt, N 262,144/)).toHaveTextContent('scrypt, N 262,144 · address 0x7A3f…C91e')
  })

  it('takes a file that is dropped on the zone, and none that misses it', async () => {
    const { bridge } = await open()
    const zone = screen.getByRole('group', { name: 'Drop a keyfile here' })
    fireEvent.drop(zone, { dataTransfer: { files: [keyfile()] } })
    expect(await screen.findByText(/scrypt, N 262,144/)).toBeVisible()
    expect(bridge.inputsOf('wallet.inspectKeyfile')).toEqual([{ text: '{"crypto":{}}' }])
    const stray = createEvent.drop(document.body)
    fireEvent(document.body, stray)
    expect(stray.defaultPrevented).toBe(true)
  })

  it('asks for no password before there is a keyfile', async () => {
    const { bridge, user } = await open()
    expect(field()).toBeDisabled()
    await user.click(submit())
    expect(bridge.inputsOf('wallet.import')).toEqual([])
  })

  it('says what is wrong with the password, changes nothing, and takes the right one', async () => {
    const { bridge, user } = await open()
    await user.upload(screen.getByLabelText('Keyfile'), keyfile())
    await screen.findByText(/scrypt/)
    await user.type(field(), 'wrong')
    await user.click(submit())
    expect(await screen.findByRole('alert')).toHaveTextContent(errors['wrong-password'])
    expect(field()).toBeInvalid()
    await user.clear(field())
    expect(screen.queryByRole('alert')).toBeNull()
    await user.type(field(), `${PASSWORD}{Enter}`)
    await waitFor(() => expect(bridge.inputsOf('wallet.import')).toHaveLength(2))
    expect(bridge.inputsOf('wallet.import')[1]).toEqual({ from: { text: '{"crypto":{}}' }, password: PASSWORD, remember: false })
  })

  it.each<ErrorCode>(['not-a-keyfile', 'keyfile-damaged', 'kdf-unsupported'])('says of the file: %s', async (code) => {
    const { user } = await open({ 'wallet.inspectKeyfile': () => fail(code) })
    await user.upload(screen.getByLabelText('Keyfile'), keyfile('x'))
    expect(await screen.findByRole('alert')).toHaveTextContent(errors[code])
    expect(field()).toBeDisabled()
  })

  it('says that the keychain refused', async () => {
    const { bridge, user } = await open({ 'wallet.import': () => fail('keychain-refused') })
    await user.upload(screen.getByLabelText('Keyfile'), keyfile())
    await screen.findByText(/scrypt/)
    await user.type(field(), PASSWORD)
    await user.click(screen.getByRole('checkbox', { name: /Remember in the keychain/ }))
    await user.click(submit())
    expect(await screen.findByRole('alert')).toHaveTextContent(errors['keychain-refused'])
    expect(bridge.inputsOf('wallet.import')[0]).toMatchObject({ remember: true })
  })

  it('has five different sentences for the five failures', () => {
    const codes: readonly ErrorCode[] = ['wrong-password', 'keyfile-damaged', 'not-a-keyfile', 'kdf-unsupported', 'keychain-refused']
    expect(new Set(codes.map((code) => errors[code])).size).toBe(5)
  })

  it('refuses a file far too large without reading it', async () => {
    const { bridge, user } = await open()
    await user.upload(screen.getByLabelText('Keyfile'), keyfile('x'.repeat(70_000)))
    expect(await screen.findByRole('alert')).toHaveTextContent('too large for a keyfile')
    expect(bridge.inputsOf('wallet.inspectKeyfile')).toEqual([])
  })

  it('shows why nothing can be remembered where there is no keychain', async () => {
    await open(
      {},
      { ...firstRun, app: { ...firstRun.app, keychain: { available: false, reason: { code: 'no-keychain-service', values: {} } } } },
    )
    expect(screen.getByRole('checkbox', { name: /Remember/ })).toBeDisabled()
    expect(screen.getByText(/no keychain service runs in this session/)).toBeVisible()
  })
})

describe('other wallets', () => {
  it('are made under a password that is looked at and typed twice', async () => {
    const { bridge, user } = await open({ 'wallet.create': () => ok({ address: ME }) })
    await user.click(screen.getByRole('radio', { name: /Create a wallet/ }))
    const [password, repeat] = [screen.getByLabelText('Password for the new wallet'), screen.getByLabelText('The same password again')]
    await user.type(password, 'short')
    expect(await screen.findByText('Too short: at least 10 characters.')).toBeVisible()
    await user.type(repeat, 'other')
    const go = screen.getByRole('button', { name: 'Create and go on' })
    await user.click(go)
    expect(bridge.inputsOf('wallet.create')).toEqual([])
    expect(screen.getByText('The two passwords are not the same.')).toBeVisible()
    await user.clear(password)
    await user.type(password, 'a long and odd sentence 7')
    await user.clear(repeat)
    await user.type(repeat, 'a long and odd sentence 7')
    await waitFor(() => expect(password).toBeValid())
    await user.click(go)
    await waitFor(() => expect(bridge.inputsOf('wallet.create')).toEqual([{ password: 'a long and odd sentence 7', remember: false }]))
  })

  it('are found in geth’s folders and named by their ref, never by a path', async () => {
    const { bridge, user } = await open()
    await user.click(await screen.findByRole('radio', { name: /2 keyfiles made by geth/ }))
    await user.click(screen.getByRole('radio', { name: /7a3f02b9/ }))
    await user.type(field(), PASSWORD)
    await user.click(submit())
    await waitFor(() => expect(bridge.inputsOf('wallet.import')).toEqual([{ from: { ref: '1' }, password: PASSWORD, remember: false }]))
  })

  it('cannot be chosen where none was found', async () => {
    await open({ 'wallet.findKeyfiles': () => ok({ found: [] }) })
    expect(await screen.findByRole('radio', { name: /none in geth’s folders/ })).toBeDisabled()
  })
})
