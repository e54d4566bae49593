import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { fail, ok, type Result } from '../../../shared/errors/errors.ts'
import { orderDetails } from '../../bridge/fake/bounty.ts'
import { lima, wellState } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { at, BLOCK, nct } from '../../bridge/fake/row-of.ts'
import { rows } from '../../bridge/fake/rows.ts'
import { MISSING_GUID, stakesMissing } from '../../bridge/fake/trouble.ts'
import { artifactNet, moneyTable } from './money.ts'
import { lineShare, marksOf } from './timeline.ts'
import { saidOf } from './verdicts.tsx'

const place = { screen: 'bounty' as const, guid: orderDetails.row.guid, from: 'live' as const }
const open = () => openWindow(wellState, { ui: { place }, answers: { 'bounty.details': () => ok(orderDetails) } })
const rowsOf = (name: string) =>
  within(screen.getByRole('table', { name }))
    .getAllByRole('row')
    .map((row) => row.textContent)

describe('the money of a bounty', () => {
  it('says what was paid in and what came back, to the base unit', () => {
    const table = moneyTable(orderDetails)
    expect(table?.paidIn).toBe(-nct(1.53125))
    expect(table?.paidOut).toBe(nct(2.65625))
    expect(table?.net).toBe(nct(1.125))
    expect(table?.in[0]?.artifacts).toEqual([0, 1, 2])
  })
  it('divides the result over the artifacts', () => {
    expect([0, 1, 2].map((index) => artifactNet(orderDetails, index))).toEqual([nct(1.03125), nct(0.625), -nct(0.5)])
  })
  it('does not guess before it is settled', () => {
    const details = { ...orderDetails, row: { ...rows.invoice }, money: [] }
    expect(moneyTable(details)).toMatchObject({ paidIn: -nct(0.84375), paidOut: null, net: null })
    expect(artifactNet(details, 0)).toBeNull()
  })
  it('is nothing where I have no stake', () => {
    expect(moneyTable({ ...orderDetails, row: rows.telemetry, money: [] })).toBeNull()
  })
})

describe('what an engine said', () => {
  const assertion = { author: '0x1', index: 0, mine: false, assertBlock: 1, revealBlock: 2, payout: null }
  it('follows the mask: bids are only for what is in it', () => {
    const said = { ...assertion, mask: [true, false, true], bids: [1n, 2n], verdicts: [true, false, false] }
    expect([0, 1, 2].map((index) => saidOf(said, index))).toEqual([
      { is: 'said', malicious: true, bid: 1n },
      { is: 'not-bid' },
      { is: 'said', malicious: false, bid: 2n },
    ])
  })
  it('is hidden until it is revealed', () => {
    expect(saidOf({ ...assertion, mask: [true], bids: [3n], verdicts: null }, 0)).toEqual({ is: 'hidden', bid: 3n })
  })
})

describe('the line of rounds', () => {
  const openOrder = (row: Partial<BountyRow>) => {
    const shown = { ...orderDetails.row, ...row }
    return openWindow(
      { ...wellState, bounties: { lima: { [shown.guid]: shown } } },
      {
        ui: { place: { screen: 'bounty', guid: shown.guid, from: 'live' } },
        answers: { 'bounty.details': () => ok({ ...orderDetails, row: shown }) },
      },
    )
  }
  const headOf = async (name: string) => (await screen.findByText(name, { selector: 'b' })).parentElement

  it('says how long each window of this bounty is, in blocks and in time', async () => {
    await openOrder({})
    expect(await headOf('Assert')).toHaveTextContent('Assert20 blocks, ≈ 20 s')
    expect(await headOf('Reveal')).toHaveTextContent('Reveal10 blocks, ≈ 10 s')
    expect(await headOf('Vote and settle')).toHaveTextContent('at most 100 blocks, ≈ 1 min 40 s; quorum after 11')
  })
  it('says at most where its posting was not seen, and nothing that it cannot know', async () => {
    const { bridge } = await openOrder({ postedBlock: null })
    expect(await headOf('Assert')).toHaveTextContent('Assertat most 100 blocks, ≈ 1 min 40 suntil 18,402,048')
    const unread = { ...lima, parameters: null, clock: { ...lima.clock, blockTimeMs: null } }
    bridge.change([{ kind: 'community', id: 'lima', community: unread }])
    await waitFor(async () => expect((await headOf('Assert'))?.textContent).toBe('Assertuntil 18,402,048'))
    expect(await headOf('Reveal')).toHaveTextContent('Reveal10 blocks18')
  })
  it('places everybody’s marks in their windows', () => {
    const marks = marksOf(orderDetails, BLOCK)
    expect(marks.filter(({ kind }) => kind === 'other')).toHaveLength(7)
    expect(marks.filter(({ kind }) => kind === 'vote')).toHaveLength(3)
    const shares = ['commit', 'reveal', 'quorum', 'settle', 'now'].map((kind) =>
      lineShare(marks.find((mark) => mark.kind === kind) ?? marks[0]!),
    )
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})

describe('the bounty’s screen', () => {
  it('shows rounds, artifacts, assertions, votes', async () => {
    await open()
    expect(await screen.findByRole('heading', { name: 'PO-88213_signed.pdf.js and 2 more' })).toBeVisible()
    expect(screen.getByText('2 of 3 right')).toBeVisible()
    expect(rowsOf('Artifacts')[3]).toMatch(/keygen_v2\.exe.*Malicious74%PUA\.KeygenBenign2\/3−0\.5000/)
    expect(rowsOf('Assertions')[1]).toMatch(/^0x7A3f…C91eyou\+7 {2}\+21.*1\.50002\.65625\+1\.12500$/)
    expect(rowsOf('Assertions')[5]).toContain('never')
    expect(rowsOf('Votes')).toHaveLength(4)
    expect(screen.queryByText(/so far/)).toBeNull()
    expect(screen.getByText(/3 of 3 arbiters, quorum at block 18,402,070/)).toBeVisible()
  })

  it('shows my money and my assertion beside it', async () => {
    await open()
    const side = within(await screen.findByRole('complementary', { name: 'Money of this bounty' }))
    expect((await side.findByText('Paid in, block +7')).parentElement).toHaveTextContent('−1.53125')
    expect(side.getByText('0 · share of 0.75000 lost bids').parentElement).toHaveTextContent('0.28125')
    expect(side.getByText('Net').parentElement).toHaveTextContent('+1.12500')
    expect(side.getByText('Commitment').parentElement).toHaveTextContent('0x9b41…e07c')
  })

  it('goes back with Escape', async () => {
    const { user, window } = await open()
    await screen.findByText('2 of 3 right')
    await user.keyboard('{Escape}')
    expect(window.ui.getState().place).toEqual({ screen: 'live' })
  })

  it('says why it cannot be shown', async () => {
    await openWindow(wellState, {
      ui: { place: { ...place, guid: '00000000-0000-4000-8000-00000000dead' } },
      answers: { 'bounty.details': () => fail('bounty-missing') },
    })
    expect(await screen.findByText(/This bounty cannot be shown. This bounty is not known here any more./)).toBeVisible()
  })

  it('keeps the nonce in the vault until it is revealed', async () => {
    const hidden = { ...orderDetails, mine: orderDetails.mine && { ...orderDetails.mine, nonce: null } }
    await openWindow(wellState, { ui: { place }, answers: { 'bounty.details': () => ok(hidden) } })
    expect(await screen.findByText('stays in the vault until revealed')).toBeVisible()
  })

  it('does not wait for the nonce of a stake that was lost for want of a reveal', async () => {
    const lost = { ...orderDetails, row: { ...orderDetails.row, state: 'forfeited' as const } }
    const hidden = { ...lost, mine: lost.mine && { ...lost.mine, nonce: null } }
    await openWindow(wellState, { ui: { place }, answers: { 'bounty.details': () => ok(hidden) } })
    expect(await screen.findByText('was never revealed')).toBeVisible()
    expect(screen.queryByText('stays in the vault until revealed')).toBeNull()
  })

  it('asks again when the bounty changed', async () => {
    const { bridge } = await open()
    await screen.findByText('2 of 3 right')
    const before = bridge.inputsOf('bounty.details').length
    bridge.change([
      { kind: 'bounties', id: 'lima', put: [{ ...orderDetails.row, others: { ...orderDetails.row.others, votes: 10 } }], drop: [] },
    ])
    await expect.poll(() => bridge.inputsOf('bounty.details').length).toBeGreaterThan(before)
  })
})

describe('an assertion that the Community does not know any more', () => {
  const row = stakesMissing.bounties.lima?.[MISSING_GUID] ?? rows.setup
  const openMissing = (
    reason: 'not-found' | 'not-in-it' | 'chain-anew' | 'no-answer',
    write: () => Result<Record<string, never>> = () => ok({}),
    state = stakesMissing,
  ) =>
    openWindow(state, {
      ui: { place: { screen: 'bounty', guid: MISSING_GUID, from: 'assertions' } },
      answers: {
        'bounty.details': () => ok({ ...orderDetails, row, money: [], missing: { reason, since: at('02:31:40') } }),
        'assertions.writeOff': write,
      },
    })

  it('says since when the Community has not answered at all', async () => {
    await openMissing('no-answer')
    const banner = within(await screen.findByRole('alert'))
    expect(banner.getByRole('heading', { name: 'Lima has not answered since 02:31:40' })).toBeVisible()
    expect(banner.getByText(/every window of this bounty is over/)).toHaveTextContent(/fee 0\.03125\) count as at risk until it answers/)
    expect(banner.getByRole('button', { name: 'Write off' })).toBeEnabled()
  })

  it.each([
    ['not-found', 'Lima does not know this bounty any more'],
    ['not-in-it', 'Lima knows this bounty without your assertion'],
    ['chain-anew', 'The side chain of Lima has begun anew, without this bounty'],
  ] as const)('says why it counts as missing (%s) and what it costs', async (reason, title) => {
    await openMissing(reason)
    const banner = within(await screen.findByRole('alert'))
    expect(banner.getByRole('heading', { name: title })).toBeVisible()
    expect(banner.getByText(/Asked again and again since 02:31:40\./)).toHaveTextContent(
      /NCT \(bid [\d.]+, fee 0\.03125\) count as at risk/,
    )
  })

  it('is written off only after a word on what that means', async () => {
    const { bridge, user } = await openMissing('not-found')
    await user.click(await screen.findByRole('button', { name: 'Write off' }))
    const dialog = within(screen.getByRole('dialog', { name: /^Write off [\d.]+ NCT\?$/ }))
    expect(dialog.getByText(/No NCT moves/)).not.toHaveTextContent('never seen on chain')
    expect(dialog.getByText(/If the Community knows it again, it is revealed and settled as usual/)).toBeVisible()
    expect(bridge.inputsOf('assertions.writeOff')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Keep waiting' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(bridge.inputsOf('assertions.writeOff')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Write off' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Write off' }))
    await expect.poll(() => bridge.inputsOf('assertions.writeOff')).toEqual([{ community: 'lima', guids: [MISSING_GUID] }])
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
  })

  it('says why it is not written off, and stays', async () => {
    const { user } = await openMissing('not-found', () => fail('still-expected'))
    await user.click(await screen.findByRole('button', { name: 'Write off' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Write off' }))
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toHaveTextContent(/^Not written off: the Community may still know/)
  })

  it('cannot be written off twice', async () => {
    const writtenOff = { ...row, state: 'written-off' as const }
    await openMissing('not-found', undefined, { ...stakesMissing, bounties: { lima: { [MISSING_GUID]: writtenOff } } })
    expect((await screen.findAllByText('Written off'))[0]).toBeVisible()
    await screen.findByRole('table', { name: 'Assertions' })
    expect(screen.queryByRole('button', { name: 'Write off' })).toBeNull()
  })

  it('cannot be written off where it is not missing', async () => {
    await open()
    await screen.findByText('2 of 3 right')
    expect(screen.queryByRole('button', { name: 'Write off' })).toBeNull()
  })

  it('shows as a loss of bid and fee when it was written off', () => {
    const writtenOff = { ...row, state: 'written-off' as const, payout: null }
    const lost = (row.bid ?? 0n) + (row.assertionFee ?? 0n)
    expect(moneyTable({ ...orderDetails, row: writtenOff, money: [] })).toMatchObject({ paidIn: -lost, paidOut: 0n, net: -lost })
  })
})
