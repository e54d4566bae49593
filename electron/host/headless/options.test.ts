import { describe, expect, it } from 'vitest'
import { helpText, parseCommand } from './options.ts'

const run = (line: string, env: Record<string, string> = {}) => parseCommand(line === '' ? [] : line.split(' '), env)
const live = '--polyswarmd-addr host:31337 --keyfile k --password-file p'

describe('parseCommand', () => {
  it('serves the window and does nothing by itself without options', () => {
    expect(run('')).toEqual({
      is: 'run',
      options: { port: 0, dataDir: null, ui: true, open: false, logLevel: 'info', passphraseFile: null, run: null },
    })
  })

  it('reads everything a run for scripts can be given', () => {
    expect(
      run(`${live} --port 8080 --data-dir /d --no-ui --backend eicar --bid-strategy aggressive --testing 4 --json --insecure-transport`),
    ).toEqual({
      is: 'run',
      options: {
        port: 8080,
        dataDir: '/d',
        ui: false,
        open: false,
        logLevel: 'info',
        passphraseFile: null,
        run: {
          sandbox: false,
          testing: 4,
          json: true,
          polyswarmdAddr: 'host:31337',
          keyfile: 'k',
          password: { file: 'p' },
          apiKey: null,
          insecureTransport: true,
          backend: 'eicar',
          bidStrategy: 'aggressive',
          perDay: null,
          atOnce: null,
        },
      },
    })
  })

  it('completes a run from the variables of the Python tools, flags first', () => {
    const env = { POLYSWARMD_ADDR: 'host', KEYFILE: 'k', PASSWORD: 'pw', API_KEY: 'key', BACKEND: 'eicar', BID_STRATEGY: 'default' }
    expect(run('--testing 1 --backend scratch', env)).toMatchObject({
      options: {
        run: { polyswarmdAddr: 'host', keyfile: 'k', password: { text: 'pw' }, apiKey: 'key', backend: 'scratch', bidStrategy: 'default' },
      },
    })
  })

  it('does not start an engine because of variables alone', () => {
    expect(run('', { POLYSWARMD_ADDR: 'host', KEYFILE: 'k', PASSWORD: 'pw' })).toMatchObject({ is: 'run', options: { run: null } })
  })

  it('takes the passphrase file of the secrets, with a window too', () => {
    expect(run('--passphrase-file f')).toMatchObject({ options: { passphraseFile: 'f', run: null } })
  })

  it('leaves variables for other Communities out of the sandbox', () => {
    expect(run('--sandbox', { POLYSWARMD_ADDR: 'host', KEYFILE: 'k', PASSWORD: 'pw', API_KEY: 'key', BACKEND: 'eicar' })).toMatchObject({
      options: { run: { sandbox: true, polyswarmdAddr: null, keyfile: null, password: null, apiKey: null, backend: 'eicar' } },
    })
  })

  it.each([
    ['--port 70000', '--port must be a port number'],
    ['--port -1', '--port must be a port number from 0 to 65535: -1'],
    ['--port x', '--port must be a port number'],
    ['--testing 0 --sandbox', '--testing must be a number of bounties from 1 to 1000000: 0'],
    ['--testing -3 --sandbox', '--testing must be a number of bounties from 1 to 1000000: -3'],
    [
      '--max-per-day -5 --sandbox',
      '--max-per-day must be an amount in NCT such as 12.5, above 0 and with at most 18 decimals, or "none": -5',
    ],
    ['--max-at-risk -.5 --sandbox', '--max-at-risk must be an amount in NCT such as 12.5, above 0'],
    [
      '--max-at-risk lots --sandbox',
      '--max-at-risk must be an amount in NCT such as 12.5, above 0 and with at most 18 decimals, or "none": lots',
    ],
    ['--max-per-day 0.1234567890123456789 --sandbox', 'with at most 18 decimals'],
    ['--max-per-day 0 --sandbox', 'above 0'],
    ['--testing 1.5 --sandbox', '--testing must be'],
    ['--backend clamav --sandbox', '--backend must be one of eicar, scratch'],
    ['--bid-strategy brave --sandbox', '--bid-strategy must be one of'],
    ['--log-level loud', '--log-level must be one of'],
    ['--testing 3', 'name a Community'],
    ['--polyswarmd-addr host', '--keyfile'],
    ['--polyswarmd-addr host --keyfile k', '--password-file'],
    [`${live} --api-key a --insecure-transport`, 'never sent over'],
    ['--sandbox --keyfile k', 'leave --keyfile out'],
    ['--sandbox --polyswarmd-addr host', 'leave --polyswarmd-addr out'],
    ['--open --no-ui', 'contradict'],
    ['--nonsense', '--nonsense'],
    ['deposit 5', 'deposit'],
    ['--password secret', '--password'],
  ])('refuses "%s" and says what is wrong in one line', (line, expected) => {
    const command = run(line)
    expect(command.is).toBe('wrong')
    if (command.is !== 'wrong') return
    expect(command.message).toContain(expected)
    expect(command.message).not.toContain('\n')
  })

  it('names the variable when that is what is wrong', () => {
    expect(run('--testing 1', { POLYSWARMD_ADDR: 'h', KEYFILE: 'k', PASSWORD: 'p', BACKEND: 'clamav' })).toEqual({
      is: 'wrong',
      message: 'BACKEND must be one of eicar, scratch',
    })
  })

  it('answers help and version whatever else is given', () => {
    expect(run('--help --port x')).toEqual({ is: 'help' })
    expect(run('-h')).toEqual({ is: 'help' })
    expect(run('--version')).toEqual({ is: 'version' })
    for (const flag of [
      '--port',
      '--data-dir',
      '--no-ui',
      '--sandbox',
      '--testing',
      '--json',
      '--keyfile',
      '--password-file',
      '--api-key',
      '--backend',
    ])
      expect(helpText).toContain(flag)
  })
})
