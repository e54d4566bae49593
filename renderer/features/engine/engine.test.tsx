import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { wellState, withLima } from '../../bridge/fake/moments.ts'
import { openWindow } from '../../bridge/fake/render.tsx'
import { NOW, nct } from '../../bridge/fake/row-of.ts'
import { roundScale, roundTimes, scanBins } from './charts.ts'
import { gweiText, limitProblem, limitTexts, parseLimits } from './limits.ts'

const open = (more: Parameters<typeof openWindow>[1] = {}) => openWindow(wellState, { ui: { place: { screen: 'engine' } }, ...more })

describe('a console that has ended', () => {
  it('leaves choices that act where they are', async () => {
    const { bridge } = await open({ host: 'headless', now: NOW + 36_000 })
    bridge.end(NOW)
    const radios = await screen.findAllByRole('radio')
    expect(radios.length).toBeGreaterThan(4)
    await waitFor(() => expect(screen.getByRole('radio', { name: /scratch/i })).toHaveAttribute('aria-disabled', 'true'))
    for (const radio of screen.getAllByRole('radio')) fireEvent.click(radio)
    expect(bridge.inputsOf('engine.configure')).toEqual([])
  })
})

describe('limits as text', () => {
  it('come back as they went', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 40n })
    const optional = fc.option(fc.bigInt({ min: 1n, max: 10n ** 40n }))
    fc.assert(
      fc.property(
        fc.record({ perDay: optional, perBounty: optional, atOnce: optional, allowance: amount, homeGasPrice: amount }),
        (limits) => {
          expect(parseLimits(limitTexts(limits))).toEqual(limits)
        },
      ),
    )
  })
  it('may be empty only where no limit is allowed', () => {
    expect(limitProblem('perDay', ' ')).toBeNull()
    expect(limitProblem('allowance', '')).toBe('empty')
    expect(limitProblem('perDay', '1.2.3')).toBe('not-a-number')
    expect(limitProblem('homeGasPrice', '1.0000000001')).toBe('too-many-decimals')
    expect(parseLimits({ perDay: 'x', perBounty: '', atOnce: '', allowance: '1', homeGasPrice: '35' })).toBeNull()
  })
  it('hold gas in gwei', () => expect(gweiText(35_000_000_000n)).toBe('35'))
})

describe('scales', () => {
  it('reach at least the highest bar', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (most) => {
        expect(roundScale(most).max).toBeGreaterThanOrEqual(most)
      }),
    )
    expect(roundScale(21).ticks.map(({ text }) => text)).toEqual(['24', '16', '8', '0'])
  })
  it('have moments on their axis that differ, however short the scans are', () => {
    expect(roundTimes(20_000)).toEqual([0, 5_000, 10_000, 15_000, 20_000])
    expect(roundTimes(15_700)).toEqual([0, 5_000, 10_000, 15_000])
    expect(roundTimes(50)).toEqual([0, 10, 20, 30, 40, 50])
    expect(roundTimes(1)).toEqual([0, 1])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (end) => {
        const ticks = roundTimes(end)
        expect(ticks.length).toBeGreaterThan(1)
        expect(ticks.length).toBeLessThan(8)
        expect(ticks.at(-1)).toBeLessThanOrEqual(end)
      }),
    )
  })
  it('leave out the empty end of scan times and lose no scan', () => {
    const { bins, count, max } = scanBins([
      { upToMs: 2000, count: 3 },
      { upToMs: 1000, count: 2 },
      { upToMs: 4000, count: 0 },
    ])
    expect(bins).toEqual([
      { from: 0, to: 1000, count: 2 },
      { from: 1000, to: 2000, count: 3 },
    ])
    expect([count, max]).toEqual([5, 2000])
  })
})

describe('the engine’s screen', () => {
  it('shows which scanner answers, and changes it', async () => {
    const { user, bridge } = await open({ answers: { 'engine.configure': () => ok({}) } })
    const table = within(screen.getByRole('table', { name: 'Scanners' }))
    expect(table.getByRole('radio', { name: 'Let EICAR answer bounties' })).toBeChecked()
    expect(table.getByRole('row', { name: /EICAR/ })).toHaveTextContent('Ready0.4 s2.1 s091.2 %')
    await user.click(table.getByRole('radio', { name: 'Let Scratch answer bounties' }))
    expect(bridge.inputsOf('engine.configure')).toEqual([{ community: 'lima', settings: { scanner: 'scratch' } }])
    // What is shown follows the state, not the wish.
    expect(table.getByRole('radio', { name: 'Let EICAR answer bounties' })).toBeChecked()
  })

  it('shows what a confidence is worth here, and changes the strategy', async () => {
    const { user, bridge } = await open({ answers: { 'engine.configure': () => ok({}) } })
    expect(screen.getByText('Confidence 70 %').parentElement).toHaveTextContent('0.7188 NCT')
    await user.click(screen.getByRole('radio', { name: 'Conservative' }))
    expect(bridge.inputsOf('engine.configure')).toEqual([{ community: 'lima', settings: { strategy: 'conservative' } }])
  })

  it('does not invent bids while the parameters are unknown', async () => {
    await openWindow(withLima(wellState, { parameters: null, allowance: null }), { ui: { place: { screen: 'engine' } } })
    expect(screen.getByText('The lowest and highest bid are known once the Community answers.')).toBeVisible()
    expect(screen.getByRole('meter', { name: 'Standing allowance' }).parentElement).toHaveTextContent('unknown')
  })

  it('says so where there are no statistics', async () => {
    await openWindow({ ...wellState, statistics: {} }, { ui: { place: { screen: 'engine' } } })
    expect(screen.getByText('Nothing was scanned in the last hour.')).toBeVisible()
    expect(screen.getByText('No statistics yet.')).toBeVisible()
  })

  it('changes limits only when every field is right', async () => {
    const { user, bridge } = await open({ answers: { 'engine.configure': () => ok({}) } })
    await user.click(screen.getAllByRole('button', { name: 'Change' })[0] ?? document.body)
    const dialog = within(await screen.findByRole('dialog', { name: 'Limits on Lima' }))
    const day = dialog.getByLabelText('Stake at most, a day')
    await user.clear(day)
    await user.type(day, '12,00')
    expect(dialog.getByText('This is not an amount; write it like 1,250.50.')).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Save limits' }))
    expect(bridge.inputsOf('engine.configure')).toEqual([])
    await user.clear(day)
    await user.type(day, '3,000.5')
    await user.clear(dialog.getByLabelText('At risk at once, at most'))
    await user.type(dialog.getByLabelText('At risk at once, at most'), '0')
    expect(dialog.getByText(/^0 would stake nothing: type more than 0/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Save limits' }))
    expect(bridge.inputsOf('engine.configure')).toEqual([])
    await user.clear(dialog.getByLabelText('At risk at once, at most'))
    await user.click(dialog.getByRole('checkbox', { name: 'URLs' }))
    await user.click(dialog.getByRole('button', { name: 'Save limits' }))
    expect(bridge.inputsOf('engine.configure')).toMatchObject([
      {
        community: 'lima',
        settings: {
          limits: { perDay: nct(3000.5), perBounty: nct(4), atOnce: null, allowance: nct(100), homeGasPrice: 35_000_000_000n },
          artifactTypes: ['file'],
        },
      },
    ])
    expect(await screen.findByText('The limits hold now.')).toBeVisible()
  })

  it('tests the scanner on a file and keeps what is too large away', async () => {
    const { user, bridge } = await open({
      answers: { 'engine.testFile': () => ok({ verdict: 'malicious', confidence: 990_000, family: 'Some\u202EFamily', tookMs: 412 }) },
    })
    await user.click(screen.getByRole('button', { name: 'Test on a file' }))
    const picker = await screen.findByLabelText('Choose a file')
    fireEvent.change(picker, { target: { files: [new File([new Uint8Array(5 * 1024 * 1024)], 'big.iso')] } })
    expect(await screen.findByRole('alert')).toHaveTextContent('big.iso is larger than 4 MiB. Nothing was scanned.')
    expect(bridge.inputsOf('engine.testFile')).toEqual([])
    fireEvent.change(picker, { target: { files: [new File(['abc'], 'small.bin')] } })
    expect(await screen.findByText('Malicious, 99%')).toBeVisible()
    expect(screen.getByText('Some⟨202E⟩Family')).toBeVisible()
    expect(bridge.inputsOf('engine.testFile')).toEqual([{ community: 'lima', name: 'small.bin', base64: 'YWJj' }])
  })

  it('tells why the scanners were not restarted', async () => {
    const { user } = await open({ answers: { 'engine.restartScanners': () => fail('scanner-unavailable') } })
    await user.click(screen.getByRole('button', { name: 'Restart scanners' }))
    expect((await screen.findAllByText(/The scanner does not answer/))[0]).toBeVisible()
  })
})
