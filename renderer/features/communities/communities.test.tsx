import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import type { CommunityState, ConsoleState } from '../../../shared/state/state.ts'
import { answersFor, northwindTest } from '../../bridge/fake/answers.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { hostileState } from '../../bridge/fake/hostile.ts'
import { lima, sandboxCommunity, wellState, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME, NOW } from '../../bridge/fake/row-of.ts'
import { errors } from '../../texts/en/errors.ts'

const open = (answers: Answers = {}, state: ConsoleState = wellState) =>
  openWindow(state, { answers: { ...answersFor(() => state), ...answers }, ui: { place: { screen: 'communities' } } })
const list = () => within(screen.getByRole('list', { name: 'Communities' }))
const main = () => within(screen.getByRole('main'))
const bare: ConsoleState = { ...wellState, communities: {} }

async function startJoin(answers: Answers = {}) {
  const opened = await open(answers)
  const { user } = opened
  await user.click(screen.getByRole('button', { name: 'Add' }))
  await user.type(screen.getByLabelText('Name'), 'Northwind Labs')
  await user.type(screen.getByLabelText('Address'), 'polyswarm.northwind.example/v1')
  await user.type(screen.getByLabelText('API key'), 'secret-e41f')
  await user.click(screen.getByRole('button', { name: 'Test the connection' }))
  return opened
}

describe('the list', () => {
  it('shows each Community with its engine, what is open and what is there to stake', async () => {
    await open()
    const items = list().getAllByRole('button')
    expect(items[0]).toHaveTextContent('LimaRunningpublic · lima.polyswarm.network11 open2,008.8125 NCT')
    expect(items[1]).toHaveTextContent('SandboxStoppedthis computer · test NCT, no real money0 open, 1 deposit in flight500.0000 NCT')
  })

  it('offers Lima by its real address and the sandbox where they are not joined', async () => {
    await open({}, bare)
    const items = list().getAllByRole('button')
    expect(items.map((item) => item.textContent)).toEqual([
      'LimaNot joinedpublic · lima.polyswarm.network',
      'SandboxNot startedthis computer · test NCT, no real money',
    ])
    expect(screen.getByLabelText('Address')).toHaveValue('lima.polyswarm.network')
  })
})

describe('a name of any length', () => {
  it.each(['communities', 'engine'] as const)('gives way to what can be done, on the screen %s', async (where) => {
    await openWindow(hostileState, { answers: answersFor(() => hostileState), ui: { place: { screen: where } } })
    const heading = await screen.findByRole('heading', { level: 1, name: /A Community whose name/ })
    expect(heading).not.toHaveClass(/whole/)
    expect(heading.firstElementChild).toHaveAttribute('title', heading.textContent ?? '')
  })
})

describe('a Community whose blocks are long overdue', () => {
  it('is silent wherever its connection is told, and never called connected', async () => {
    const clock = { ...lima.clock, estimated: true, seenAt: NOW - 72_000 }
    await open({}, withLima(wellState, { clock }))
    const told = await main().findByText('Silent for 1 min 12 s')
    expect(told.closest('[data-state]')).toHaveAttribute('data-state', 'silent')
    expect(told.parentElement).toHaveTextContent(
      'The connection is open, but no block has come for so long: blocks are estimated meanwhile.',
    )
    expect(main().queryByText('Connected')).toBeNull()
    expect(list().getAllByRole('button')[0]).toHaveTextContent(/^LimaSilent/)
    const address = within(screen.getByRole('contentinfo')).getByText('lima.polyswarm.network')
    expect(address.parentElement).toHaveClass(/amber/)
  })
})

describe('joining', () => {
  it('tests, shows every address in full, and joins only when the new ones were compared', async () => {
    const { bridge, user } = await startJoin({ 'community.join': () => ok({ id: 'northwind-labs' }) })
    expect(await screen.findByText('5 of 6 passed, 1 asks you')).toBeVisible()
    expect(bridge.inputsOf('community.test')).toEqual([
      { address: 'polyswarm.northwind.example/v1', apiKey: 'secret-e41f', insecure: false, id: null },
    ])
    const contracts = within(screen.getByRole('table', { name: 'Contracts to pin' }))
    for (const { address } of northwindTest.contracts) expect(contracts.getByText(address)).toBeVisible()
    expect(contracts.getByRole('row', { name: /^Nectar token, home/ })).toHaveTextContent('same as Lima')
    expect(contracts.getAllByText('new')).toHaveLength(4)
    const join = () => screen.getByRole('button', { name: 'Join and pin 5 contracts' })
    await user.click(join())
    expect(bridge.inputsOf('community.join')).toEqual([])
    await user.click(screen.getByRole('checkbox', { name: 'I compared the 4 new addresses with those that Northwind Labs gave me.' }))
    await user.click(join())
    await waitFor(() => expect(bridge.inputsOf('community.join')).toHaveLength(1))
    const { pinnedAt: _at, ...pins } = northwindTest.pins ?? lima.settings.pins ?? { pinnedAt: 0 }
    expect(bridge.inputsOf('community.join')[0]).toEqual({
      name: 'Northwind Labs',
      kind: 'private',
      address: 'polyswarm.northwind.example/v1',
      insecure: false,
      apiKey: 'secret-e41f',
      wallet: ME,
      pins,
    })
  })

  it('says what the parameters mean against a Community that is known', async () => {
    await startJoin()
    const table = within(await screen.findByRole('table', { name: 'Parameters' }))
    expect(table.getByRole('row', { name: /^Reveal, blocks/ })).toHaveTextContent('1025')
    expect(screen.getByText(/gives 50 s to reveal; Lima gives 10 s/)).toHaveTextContent(
      'Bids may be 5 times as high: your limit of 4.0000 NCT a bounty stays in force.',
    )
  })

  it('forgets the test when the address changes', async () => {
    const { user } = await startJoin()
    await screen.findByText('5 of 6 passed, 1 asks you')
    await user.type(screen.getByLabelText('Address'), '2')
    expect(screen.getByText('The fields changed since: run it again.')).toBeVisible()
    expect(screen.queryByRole('table', { name: 'Contracts to pin' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'true')
  })

  it('never sends an API key without encryption, and says what that costs', async () => {
    const { bridge, user } = await startJoin()
    await user.click(screen.getByRole('checkbox', { name: 'Without encryption (http and ws)' }))
    expect(screen.getByLabelText('API key')).toBeDisabled()
    expect(screen.getByText(/Everybody on the way can read and change/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Test the connection' }))
    await waitFor(() => expect(bridge.inputsOf('community.test')).toHaveLength(2))
    expect(bridge.inputsOf('community.test')[1]).toMatchObject({ apiKey: null, insecure: true })
  })

  it('refuses an address with a scheme before anything is asked', async () => {
    const { bridge, user } = await open()
    await user.click(screen.getByRole('button', { name: 'Add' }))
    await user.type(screen.getByLabelText('Address'), 'https://x.example')
    await user.click(screen.getByRole('button', { name: 'Test the connection' }))
    expect(await screen.findByText('Leave out https://: encryption is chosen below.')).toBeVisible()
    expect(bridge.inputsOf('community.test')).toEqual([])
  })

  it('is refused where a contract is not as we know it', async () => {
    const contracts = northwindTest.contracts.map((row, index) => (index === 3 ? { ...row, matches: false } : row))
    await startJoin({ 'community.test': () => ok({ ...northwindTest, contracts }) })
    expect(await screen.findByText(/These are not the contracts we know/)).toBeVisible()
    expect(screen.queryByRole('checkbox', { name: /I compared/ })).toBeNull()
    expect(screen.getByRole('button', { name: /^Join/ })).toHaveAttribute('aria-disabled', 'true')
  })

  it('says why the core refused it', async () => {
    const { user } = await startJoin({ 'community.join': () => fail('test-wallet-refused') })
    await user.click(await screen.findByRole('checkbox', { name: /I compared/ }))
    await user.click(screen.getByRole('button', { name: /^Join and pin/ }))
    expect(await screen.findByText(errors['test-wallet-refused'])).toBeVisible()
  })

  it('shows Lima as exactly what it is where it cannot be reached', async () => {
    const { user } = await open({}, bare)
    await user.click(screen.getByRole('button', { name: 'Test the connection' }))
    expect(await screen.findByText('0 of 6 passed, 1 failed')).toBeVisible()
    expect(screen.getByText(/ENOTFOUND lima.polyswarm.network/)).toBeVisible()
    expect(screen.getByText(/Lima cannot be reached from here now/)).toBeVisible()
    expect(screen.getByText(/The address cannot be reached\. .* then test again\./)).toBeVisible()
    expect(screen.queryByText(/tries again by itself/)).toBeNull()
  })

  it('opens the Portal in the browser, by its name alone', async () => {
    const { bridge, user } = await open({ 'app.openExternal': () => ok({}) }, bare)
    await user.click(screen.getByRole('button', { name: /Get a key in the Portal/ }))
    expect(bridge.inputsOf('app.openExternal')).toEqual([{ page: 'portal' }])
  })
})

describe('a joined Community', () => {
  it('shows why there is no connection, and when it is tried again', async () => {
    const connection: CommunityState['connection'] = {
      is: 'lost',
      since: NOW - 5000,
      attempt: 4,
      nextTryAt: NOW + 8000,
      everConnected: false,
      code: 'unreachable',
      detail: 'no route to host',
    }
    const { bridge, user } = await open({ 'community.retry': () => ok({}) }, withLima(wellState, { connection }))
    expect(list().getAllByRole('button')[0]).toHaveTextContent('Unreachable')
    const page = main()
    expect(page.getByText('Lima cannot be reached').parentElement).toHaveTextContent('The last try said: no route to host. Try 4 in 8 s.')
    await user.click(page.getByRole('button', { name: 'Try now' }))
    expect(bridge.inputsOf('community.retry')).toEqual([{ community: 'lima' }])
  })

  it('shows its pinned contracts in full', async () => {
    await open()
    const table = within(screen.getByRole('table', { name: 'Pinned contracts' }))
    expect(table.getByText(lima.settings.pins?.registry ?? '')).toBeVisible()
    expect(table.getAllByRole('row')).toHaveLength(6)
  })

  it('shows what it costs never as less than it is', async () => {
    const { parameters } = lima
    if (!parameters) throw new Error('the moment has them')
    const fine = { assertionFee: 31_259_000_000_000_000n, bidMinimum: 62_500_100_000_000_000n, bidMaximum: 999_999_999_000_000_000n }
    await open({}, withLima(wellState, { parameters: { ...parameters, ...fine }, relayFeeHome: 382_000_001_000_000_000_000n }))
    const terms = within(screen.getByRole('table', { name: 'Parameters' }))
    expect(terms.getByRole('row', { name: /^Assertion fee/ })).toHaveTextContent('0.03126')
    expect(terms.getByRole('row', { name: /^Lowest bid/ })).toHaveTextContent('0.06251')
    expect(terms.getByRole('row', { name: /^Highest bid/ })).toHaveTextContent('0.99999')
    expect(terms.getByRole('row', { name: /^Relay home/ })).toHaveTextContent('382.00001')
  })

  it('takes a new API key, and removes one only after a look at what that means', async () => {
    const state = withLima(wellState, { settings: { ...lima.settings, hasApiKey: true } })
    const { bridge, user } = await open({ 'community.setApiKey': () => ok({}) }, state)
    await user.click(screen.getByRole('button', { name: 'Replace' }))
    await user.type(within(screen.getByRole('dialog')).getByLabelText('API key'), 'two words{Enter}')
    expect(within(screen.getByRole('dialog')).getByRole('alert')).toHaveTextContent('printable ASCII')
    await user.clear(within(screen.getByRole('dialog')).getByLabelText('API key'))
    await user.type(within(screen.getByRole('dialog')).getByLabelText('API key'), 'new-key{Enter}')
    await waitFor(() => expect(bridge.inputsOf('community.setApiKey')).toEqual([{ community: 'lima', apiKey: 'new-key' }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Remove' }))
    await user.click(screen.getByRole('button', { name: 'Remove the key' }))
    await waitFor(() => expect(bridge.inputsOf('community.setApiKey')[1]).toEqual({ community: 'lima', apiKey: null }))
  })

  it('is left only after a confirmation, and not while it is busy', async () => {
    const idle = withLima(wellState, { stake: { ...lima.stake, open: 0 }, transfers: [] })
    const { bridge, user } = await open({ 'community.leave': () => fail('community-busy') }, idle)
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/2,008.8125 NCT stay on its side chain/)).toBeVisible()
    expect(bridge.inputsOf('community.leave')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Leave' }))
    expect(await dialog.findByRole('alert')).toHaveTextContent(errors['community-busy'])
  })

  it('is not left while assertions are open, and says how many', async () => {
    const { bridge, user } = await open({ 'community.leave': () => ok({}) })
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/^11 assertions are open here: stop the engine/)).toBeVisible()
    expect(dialog.getByRole('button', { name: 'Leave' })).toHaveAttribute('aria-disabled', 'true')
    await user.click(dialog.getByRole('button', { name: 'Leave' }))
    expect(bridge.inputsOf('community.leave')).toEqual([])
  })

  it('is not left while a transfer is in flight', async () => {
    const { user } = await open({}, withLima(wellState, { stake: { ...lima.stake, open: 0 } }))
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/^1 transfer is in flight here/)).toBeVisible()
    expect(dialog.getByRole('button', { name: 'Leave' })).toHaveAttribute('aria-disabled', 'true')
  })

  it('takes another wallet, or says why not', async () => {
    const other = '0x00000000000000000000000000000000000000aa'
    const first = wellState.wallets[0]
    if (first === undefined) throw new Error('the moment has a wallet')
    const state = { ...wellState, wallets: [first, { ...first, address: other }] }
    const { bridge, user } = await open({ 'community.setWallet': () => fail('community-busy') }, state)
    await user.selectOptions(screen.getByLabelText('Wallet that stakes here'), other)
    expect(bridge.inputsOf('community.setWallet')).toEqual([{ community: 'lima', wallet: other }])
    expect(await screen.findByText(errors['community-busy'])).toBeVisible()
  })
})

describe('changed contracts', () => {
  const pins = northwindTest.pins
  const changedState = withLima(wellState, {
    engine: { is: 'paused', since: NOW, by: 'contracts-changed', until: null },
    settings: { ...lima.settings, pins: pins === null ? null : { ...pins, registry: '0x42F81C0aD6E4937b2cb4A01C56e0d9B98e7f3A10' } },
  })
  const answers: Answers = {
    'community.test': () => ok(northwindTest),
    'community.acceptContracts': () => ok({}),
    'engine.stop': () => ok({}),
  }

  it('are accepted only when the operator compared what changed', async () => {
    const { bridge, user } = await open(answers, changedState)
    await user.click(screen.getByRole('button', { name: 'Compare the contracts' }))
    expect(bridge.inputsOf('community.test')).toEqual([{ address: 'lima.polyswarm.network', insecure: false, apiKey: null, id: 'lima' }])
    const table = within(await screen.findByRole('table', { name: 'Contracts to pin' }))
    expect(table.getByRole('row', { name: /^Bounty registry/ })).toHaveTextContent('was 0x42F81C0aD6E4937b2cb4A01C56e0d9B98e7f3A10')
    expect(table.getAllByText('changed')).toHaveLength(1)
    const accept = () => screen.getByRole('button', { name: 'Accept and pin 5 contracts' })
    await user.click(accept())
    expect(bridge.inputsOf('community.acceptContracts')).toEqual([])
    await user.click(screen.getByRole('checkbox', { name: 'I compared the 1 changed address with the one that Lima gave me.' }))
    await user.click(accept())
    await waitFor(() => expect(bridge.inputsOf('community.acceptContracts')).toHaveLength(1))
    expect(bridge.inputsOf('community.acceptContracts')[0]).not.toHaveProperty('pins.pinnedAt')
    expect(bridge.inputsOf('community.acceptContracts')[0]).toMatchObject({ community: 'lima', pins: { registry: pins?.registry } })
  })

  it('leave the engine stopped when the operator says so', async () => {
    const { bridge, user } = await open(answers, changedState)
    await user.click(screen.getByRole('button', { name: 'Stay stopped' }))
    await waitFor(() => expect(bridge.inputsOf('engine.stop')).toEqual([{ community: 'lima' }]))
    expect(bridge.inputsOf('community.acceptContracts')).toEqual([])
  })
})

describe('the sandbox', () => {
  it('is started from here and shown when it runs', async () => {
    const { bridge, window, user } = await open({ 'sandbox.try': () => ok({ id: 'sandbox' }) }, bare)
    await user.click(list().getByRole('button', { name: /^Sandbox/ }))
    await user.click(screen.getByRole('button', { name: 'Try it in the sandbox' }))
    await waitFor(() => expect(window.ui.getState()).toMatchObject({ community: 'sandbox', place: { screen: 'live' } }))
    expect(bridge.inputsOf('sandbox.try')).toEqual([{}])
  })

  it('says that it starts, and why it failed', async () => {
    const starting = { ...bare, app: { ...bare.app, sandbox: { is: 'starting' as const } } }
    const { bridge, user } = await open({}, starting)
    await user.click(list().getByRole('button', { name: /^Sandbox/ }))
    expect(screen.getByRole('button', { name: 'Try it in the sandbox' })).toHaveAttribute('aria-busy', 'true')
    bridge.change([{ kind: 'app', app: { ...bare.app, sandbox: { is: 'failed', detail: 'no memory' } } }])
    expect(await screen.findByText('The sandbox could not be started: no memory')).toBeVisible()
  })

  it('is left with its own words, and lets the real set-up be taken up again', async () => {
    const state = {
      ...wellState,
      wallets: wellState.wallets.map((wallet) => ({ ...wallet, source: 'throwaway' as const })),
      communities: { sandbox: sandboxCommunity },
    }
    const { window, user } = await open({}, state)
    await user.click(screen.getByRole('button', { name: 'Set up your engine' }))
    expect(window.ui.getState().setup).toBe('shown')
    expect(screen.getByRole('heading', { name: 'Set up your engine' })).toBeVisible()
  })
})
