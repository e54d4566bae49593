import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { noStake } from '../../../shared/state/initial.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { answersFor, ledger } from '../../bridge/fake/answers.ts'
import type { Answers } from '../../bridge/fake/bridge.ts'
import { lima, sandboxCommunity, wellState, withdrawal, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { ME, NOW, nct } from '../../bridge/fake/row-of.ts'

const open = (answers: Answers = {}, state: ConsoleState = wellState) =>
  openWindow(state, { answers: { ...answersFor(() => state), ...answers }, ui: { place: { screen: 'wallet' } } })
const rowOf = (name: RegExp) => within(screen.getByRole('table', { name: 'Balances' })).getByRole('row', { name })
const panel = () => within(screen.getByRole('complementary', { name: 'Deposit or withdraw' }))
const still = withLima(wellState, { transfers: [] })
/** Nothing staked waits for the wallet: no banner of the shell offers to unlock it. */
const calm = withLima(wellState, { transfers: [], stake: noStake })

describe('the balances', () => {
  it('stand once each, with a total of real NCT alone', async () => {
    await open()
    expect(rowOf(/^Ethereum/)).toHaveTextContent('Ethereumhome of Lima, chain 16,410.0000none3,629.730010,039.7300Low0.0041')
    expect(rowOf(/^Lima/)).toHaveTextContent('2,008.81259.2500none2,018.0625not needed')
    expect(rowOf(/^Real NCT/)).toHaveTextContent('Real NCT8,418.81259.25003,629.730012,057.7925')
    expect(rowOf(/^Sandbox home/)).toHaveTextContent('test NCT, chain 13379,250.0000')
  })

  it('say unknown where nothing was read, and as of when where there is no connection', async () => {
    const lost = withLima(still, {
      balances: { ...lima.balances, sideNct: null },
      connection: { is: 'lost', since: NOW, attempt: 1, nextTryAt: null, everConnected: true, code: 'unreachable', detail: 'x' },
    })
    await open({}, lost)
    expect(rowOf(/^Lima/)).toHaveTextContent('unknown')
    expect(rowOf(/^Real NCT/)).toHaveTextContent(/unknown.*unknown/)
    expect(rowOf(/^Ethereum/)).toHaveTextContent('as of 03:12:47')
  })
})

describe('where money comes from', () => {
  const alone = (source: 'created' | 'throwaway'): ConsoleState => ({
    ...wellState,
    wallets: wellState.wallets.map((wallet) => ({ ...wallet, source })),
    communities: { sandbox: { ...sandboxCommunity, transfers: [] } },
    needs: [],
  })

  it('is the operator where it is real', async () => {
    await open({}, still)
    expect(panel().getByText(/^Send NCT and a little ETH to the address above/)).toBeVisible()
    expect(panel().queryByText(/^The sandbox gave this wallet/)).toBeNull()
  })

  it('is the sandbox where it is play, and nobody is asked for real money', async () => {
    await open({}, alone('created'))
    expect(panel().getByText(/^The sandbox gave this wallet test NCT .* leave the sandbox and try it again/)).toBeVisible()
    expect(screen.queryByText(/Send NCT/)).toBeNull()
    expect(panel().queryByText(/its password is no secret/)).toBeNull()
  })

  it('is the sandbox for its own wallet, which no real money may ever reach', async () => {
    const { user } = await open({}, { ...alone('throwaway'), communities: {} })
    expect(panel().getByText(/^Never send real NCT or ETH to this wallet/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'QR' }))
    expect(within(screen.getByRole('dialog')).getByText(/Never send real NCT or ETH to it/)).toBeVisible()
  })
})

describe('money in flight', () => {
  it('shows its six stages and how long the one that runs has taken', async () => {
    await open()
    const flight = within(screen.getByRole('article', { name: 'Withdrawal, Lima to Ethereum' }))
    expect(flight.getByText(/fee/)).toHaveTextContent('4,012.5000 − fee 382.7700 = 3,629.7300 NCT')
    const stages = flight.getAllByRole('listitem')
    expect(stages.map((stage) => stage.textContent)).toEqual([
      'Signed03:09:58',
      'Sent03:09:58',
      'Minedblock 18,401,949',
      'Confirmed20 of 20',
      'Waiting to arrive2 min 28 s of about 6 min',
      'Arrived',
    ])
    expect(stages[4]).toHaveAttribute('aria-current', 'step')
    expect(flight.queryByRole('button', { name: 'Write off' })).toBeNull()
    expect(flight.getByText('Counts as overdue 50 blocks of Lima after it was mined.')).toBeVisible()
  })

  it('says when one that is in no block yet counts as overdue, and nothing more once it does', async () => {
    const sent = { ...withdrawal, stage: 'sent' as const, minedBlock: null, minedAt: null, confirmations: 0, confirmedAt: null }
    const { bridge } = await open({}, withLima(wellState, { transfers: [sent] }))
    expect(screen.getByText('Counts as overdue when it is not mined within 60 blocks of Lima.')).toBeVisible()
    bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, transfers: [{ ...sent, overdue: true }] } }])
    await waitFor(() => expect(screen.queryByText(/Counts as overdue .* of Lima/)).toBeNull())
  })

  it('can be written off when the Community has not answered for a day', async () => {
    const lost = (ms: number) => ({
      is: 'lost' as const,
      since: NOW - ms,
      attempt: 99,
      nextTryAt: null,
      everConnected: true,
      code: 'unreachable' as const,
      detail: 'x',
    })
    const { bridge } = await open({}, withLima(wellState, { connection: lost(86_399_000) }))
    expect(screen.queryByRole('button', { name: 'Write off' })).toBeNull()
    bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, connection: lost(86_400_000) } }])
    expect(await screen.findByRole('button', { name: 'Write off' })).toBeEnabled()
  })

  it('can be written off once it is overdue, after a confirmation', async () => {
    const late = withLima(wellState, { transfers: [{ ...withdrawal, overdue: true }] })
    const { bridge, user } = await open({ 'transfer.writeOff': () => ok({}) }, late)
    await user.click(screen.getByRole('button', { name: 'Write off' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/counts it as lost/)).toBeVisible()
    expect(bridge.inputsOf('transfer.writeOff')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Write off' }))
    await waitFor(() => expect(bridge.inputsOf('transfer.writeOff')).toEqual([{ community: 'lima', id: withdrawal.id }]))
  })

  it('names test money, and what is over in the past', async () => {
    const arrived = { ...withdrawal, community: 'sandbox', stage: 'arrived' as const, arrivedAt: NOW - 1000 }
    const { bridge } = await open(
      {},
      {
        ...still,
        communities: { ...still.communities, sandbox: { ...sandboxCommunity, transfers: [arrived] } },
      },
    )
    const flight = within(screen.getByRole('article', { name: /^Withdrawal, Sandbox/ }))
    expect(flight.getByText(/fee/)).toHaveTextContent('4,012.5000 − fee 382.7700 = 3,629.7300 test NCT')
    expect(flight.getByText('Waited to arrive')).toBeVisible()
    const old = { ...arrived, arrivedAt: NOW - 61_000 }
    bridge.change([{ kind: 'community', id: 'sandbox', community: { ...sandboxCommunity, transfers: [old] } }])
    await waitFor(() => expect(screen.queryByRole('article', { name: /^Withdrawal, Sandbox/ })).toBeNull())
  })

  it('says why a transfer failed, as text alone', async () => {
    const failed = withLima(wellState, { transfers: [{ ...withdrawal, stage: 'failed', reason: 'reverted\u202ecod.exe' }] })
    await open({}, failed)
    expect(screen.getByText('Failed: reverted⟨202E⟩cod.exe')).toBeVisible()
  })
})

describe('a withdrawal', () => {
  const start = async (answers: Answers = {}, state: ConsoleState = still) => {
    const opened = await open(answers, state)
    await opened.user.click(panel().getByRole('radio', { name: 'Withdraw' }))
    return opened
  }

  it('says what leaves, what the relay keeps, and what arrives, before it is signed', async () => {
    const { bridge, user } = await start({ 'transfer.start': () => ok({ id: 'x' }) })
    await user.type(panel().getByLabelText('Amount'), '480')
    await waitFor(() => expect(panel().getByText('Arrives').parentElement).toHaveTextContent('Arrives97.2300 NCT'))
    expect(panel().getByText('The relay keeps 79.7 % of this amount.')).toBeVisible()
    expect(panel().getByText('Relay fee').parentElement).toHaveTextContent('−382.7700 NCT')
    expect(panel().getByText('Gas').parentElement).toHaveTextContent('none on the side chain')
    await user.click(panel().getByRole('button', { name: 'Review withdrawal' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('heading')).toHaveTextContent('Withdraw 480 NCT from Lima?')
    expect(dialog.getByRole('button', { name: 'Not now' })).toHaveFocus()
    const relay = wellState.communities.lima?.settings.pins?.sideRelay ?? 'no relay'
    expect(dialog.getByText('To the relay on Lima').parentElement).toHaveTextContent(relay)
    await user.click(dialog.getByRole('button', { name: 'Copy the relay’s address' }))
    expect(await navigator.clipboard.readText()).toBe(relay)
    expect(bridge.inputsOf('transfer.start')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Sign and withdraw' }))
    await waitFor(() => expect(bridge.inputsOf('transfer.start')).toHaveLength(1))
    expect(bridge.inputsOf('transfer.start')[0]).toMatchObject({
      community: 'lima',
      direction: 'withdrawal',
      amount: nct(480),
      arrives: nct(97.23),
    })
  })

  it('of the fee or less is refused at the field', async () => {
    const { user } = await start()
    await user.type(panel().getByLabelText('Amount'), '382.77')
    expect(await panel().findByText('382.7700 NCT or less is never paid out.')).toBeVisible()
    expect(panel().getByLabelText('Amount')).toBeInvalid()
    expect(panel().getByRole('button', { name: 'Review withdrawal' })).toHaveAttribute('aria-disabled', 'true')
  })

  it('above the balance is refused with the balance as it is written everywhere', async () => {
    const { user } = await start()
    await user.type(panel().getByLabelText('Amount'), '999999')
    expect(await panel().findByText('Only 2,008.8125 NCT are there. Nothing was signed; take a smaller amount.')).toBeVisible()
  })

  it('of nothing says what may be typed instead', async () => {
    const { user } = await start()
    await user.type(panel().getByLabelText('Amount'), '0')
    expect(await panel().findByText('0 would move nothing: more than 382.7700 NCT, at most 2,008.8125 NCT.')).toBeVisible()
    await user.click(panel().getByRole('radio', { name: 'Deposit' }))
    await user.clear(panel().getByLabelText('Amount'))
    await user.type(panel().getByLabelText('Amount'), '0.0')
    expect(await panel().findByText('0 would move nothing: more than 0, at most 6,410.0000 NCT.')).toBeVisible()
  })

  it('of what is no amount is not even asked about', async () => {
    const { bridge, user } = await start()
    await user.type(panel().getByLabelText('Amount'), '1,2')
    expect(await panel().findByText('Not an amount; write it like 1,250.50.')).toBeVisible()
    expect(bridge.inputsOf('transfer.plan').every(({ text }) => text !== '1,2')).toBe(true)
  })

  it('of all takes the balance by the core’s word', async () => {
    const { bridge, user } = await start()
    await user.click(panel().getByRole('button', { name: 'All' }))
    await waitFor(() => expect(panel().getByLabelText('Amount')).toHaveValue('2008.8125'))
    expect(bridge.inputsOf('transfer.plan').at(-1)).toMatchObject({ all: true, community: 'lima' })
  })

  it('is asked again when the figures moved meanwhile', async () => {
    let fee = nct(382.77)
    const plan = () =>
      ok({
        community: 'lima',
        direction: 'withdrawal' as const,
        amount: nct(1000),
        fee,
        arrives: nct(1000) - fee,
        left: nct(8),
        gasPrice: 0n,
        gasLimit: 0n,
        gasCost: 0n,
      })
    const { user } = await start({
      'transfer.plan': plan,
      'transfer.start': () => {
        fee = nct(400)
        return fail('plan-changed')
      },
    })
    await user.type(panel().getByLabelText('Amount'), '1000')
    await waitFor(() => expect(panel().getByText('Arrives').parentElement).toHaveTextContent('617.2300'))
    await user.click(panel().getByRole('button', { name: 'Review withdrawal' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Sign and withdraw' }))
    expect(await screen.findByText('The figures changed meanwhile; these are the new ones.')).toBeVisible()
    await waitFor(() => expect(within(screen.getByRole('dialog')).getByText('Arrives').parentElement).toHaveTextContent('600.0000'))
  })

  it.each([
    { amount: '1000', rule: {}, line: null },
    {
      amount: '1600',
      rule: {},
      line: 'The rule that keeps Lima filled is on: with 408.8125 NCT left there, below 500 NCT, it deposits 1,000 NCT again, at once.',
    },
    { amount: '1600', rule: { daily: nct(5000) }, line: expect.stringMatching(/again, as soon as its limit of 24 hours allows\.$/) },
    { amount: '1600', rule: { on: false }, line: null },
  ])('says when the rule that is on would pay a withdrawal back: $amount NCT, $rule', async ({ amount, rule, line }) => {
    const { user } = await open({}, withLima(wellState, { transfers: [], maintain: lima.maintain && { ...lima.maintain, ...rule } }))
    await user.click(panel().getByRole('radio', { name: 'Withdraw' }))
    await user.type(panel().getByLabelText('Amount'), amount)
    await waitFor(() => expect(panel().getByText('Arrives').parentElement).toHaveTextContent(/\d NCT/))
    await user.click(panel().getByRole('button', { name: 'Review withdrawal' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.queryByText(/^The rule that keeps/)?.textContent ?? null).toEqual(line)
  })

  it('says when the rule that is on would withdraw a deposit again', async () => {
    const rule = { on: true, maximum: { above: nct(5000), target: nct(2000) }, daily: null }
    const { user } = await open({}, withLima(wellState, { transfers: [], maintain: lima.maintain && { ...lima.maintain, ...rule } }))
    await user.type(panel().getByLabelText('Amount'), '4000')
    await waitFor(() => expect(panel().getByText('Arrives').parentElement).toHaveTextContent(/\d NCT/))
    await user.click(panel().getByRole('button', { name: 'Review deposit' }))
    expect(
      within(await screen.findByRole('dialog')).getByText(
        'The rule that keeps Lima filled is on: with 6,008.8125 NCT there, above 5,000 NCT, it withdraws down to 2,000 NCT again, at once.',
      ),
    ).toBeVisible()
  })

  it('keeps the figures that are read while they are asked for again, shows the new ones, and signs what is shown', async () => {
    const planOf = (fee: number) => ({
      community: 'lima',
      direction: 'withdrawal' as const,
      amount: nct(1000),
      fee: nct(fee),
      arrives: nct(1000 - fee),
      left: nct(8),
      gasPrice: 0n,
      gasLimit: 0n,
      gasCost: 0n,
    })
    const later: (() => void)[] = []
    let asked = 0
    const { bridge, user } = await start({
      'transfer.plan': () => {
        asked += 1
        return asked === 1 ? ok(planOf(380)) : new Promise((resolve) => later.push(() => resolve(ok(planOf(400)))))
      },
      'transfer.start': () => ok({ id: 'x' }),
    })
    await user.type(panel().getByLabelText('Amount'), '1000')
    await waitFor(() => expect(panel().getByText('Arrives').parentElement).toHaveTextContent('620.0000'))
    await user.click(panel().getByRole('button', { name: 'Review withdrawal' }))
    const dialog = within(screen.getByRole('dialog'))
    const moved = { ...lima.balances, sideNct: { value: nct(2001), at: NOW } }
    bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, transfers: [], balances: moved } }])
    await waitFor(() => expect(later).toHaveLength(1))
    expect(dialog.getByRole('heading')).toHaveTextContent('Withdraw 1,000 NCT from Lima?')
    expect(dialog.getByText('Arrives').parentElement).toHaveTextContent('620.0000')
    expect(dialog.getByRole('button', { name: 'Sign and withdraw' })).toBeEnabled()
    later[0]?.()
    await waitFor(() => expect(dialog.getByText('Arrives').parentElement).toHaveTextContent('600.0000'))
    await user.click(dialog.getByRole('button', { name: 'Sign and withdraw' }))
    await waitFor(() => expect(bridge.inputsOf('transfer.start')).toEqual([planOf(400)]))
  })

  it('is not offered where one is in flight, and says why', async () => {
    await start({}, wellState)
    expect(panel().getByRole('heading', { name: 'Why is Lima not offered?' })).toBeVisible()
    expect(
      within(panel().getByLabelText('From, to'))
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['Sandbox → Sandbox home'])
  })

  it('waits for an unlocked wallet', async () => {
    const locked = { ...still, wallets: still.wallets.map((wallet) => ({ ...wallet, state: 'locked' as const })) }
    const { bridge, user } = await start({}, locked)
    await user.type(panel().getByLabelText('Amount'), '1000')
    await waitFor(() => expect(bridge.inputsOf('transfer.plan').length).toBeGreaterThan(0))
    expect(panel().getByRole('button', { name: 'Review withdrawal' })).toHaveAttribute('aria-disabled', 'true')
  })
})

describe('keeping a Community filled', () => {
  it('refuses at the field what would deposit and withdraw in turns', async () => {
    const { bridge, user } = await open({ 'maintain.set': () => ok({}) })
    const above = screen.getByLabelText('Above this, withdraw')
    await user.clear(above)
    await user.type(above, '1200')
    expect(await screen.findByText('A deposit would be withdrawn again: at least 1,500.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Save changes' }))
    expect(bridge.inputsOf('maintain.set')).toEqual([])
    await user.clear(above)
    await user.type(above, '7,000.5')
    await user.click(screen.getByRole('button', { name: 'Save changes' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the rule that keeps Lima filled?' }))
    await user.click(await dialog.findByRole('button', { name: 'Change the rule' }))
    await waitFor(() => expect(bridge.inputsOf('maintain.set')).toHaveLength(1))
    expect(bridge.inputsOf('maintain.set')[0]).toEqual({
      community: 'lima',
      rule: {
        on: true,
        minimum: nct(500),
        refill: nct(1000),
        maximum: { above: nct(7000.5), target: nct(2000) },
        confirmations: 20,
        daily: null,
      },
    })
  })

  it('is switched on by a second look alone, which says what it would do at once, what that costs and how much at most', async () => {
    const off = withLima(still, {
      maintain: lima.maintain && { ...lima.maintain, on: false, minimum: nct(3000), maximum: null, daily: nct(2500) },
    })
    const { bridge, user } = await open({ 'maintain.set': () => ok({}) }, off)
    await user.click(screen.getByRole('button', { name: 'Turn on' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Let a rule keep Lima filled?' }))
    expect(await dialog.findByText('Right now it would deposit 1,000 NCT at once:')).toBeVisible()
    expect(dialog.getByText('2,500 NCT, 400 NCT moved already')).toBeVisible()
    expect(dialog.getByText(/0\.0013/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Not now' }))
    expect(bridge.inputsOf('maintain.set')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Turn on' }))
    await user.click(await screen.findByRole('button', { name: 'Turn the rule on' }))
    await waitFor(() => expect(bridge.inputsOf('maintain.set')).toMatchObject([{ rule: { on: true, daily: nct(2500) } }]))
  })

  it.each([
    {
      what: 'delays the goal by days',
      rule: { minimum: nct(5000), maximum: null, daily: nct(1000) },
      // 2,008.81 NCT are there: three deposits, the first when the 400 NCT of an hour ago are a day old.
      line: 'The limit of 24 hours delays it: 5,000 NCT are reached in 2 d 23 h at the earliest.',
    },
    {
      what: 'keeps it out of reach',
      rule: { minimum: nct(500), maximum: { above: nct(3000), target: nct(600) }, daily: nct(1000) },
      line: 'With this limit of 24 hours a withdrawal ends at 2,000.0000 NCT, not at 600 NCT: it is cut to the limit, and from there no other is due.',
    },
    { what: 'keeps nothing of it back', rule: { minimum: nct(3000), maximum: null, daily: nct(2500) }, line: null },
  ])('says before it is on what the limit of 24 hours does to its goal: it $what', async ({ rule, line }) => {
    const { user } = await open({}, withLima(still, { maintain: lima.maintain && { ...lima.maintain, on: false, ...rule } }))
    await user.click(screen.getByRole('button', { name: 'Turn on' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Let a rule keep Lima filled?' }))
    await dialog.findByText(/^Right now/)
    expect(dialog.queryByText(/limit of 24 hours/)?.textContent ?? null).toBe(line)
  })

  it('keeps what was typed and not saved while another screen is looked at, and says so', async () => {
    const { user } = await open()
    const minimum = () => screen.getByLabelText('Below this, deposit')
    await user.clear(minimum())
    await user.type(minimum(), '750')
    const navigation = within(screen.getAllByRole('navigation')[0] ?? document.body)
    await user.click(navigation.getByRole('button', { name: /Earnings/ }))
    expect(screen.queryByLabelText('Below this, deposit')).toBeNull()
    await user.click(navigation.getByRole('button', { name: /Wallet/ }))
    expect(minimum()).toHaveValue('750')
    expect(screen.getByText(/^Typed and not saved/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(minimum()).toHaveValue('500')
  })

  it('says what its day leaves and until when it waits for the rest', async () => {
    const maintainNext = { code: 'day-limit', amount: nct(1000), detail: null, until: NOW + 3_600_000, left: nct(400) }
    await open({}, withLima(still, { maintainNext }))
    expect(screen.getByText(/1,000.* are due and do not fit yet.* 400.* are left.* It waits until 04:12:47\./)).toBeVisible()
  })

  it('says what is needed at home where that is too little, never as less than it is', async () => {
    await open({}, withLima(still, { maintainNext: { code: 'home-nct-low', amount: nct(2_000) + 1n, detail: null, until: null } }))
    expect(screen.getByText('A deposit of 2,000.0001 NCT is due, but the home balance is lower than that.')).toBeVisible()
  })

  it('is turned off with the rule that was kept, whatever stands in the fields', async () => {
    const { bridge, user } = await open({ 'maintain.set': () => ok({}) })
    await user.clear(screen.getByLabelText('Below this, deposit'))
    await user.click(screen.getByRole('button', { name: 'Turn off' }))
    await waitFor(() => expect(bridge.inputsOf('maintain.set')).toHaveLength(1))
    expect(bridge.inputsOf('maintain.set')[0]).toMatchObject({ rule: { on: false, minimum: nct(500) } })
  })

  it('is turned off as it was kept also where what is typed would do, and that stays typed', async () => {
    const { bridge, user } = await open({ 'maintain.set': () => ok({}) })
    await user.clear(screen.getByLabelText('Below this, deposit'))
    await user.type(screen.getByLabelText('Below this, deposit'), '600')
    await user.click(screen.getByRole('button', { name: 'Turn off' }))
    await waitFor(() => expect(bridge.inputsOf('maintain.set')).toHaveLength(1))
    expect(bridge.inputsOf('maintain.set')[0]).toMatchObject({ rule: { on: false, minimum: nct(500) } })
    expect(screen.getByLabelText('Below this, deposit')).toHaveValue('600')
  })

  it('says what the rule in force waits for also while another one is typed', async () => {
    const { user } = await open(
      {},
      withLima(still, { maintainNext: { code: 'day-limit', amount: nct(1000), detail: null, until: NOW + 3_600_000 } }),
    )
    await user.clear(screen.getByLabelText('Below this, deposit'))
    expect(screen.getByText(/It waits until 04:12:47\./)).toBeVisible()
  })
})

describe('keys', () => {
  it('asks before it locks a wallet that still has to reveal', async () => {
    const { bridge, user } = await open({ 'wallet.lock': () => ok({}) })
    await user.click(screen.getByRole('button', { name: 'Lock' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/2.6250 NCT would be lost/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Keep it unlocked' }))
    expect(bridge.inputsOf('wallet.lock')).toEqual([])
  })

  it('unlocks the wallet that is looked at', async () => {
    const state = { ...calm, wallets: calm.wallets.map((wallet) => ({ ...wallet, state: 'locked' as const })) }
    const { bridge, user } = await open({ 'wallet.unlock': () => fail('wrong-password') }, state)
    const head = within(screen.getByRole('main'))
    await user.click(head.getByRole('button', { name: 'Unlock' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.type(dialog.getByLabelText('Password'), 'nope{Enter}')
    expect(await dialog.findByRole('alert')).toHaveTextContent('does not open the keyfile')
    expect(bridge.inputsOf('wallet.unlock')).toEqual([{ address: ME, password: 'nope', remember: false }])
  })

  it('opens the sandbox’s own wallet at once, without a password', async () => {
    const state = {
      ...calm,
      wallets: calm.wallets.map((wallet) => ({ ...wallet, source: 'throwaway' as const, state: 'locked' as const })),
    }
    const { bridge, user } = await open({ 'wallet.openThrowaway': () => ok({}) }, state)
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Unlock' }))
    expect(bridge.inputsOf('wallet.openThrowaway')).toEqual([{ address: ME }])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows the address as a code that a telephone reads', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: 'QR' }))
    expect(within(screen.getByRole('dialog')).getByRole('img', { name: `QR code of ${ME}` })).toBeVisible()
    // What copies it is not where it begins: its word would stand over the address.
    expect(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close' })).toHaveFocus()
  })
})

describe('the ledger', () => {
  it('shows movements neutrally, with a sign, and opens in full', async () => {
    const { bridge, user } = await open()
    const first = await within(screen.getByRole('main')).findByText('photo_0412.scr')
    expect(first.closest('li')).toHaveTextContent('Payout')
    expect(first.closest('li')).toHaveTextContent('+1.75000')
    await user.click(screen.getByRole('button', { name: 'Open ledger' }))
    const grid = await screen.findByRole('grid', { name: 'Ledger' })
    expect(within(grid).getAllByRole('row')).toHaveLength(7)
    await user.selectOptions(screen.getByLabelText('Kind'), 'Payout')
    await waitFor(() => expect(bridge.inputsOf('ledger.page').at(-1)).toMatchObject({ kind: 'payout', community: null, before: null }))
  })

  it('has one colour for all of a movement, its sign too', async () => {
    const entries = ledger.filter(({ kind }) => kind === 'payout').map((entry) => ({ ...entry, community: 'sandbox' }))
    await open({ 'ledger.page': () => ok({ entries, unexplained: [] }) })
    const line = (await within(screen.getByRole('main')).findByText('photo_0412.scr')).closest('li')
    const amount = line?.querySelector('[data-copy]')
    expect(amount).toHaveTextContent(/^\+1\.75000 test NCT$/)
    expect(amount).toHaveClass(/dim/)
  })

  it('tells what a rule moved apart from what the operator moved', async () => {
    await open()
    const list = (await within(screen.getByRole('main')).findByText('photo_0412.scr')).closest('ul')
    const lines = within(list ?? document.body)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent ?? '')
    expect(lines.filter((text) => text.includes('by a maintain rule'))).toEqual([expect.stringMatching(/4,012\.5/)])
  })

  it('says where the chain and the ledger differ', async () => {
    await open({
      'ledger.page': () => ok({ entries: [], unexplained: [{ account: ME, chain: 'side', currency: 'NCT', amount: nct(-3.5) }] }),
    })
    expect(await screen.findByText(/−3.5 NCT on the side chain is not explained/)).toBeVisible()
  })
})

describe('what has ended', () => {
  it('is not told as in flight', async () => {
    const { arrivedAt: _, ...going } = withdrawal
    const done = { ...going, id: 'done', stage: 'arrived' as const, arrivedAt: NOW - 1_000, overdue: false }
    await open({}, { ...wellState, communities: { lima: { ...lima, transfers: [done] } } })
    expect(screen.getByText('Nothing is in flight.')).toBeVisible()
    const ended = screen.getByRole('heading', { name: 'Just ended' }).closest('section')
    expect(within(ended ?? document.body).getByRole('article')).toBeVisible()
  })
})

describe('the full ledger', () => {
  it('says who moved money, and of nothing else', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: 'Open ledger' }))
    const rows = await screen.findAllByRole('row')
    expect(rows[0]).toHaveTextContent('Started by')
    const said = rows.filter(({ textContent }) => textContent?.includes('a maintain rule'))
    expect(said.map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/Withdrawal.*4,012\.5/)])
  })
})

describe('a wallet without a Community', () => {
  it('says so instead of showing nothing', async () => {
    const alone = { ...still, communities: { sandbox: { ...sandboxCommunity, settings: { ...sandboxCommunity.settings, wallet: null } } } }
    await open({}, alone)
    expect(screen.getByText(/No Community stakes with this wallet yet. Join one/)).toBeVisible()
    expect(panel().getByText(/there is nothing to deposit to/)).toBeVisible()
  })
})

describe('a ledger narrowed to what is not there', () => {
  it('says so, and that nothing has moved only of all that there is', async () => {
    const { user } = await open({ 'ledger.page': () => ok({ entries: [], unexplained: [] }) })
    await user.click(screen.getByRole('button', { name: 'Open ledger' }))
    expect(await screen.findByText('No NCT and no ETH has moved yet.')).toBeVisible()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'Payout')
    expect(await screen.findByText('Nothing of this choice is in the ledger.')).toBeVisible()
    expect(screen.queryByText('No NCT and no ETH has moved yet.')).toBeNull()
  })
})

describe('a ledger that grows while it is read', () => {
  it('gets the newer entries in front and keeps the older pages', async () => {
    let newest = 500
    const entry = (id: number) => ({
      id,
      at: NOW - (1000 - id) * 1000,
      community: 'lima',
      chain: 'side' as const,
      account: ME,
      currency: 'NCT' as const,
      kind: 'bid' as const,
      amount: nct(-1),
      balance: nct(id),
      guid: null,
      hash: null,
      subject: `file-${id}`,
      by: null,
    })
    const { bridge, user } = await open({
      'ledger.page': ({ before, limit }) => {
        const from = before === null ? newest : before - 1
        return ok({ entries: Array.from({ length: Math.min(limit, from) }, (_, index) => entry(from - index)), unexplained: [] })
      },
    })
    await user.click(screen.getByRole('button', { name: 'Open ledger' }))
    // A head, then as many rows as are known; only what can be seen is in the page.
    const hasRows = (count: number) =>
      waitFor(() => expect(screen.getByRole('grid', { name: 'Ledger' })).toHaveAttribute('aria-rowcount', String(count + 1)))
    await hasRows(200)
    await user.click(await screen.findByRole('button', { name: 'Show older' }))
    await hasRows(400)
    newest = 503
    bridge.change([{ kind: 'community', id: 'lima', community: { ...lima, today: { ...lima.today, settled: 9999 } } }])
    await hasRows(403)
  })
})
