import { describe, expect, it } from 'vitest'
import { type MoneyCommand, parseMoney } from './money-options.ts'

const NCT = 10n ** 18n
const PLACE = '--polyswarmd-addr localhost:31337 --insecure-transport --keyfile k --password-file p'

const parse = (line: string, env: Record<string, string> = {}) => parseMoney(line.split(' '), env)
function command(line: string): MoneyCommand {
  const parsed = parse(`${line} ${PLACE}`)
  if (parsed?.is !== 'run') throw new Error(JSON.stringify(parsed))
  return parsed.run.command
}
function refusal(line: string): string {
  const parsed = parse(`${line} ${PLACE}`)
  return parsed?.is === 'wrong' ? parsed.message : `taken: ${parsed?.is}`
}

describe('commands about money', () => {
  it('take exact amounts in every denomination', () => {
    expect(command('deposit 12.5')).toEqual({
      is: 'transfer',
      direction: 'deposit',
      text: '12.5',
      denomination: 'nct',
      all: false,
      times: 1,
      wait: false,
    })
    expect(command('withdraw 123456789012345678901 --denomination nct-wei --wait --testing 3')).toMatchObject({
      direction: 'withdrawal',
      text: '123456789012345678901',
      times: 3,
      wait: true,
    })
    expect(command('withdraw --all')).toMatchObject({ direction: 'withdrawal', text: '', all: true })
    expect(command('maintain 100 50 --most-a-day 75')).toMatchObject({ rule: { daily: 75n * 10n ** 18n }, keepsDaily: false })
    expect(command('maintain 100 50 --most-a-day none')).toMatchObject({ rule: { daily: null }, keepsDaily: false })
    expect(() => command('maintain 100 50 --most-a-day 49')).toThrow()
    expect(command('maintain 100 50 --denomination nct-gwei')).toEqual({
      is: 'maintain',
      rule: { on: true, minimum: 100n * 10n ** 9n, refill: 50n * 10n ** 9n, maximum: null, confirmations: 20, daily: null },
      keepsDaily: true,
      transfers: null,
    })
    expect(command('maintain 100 50 --maximum 1000 --withdraw-target 500 --confirmations 7 --testing 2')).toEqual({
      is: 'maintain',
      rule: {
        on: true,
        minimum: 100n * NCT,
        refill: 50n * NCT,
        maximum: { above: 1000n * NCT, target: 500n * NCT },
        confirmations: 7,
        daily: null,
      },
      keepsDaily: true,
      transfers: 2,
    })
    expect(command('view-balance side')).toEqual({ is: 'view-balance', chains: ['side'], denomination: 'nct' })
    expect(command('view-balance')).toMatchObject({ chains: ['home', 'side'] })
  })

  it('refuse what the Python tool refuses, and what it should have', () => {
    expect(refusal('deposit')).toContain('either an amount or --all')
    expect(refusal('deposit 5 --all')).toContain('not both')
    expect(refusal('deposit 0')).toContain('greater than 0')
    expect(refusal('deposit -5')).toContain('greater than 0')
    expect(refusal('deposit ten')).toContain('is no amount, such as 12.5: ten')
    expect(refusal('maintain 100 -50')).toBe('an amount must be greater than 0: -50')
    expect(refusal('maintain 100 50 --maximum -1 --withdraw-target 5')).toBe('--maximum must be greater than 0: -1')
    expect(refusal('deposit 5 --testing -1')).toBe('--testing must be a number of transfers from 0 to 1000000: -1')
    expect(refusal('maintain 100 50 --confirmations -1')).toBe('--confirmations must be a number of blocks from 1 to 1000: -1')
    expect(refusal('withdraw 1.5 --denomination nct-wei')).toContain('more decimals')
    expect(refusal('deposit 5 --denomination eth')).toContain('one of nct, nct-gwei, nct-wei')
    expect(refusal('view-balance moon')).toContain('side or home')
    expect(refusal('maintain 100')).toContain('two amounts')
    expect(refusal('maintain 100 50 --maximum 1000')).toContain('go together')
    expect(refusal('maintain 100 50 --maximum 120 --withdraw-target 110')).toContain('a deposit would be withdrawn again')
    expect(refusal('maintain 100 50 --maximum 200 --withdraw-target 90')).toContain('a withdrawal would be deposited again')
    expect(refusal('maintain 100 50 --maximum 200 --withdraw-target 200')).toContain('less than --maximum')
    expect(refusal('maintain 100 50 --confirmations 0')).toContain('from 1 to 1000')
    expect(refusal('deposit 5 --maximum 7')).toContain('belong to maintain')
    expect(refusal('deposit 5 --api-key k')).toContain('never sent over --insecure-transport')
    expect(refusal('deposit 5 --nonsense')).toContain('--nonsense')
  })

  it('know where and who from options or the variables of the Python tool', () => {
    const env = { POLYSWARMD_ADDR: 'lima.polyswarm.network', KEYFILE: 'key', PASSWORD: 'secret', API_KEY: 'k' }
    const parsed = parse('deposit 5', env)
    expect(parsed).toMatchObject({
      is: 'run',
      run: {
        place: { polyswarmdAddr: 'lima.polyswarm.network', keyfile: 'key', password: { text: 'secret' }, apiKey: 'k', sandbox: false },
      },
    })
    expect(parse('deposit 5')).toMatchObject({ is: 'wrong', message: expect.stringContaining('--polyswarmd-addr') })
    expect(parse('deposit 5 --sandbox', env)).toMatchObject({
      is: 'run',
      run: { place: { sandbox: true, polyswarmdAddr: null, password: null } },
    })
  })

  it('say what is wrong as every other command does: the variable when it came from there, and what the sandbox brings itself', () => {
    expect(parse('deposit 5', { POLYSWARMD_ADDR: 'a', KEYFILE: 'k', PASSWORD: 'p', API_KEY: 'two words' })).toEqual({
      is: 'wrong',
      message: 'API_KEY must be an API key: printable characters without blanks',
    })
    expect(parse('deposit 5 --sandbox --keyfile k')).toMatchObject({ is: 'wrong', message: expect.stringContaining('leave --keyfile out') })
  })

  it('leave other command lines alone, and show their help', () => {
    expect(parse('--sandbox --testing 3')).toBeNull()
    expect(parse('maintain --help')).toEqual({ is: 'help' })
  })
})
