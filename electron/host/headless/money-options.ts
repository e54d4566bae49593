import { z } from 'zod'
import { type AmountProblem, type Denomination, denominations, parseAmount } from '../../../shared/domain/amount.ts'
import { DEFAULT_CONFIRMATIONS, ruleProblems } from '../../../shared/domain/maintain.ts'
import type { MaintainRule, TransferDirection } from '../../../shared/domain/transfer.ts'
import {
  isNegative,
  oneOf,
  orWrong,
  takeApart,
  text,
  toggle,
  type Values,
  type Variables,
  valuesOf,
  WrongOptions,
  wholeNumber,
} from './flags.ts'
import { type HeadlessOptions, hostFlags } from './options.ts'
import { placeFlags, placeOf, type RunPlace, variablesFor } from './place-options.ts'

/** What is done with money, and then the program ends. Amounts are base units. */
export type MoneyCommand =
  | {
      readonly is: 'transfer'
      readonly direction: TransferDirection
      /** As typed, in `denomination`; '' with `all`. */
      readonly text: string
      readonly denomination: Denomination
      readonly all: boolean
      /** So many transfers, one after the other arrived. */
      readonly times: number
      /** Ends only when the last one has arrived, not when it is mined. */
      readonly wait: boolean
    }
  | {
      readonly is: 'maintain'
      readonly rule: MaintainRule
      /** No limit of a day was named: that of the rule that is kept stays. */
      readonly keepsDaily: boolean
      /** Ends after so many transfers; null = never. */
      readonly transfers: number | null
    }
  | { readonly is: 'view-balance'; readonly chains: readonly ('home' | 'side')[]; readonly denomination: Denomination }

export interface MoneyRun {
  readonly command: MoneyCommand
  readonly place: RunPlace
  readonly json: boolean
  readonly host: Pick<HeadlessOptions, 'dataDir' | 'logLevel' | 'passphraseFile'>
}

export type ParsedMoney =
  | { readonly is: 'run'; readonly run: MoneyRun }
  | { readonly is: 'help' }
  /** `message`: one line for stderr; the program ends with exit code 2. */
  | { readonly is: 'wrong'; readonly message: string }

export const moneyHelp = `Money by command, with the same meaning as the Python balancemanager.

Usage: npm run headless -- deposit AMOUNT | withdraw AMOUNT        [--denomination D] [--testing N] [--wait]
       npm run headless -- deposit --all | withdraw --all
       npm run headless -- maintain MINIMUM REFILL                 [--maximum M --withdraw-target T]
                                                                   [--most-a-day N] [--confirmations N] [--denomination D]
                                                                   [--testing N]
       npm run headless -- view-balance [side|home]                [--denomination D]

  --denomination D       unit of all amounts: ${denominations.join(', ')}               (default: nct)
  --all                  the whole balance
  --wait                 end when the transfer has arrived, not when it is mined
  --maximum M            withdraw when the side balance is above this
  --withdraw-target T    and down to this
  --most-a-day N         maintain moves no more than this in 24 hours; "none" = no limit
                                                             (default: the limit of the window's rule)
  --confirmations N      blocks on top before a transfer counts as confirmed (default: ${DEFAULT_CONFIRMATIONS})
  --testing N            deposit, withdraw: so many times, 0 as if it were not given; maintain: end after so many transfers
  --json                 one JSON line at the end; amounts are base units

  --polyswarmd-addr A    the Community                                         [POLYSWARMD_ADDR]
  --keyfile FILE         geth keyfile of the account                           [KEYFILE]
  --password-file FILE   file whose first line is the keyfile's password       [PASSWORD holds the password itself]
  --api-key KEY          the Community's API key                               [API_KEY]
  --insecure-transport   http and ws instead of https and wss (never with an API key)
  --sandbox              the embedded Community, with test money and a throwaway wallet
  --data-dir DIR         where journal and settings are kept: transfers in flight are remembered there
  --log-level LEVEL      debug, info, warn or error (default: warn)
  --passphrase-file FILE keep secrets in a file sealed with this file's text

Exit codes: 0 done, 1 not done (the reason is on stderr), 2 wrong options, 130 interrupted.
`

const names = ['deposit', 'withdraw', 'maintain', 'view-balance'] as const
type Name = (typeof names)[number]

const flags = {
  ...placeFlags,
  ...hostFlags('warn'),
  denomination: oneOf(z.enum(denominations), 'nct'),
  all: toggle,
  wait: toggle,
  maximum: text(),
  'withdraw-target': text(),
  'most-a-day': text(),
  confirmations: wholeNumber(1, 1000, DEFAULT_CONFIRMATIONS, 'a number of blocks from 1 to 1000'),
  // 0 is the Python tool's word for "not testing".
  testing: wholeNumber(0, 1_000_000, 0, 'a number of transfers from 0 to 1000000'),
  json: toggle,
  help: { ...toggle, short: 'h' },
} as const
type MoneyValues = Values<typeof flags>

const problems: Readonly<Record<AmountProblem, string>> = {
  empty: 'is missing',
  'not-a-number': 'is no amount, such as 12.5',
  'too-many-decimals': 'has more decimals than this denomination has',
  'too-large': 'is far too large',
}

/** Reads a command about money; null when the arguments name none. Never throws. */
export function parseMoney(args: readonly string[], env: Variables): ParsedMoney | null {
  const name = names.find((each) => each === args[0])
  return name ? orWrong(() => moneyOf(name, args.slice(1), env)) : null
}

/** @throws WrongOptions */
function moneyOf(name: Name, args: readonly string[], env: Variables): ParsedMoney {
  // A negative number is an amount that is refused as one, not an option nobody knows.
  const negative = args.find((arg, i) => isNegative(arg) && !args[i - 1]?.startsWith('--'))
  if (negative !== undefined) throw new WrongOptions(`an amount must be greater than 0: ${negative}`)
  const { given, positionals } = takeApart(flags, args, true)
  if (given.help) return { is: 'help' }
  const variables = variablesFor(given, env)
  const values = valuesOf(flags, given, variables)
  return {
    is: 'run',
    run: {
      command: commandOf(name, positionals, values),
      place: placeOf(values, variables),
      json: values.json,
      host: { dataDir: values['data-dir'], logLevel: values['log-level'], passphraseFile: values['passphrase-file'] },
    },
  }
}

function commandOf(name: Name, positionals: readonly string[], values: MoneyValues): MoneyCommand {
  const { denomination, testing } = values
  refuseForeign(name, values)
  if (name === 'view-balance') {
    const [chain, ...more] = positionals
    if (more.length > 0 || (chain !== undefined && chain !== 'side' && chain !== 'home'))
      throw new WrongOptions('view-balance takes one chain: side or home')
    return { is: 'view-balance', chains: chain === undefined ? ['home', 'side'] : [chain], denomination }
  }
  if (name === 'maintain') {
    const keepsDaily = values['most-a-day'] === null
    return { is: 'maintain', rule: ruleOf(positionals, values), keepsDaily, transfers: testing === 0 ? null : testing }
  }
  const [amount, ...more] = positionals
  if (more.length > 0) throw new WrongOptions(`${name} takes one amount`)
  if (amount === undefined && !values.all) throw new WrongOptions('give either an amount or --all')
  // The Python tool takes both and moves all of it: what was meant is not for us to guess.
  if (amount !== undefined && values.all) throw new WrongOptions('give either an amount or --all, not both')
  if (amount !== undefined) amountIn('the amount', amount, denomination)
  const direction = name === 'deposit' ? 'deposit' : 'withdrawal'
  return { is: 'transfer', direction, text: amount ?? '', denomination, all: values.all, times: Math.max(1, testing), wait: values.wait }
}

function refuseForeign(name: Name, values: MoneyValues): void {
  const isTransfer = name === 'deposit' || name === 'withdraw'
  if (!isTransfer && (values.all || values.wait)) throw new WrongOptions(`--${values.all ? 'all' : 'wait'} belongs to deposit and withdraw`)
  if (name !== 'maintain' && (values.maximum || values['withdraw-target'] || values['most-a-day']))
    throw new WrongOptions('--maximum, --withdraw-target and --most-a-day belong to maintain')
}

function ruleOf(positionals: readonly string[], values: MoneyValues): MaintainRule {
  const { denomination, confirmations, maximum: above, 'withdraw-target': target, 'most-a-day': most } = values
  const [minimum, refill, ...more] = positionals
  if (minimum === undefined || refill === undefined || more.length > 0)
    throw new WrongOptions('maintain takes two amounts: MINIMUM and REFILL')
  if ((above === null) !== (target === null)) throw new WrongOptions('--maximum and --withdraw-target go together')
  const rule = {
    on: true,
    minimum: amountIn('the minimum', minimum, denomination),
    refill: amountIn('the refill amount', refill, denomination),
    maximum:
      above === null || target === null
        ? null
        : { above: amountIn('--maximum', above, denomination), target: amountIn('--withdraw-target', target, denomination) },
    confirmations,
    daily: most === null || most === 'none' ? null : amountIn('--most-a-day', most, denomination),
  }
  const [problem] = ruleProblems(rule, null)
  if (problem) throw new WrongOptions(ruleWords[problem.code])
  return rule
}

const ruleWords: Readonly<Record<ReturnType<typeof ruleProblems>[number]['code'], string>> = {
  'refill-zero': 'the refill amount must be greater than 0',
  'above-under-refilled': '--maximum must be at least the minimum and the refill amount together, or a deposit would be withdrawn again',
  'target-not-under-above': '--withdraw-target must be less than --maximum',
  'target-under-minimum': '--withdraw-target must be at least the minimum, or a withdrawal would be deposited again',
  'not-above-fee': 'the relay would keep all of what is withdrawn',
  'daily-under-refill': '--most-a-day must be at least the refill amount',
}

function amountIn(what: string, typed: string, denomination: Denomination): bigint {
  if (isNegative(typed)) throw new WrongOptions(`${what} must be greater than 0: ${typed}`)
  const amount = parseAmount(typed, denomination)
  if (!amount.ok) throw new WrongOptions(`${what} ${problems[amount.problem]}: ${typed}`)
  if (amount.value === 0n) throw new WrongOptions(`${what} must be greater than 0: ${typed}`)
  return amount.value
}
