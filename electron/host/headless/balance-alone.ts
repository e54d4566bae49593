import type { Chain } from '../../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { endpoints, HttpPolyswarmdClient, readAddress } from '../../polyswarmd/index.ts'
import { aborted } from '../../runtime/aborted.ts'
import { systemClock } from '../../runtime/clock.ts'
import { inspectKeyfile } from '../../wallet/keyfile-format.ts'
import type { MoneyCommand } from './money-options.ts'
import { type Balances, tellBalances } from './money-run.ts'
import { namedKeyfile } from './named-file.ts'
import type { RunPlace } from './place-options.ts'
import type { Terminal } from './run.ts'
import { INTERRUPTED } from './run-steps.ts'

type ViewBalance = Extract<MoneyCommand, { readonly is: 'view-balance' }>

/**
 * The balances of a keyfile's account while another console has the data folder: asked of the Community itself. Nothing is opened, joined,
 * unlocked or signed, for the journal and the account's nonces are that console's.
 * @returns the exit code
 * @throws ConsoleError why they cannot be had
 */
export async function balanceAlone(
  place: RunPlace,
  command: ViewBalance,
  json: boolean,
  terminal: Terminal,
  stop: AbortSignal,
): Promise<number> {
  if (place.sandbox || place.polyswarmdAddr === null || place.keyfile === null)
    throw new ConsoleError('journal-in-use', 'that console runs the sandbox of this folder: its balances stand in its window')
  const account = accountOf(place.keyfile)
  const where = endpoints(readAddress(place.polyswarmdAddr).address, place.insecureTransport)
  const client = new HttpPolyswarmdClient({ endpoints: where, account, apiKey: place.apiKey, clock: systemClock, random: Math.random })
  try {
    const read = (chain: Chain, token: 'nct' | 'eth') => client.balance(chain, token, account)
    const asked = Promise.all([read('home', 'nct'), read('home', 'eth'), read('side', 'nct')])
    const told = await Promise.race([asked, aborted(stop)])
    if (!told) {
      // What fails now is not waited for any more.
      asked.catch(() => undefined)
      return INTERRUPTED
    }
    const [home, homeEth, side] = told
    const balances: Balances = { account, home, homeEth, side }
    terminal.error('Another console uses this data folder: the balances are read from the chains, without what it has on its way.')
    tellBalances(balances, command, json, terminal)
    return 0
  } finally {
    client.close()
  }
}

function accountOf(keyfile: string) {
  const { address } = inspectKeyfile(namedKeyfile(keyfile))
  if (address === null)
    throw new ConsoleError('journal-in-use', 'the keyfile does not name its account: the balances stand in the window of that console')
  return address
}
