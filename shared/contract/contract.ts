import { z } from 'zod'
import { amount, denominations } from '../domain/amount.ts'
import { bountyDetails, bountyRow, myState } from '../domain/bounty.ts'
import { communityKind, parameters, pins } from '../domain/community.ts'
import { engineSettings } from '../domain/engine.ts'
import { address, communityId, guid } from '../domain/identifiers.ts'
import { outlook } from '../domain/outlook.ts'
import { maintainRule, transfer, transferDirection } from '../domain/transfer.ts'
import { patch, snapshot } from '../state/change.ts'
import { eventKind } from '../state/event-kinds.ts'
import { eventLine, maintainNext, preferences } from '../state/state.ts'

const nothing = z.object({})
const password = z.string().min(1).max(1024)
const apiKey = z.string().regex(/^[\x21-\x7e]{1,256}$/, 'an API key is printable ASCII without blanks')
const keyfileText = z.string().max(65_536)
const at = { community: communityId }

/** What can be read from a keyfile without its password. */
export const keyfileSummary = z.object({
  address: address.nullable(),
  kdf: z.enum(['scrypt', 'pbkdf2']),
  /** scrypt's N or pbkdf2's iterations. */
  cost: z.int(),
})
export type KeyfileSummary = z.output<typeof keyfileSummary>

/** A keyfile in one of geth's usual folders; `ref` names it in later calls, the path stays in the main process. */
export const foundKeyfile = z.object({ ref: z.string(), name: z.string(), folder: z.string(), summary: keyfileSummary })
export type FoundKeyfile = z.output<typeof foundKeyfile>

/** One step of a connection test, in order; `values` are for the catalogue's sentence. */
export const testStep = z.object({
  step: z.enum(['address', 'encryption', 'api-key', 'daemon', 'chains', 'contracts']),
  result: z.enum(['passed', 'failed', 'asks', 'skipped']),
  code: z.string().max(60),
  values: z.record(z.string(), z.string().max(500)),
})
export type TestStep = z.output<typeof testStep>

export const contractRow = z.object({
  contract: z.enum(['home-nectar', 'home-relay', 'side-nectar', 'registry', 'side-relay']),
  address,
  /** Whether what the daemon builds for it has the selectors and shape we know. */
  matches: z.boolean(),
  /** Joined Communities that pinned the same address; empty = new to the operator. */
  sameAs: z.array(z.string()),
})
export type ContractRow = z.output<typeof contractRow>

export const connectionTest = z.object({
  steps: z.array(testStep),
  contracts: z.array(contractRow),
  pins: pins.nullable(),
  parameters: parameters.nullable(),
  relayFeeHome: amount.nullable(),
  blockTimeMs: z.int().nullable(),
  latencyMs: z.int().nullable(),
})
export type ConnectionTest = z.output<typeof connectionTest>

export const assertionFilter = z.enum(['all', 'owed', 'open', 'paid', 'lost'])
export type AssertionFilter = z.output<typeof assertionFilter>

export const assertionTotals = z.object({
  counts: z.object({ all: z.int(), owed: z.int(), open: z.int(), paid: z.int(), lost: z.int() }),
  /** Net for each stretch of time, oldest first. */
  net: z.array(z.object({ at: z.int(), net: amount })).max(200),
  stretchMs: z.int(),
})
export type AssertionTotals = z.output<typeof assertionTotals>

/** A plan of a transfer, before anything is signed: what would leave, what the relay keeps, what arrives. */
export const transferPlan = z.object({
  community: communityId,
  direction: transferDirection,
  amount,
  fee: amount,
  arrives: amount,
  /** What is left on the source chain. */
  left: amount,
  /** Wei; 0 on the side chain. */
  gasPrice: amount,
  gasLimit: amount,
  gasCost: amount,
})
export type TransferPlan = z.output<typeof transferPlan>

export const ledgerEntry = z.object({
  id: z.int(),
  at: z.int(),
  community: communityId.nullable(),
  chain: z.enum(['home', 'side']),
  account: address,
  currency: z.enum(['NCT', 'ETH']),
  kind: z.enum(['opening', 'bid', 'assertion-fee', 'payout', 'deposit', 'withdrawal', 'arrival', 'relay-fee', 'gas', 'unexplained']),
  amount,
  /** Of this account, chain and currency, after this entry. */
  balance: amount,
  guid: guid.nullable(),
  hash: z.string().nullable(),
  subject: z.string().max(300).nullable(),
  /** Who started the transfer that this is a part of; null for all else. */
  by: transfer.shape.by.nullable(),
})
export type LedgerEntry = z.output<typeof ledgerEntry>

const ledgerQuery = z.object({
  community: communityId.nullable(),
  kind: ledgerEntry.shape.kind.nullable(),
  from: z.int().nullable(),
  to: z.int().nullable(),
})

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

/**
 * Every call the window can make: name, what it takes, what it answers. Both ends, the preload, the loopback server and the test
 * driver are derived from this value; no channel name is typed anywhere else. Failures come back as `Problem`s, never thrown.
 */
export const calls = {
  'app.snapshot': call(nothing, snapshot),
  'app.setPreferences': call(preferences.partial(), nothing),
  'app.finishFirstRun': call(nothing, nothing),
  'app.openExternal': call(z.object({ page: z.enum(['portal', 'documentation']) }), nothing),
  'app.putOffNeed': call(z.object({ id: z.string() }), nothing),
  'app.quit': call(nothing, nothing),

  'wallet.inspectKeyfile': call(z.object({ text: keyfileText }), keyfileSummary),
  'wallet.findKeyfiles': call(nothing, z.object({ found: z.array(foundKeyfile).max(100) })),
  'wallet.import': call(
    z.object({ from: z.union([z.object({ text: keyfileText }), z.object({ ref: z.string() })]), password, remember: z.boolean() }),
    z.object({ address }),
  ),
  'wallet.create': call(z.object({ password, remember: z.boolean() }), z.object({ address })),
  'wallet.checkPassword': call(
    z.object({ password: z.string().max(1024) }),
    z.object({ weak: z.enum(['short', 'common', 'simple']).nullable() }),
  ),
  'wallet.unlock': call(z.object({ address, password, remember: z.boolean() }), nothing),
  /** Opens the sandbox's own wallet, whose password the console keeps; refused with 'password-needed' for every other. */
  'wallet.openThrowaway': call(z.object({ address }), nothing),
  'wallet.lock': call(z.object({ address }), nothing),
  'wallet.forgetPassword': call(z.object({ address }), nothing),
  'wallet.remove': call(z.object({ address }), nothing),
  /** `content` only where the host leaves saving to the window (headless); the keyfile in it is encrypted. */
  'wallet.export': call(
    z.object({ address }),
    z.object({ saved: z.string().nullable(), name: z.string(), content: z.string().nullable() }),
  ),

  'community.test': call(
    z.object({ address: z.string().max(512), apiKey: apiKey.nullable(), insecure: z.boolean(), id: communityId.nullable() }),
    connectionTest,
  ),
  'community.join': call(
    z.object({
      name: z.string().min(1).max(40),
      kind: communityKind.exclude(['sandbox']),
      address: z.string().max(512),
      insecure: z.boolean(),
      apiKey: apiKey.nullable(),
      wallet: address.nullable(),
      /** The contracts as the operator saw them; refused with 'contracts-changed' when the Community shows others by now. */
      pins: pins.omit({ pinnedAt: true }),
    }),
    z.object({ id: communityId }),
  ),
  'community.leave': call(z.object(at), nothing),
  'community.retry': call(z.object(at), nothing),
  'community.setApiKey': call(z.object({ ...at, apiKey: apiKey.nullable() }), nothing),
  'community.setWallet': call(z.object({ ...at, wallet: address }), nothing),
  'community.acceptContracts': call(z.object({ ...at, pins: pins.omit({ pinnedAt: true }) }), nothing),
  /** The whole sandbox in one click: process, throwaway wallet, join, scanner, engine. */
  'sandbox.try': call(nothing, z.object({ id: communityId })),

  /** `atMost`: it takes on so many bounties and stops, also over pauses; it does not start again with the console by itself. */
  'engine.start': call(z.object({ ...at, atMost: z.int().min(1).max(1_000_000).optional() }), nothing),
  'engine.pause': call(z.object(at), nothing),
  /** `by`: a run by command that has ended says so; without it, the operator. */
  'engine.stop': call(z.object({ ...at, by: z.literal('command').optional() }), nothing),
  'engine.configure': call(z.object({ ...at, settings: engineSettings.partial() }), nothing),
  'engine.restartScanners': call(z.object(at), nothing),
  /** Runs the chosen scanner on a file the operator names; nothing is kept. At most 4 MiB. */
  'engine.testFile': call(
    z.object({ ...at, name: z.string().max(255), base64: z.string().max(5_600_000) }),
    z.object({ verdict: z.enum(['malicious', 'benign', 'none']), confidence: z.int(), family: z.string(), tookMs: z.int() }),
  ),

  'bounty.details': call(z.object({ ...at, guid }), bountyDetails),
  /** Missing assertions end as a loss; all of them or none. Refused with 'still-expected' while the Community may still know one of them. */
  'assertions.writeOff': call(z.object({ ...at, guids: z.array(guid).min(1).max(1000) }), nothing),
  'assertions.page': call(
    z.object({
      ...at,
      filter: assertionFilter,
      search: z.string().max(200),
      since: z.int().nullable(),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ rows: z.array(bountyRow), total: z.int() }),
  ),
  'assertions.totals': call(z.object({ ...at, since: z.int().nullable() }), assertionTotals),
  'assertions.export': call(
    z.object({ ...at, format: z.enum(['csv', 'json']), filter: assertionFilter, since: z.int().nullable() }),
    z.object({ saved: z.string().nullable(), name: z.string(), content: z.string().nullable() }),
  ),
  'bounties.past': call(
    z.object({ ...at, states: z.array(myState).max(20), offset: z.int().nonnegative(), limit: z.int().min(1).max(500) }),
    z.object({ rows: z.array(bountyRow), total: z.int() }),
  ),
  /** Newest first. null = every Community and what belongs to none, every kind; `mine` = mine alone. */
  'events.page': call(
    z.object({
      community: communityId.nullable(),
      kind: eventKind.nullable(),
      mine: z.boolean(),
      before: z.int().nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ events: z.array(eventLine) }),
  ),

  'transfer.plan': call(
    z.object({ ...at, direction: transferDirection, text: z.string().max(100), denomination: z.enum(denominations), all: z.boolean() }),
    transferPlan,
  ),
  /** Signs and sends a plan; refused with 'plan-changed' when fee, gas or balance moved against it. */
  'transfer.start': call(
    // Who wants it; a command of the headless host says so, left out it is the operator in the window.
    transferPlan.extend({ by: z.enum(['operator', 'command']).optional() }),
    z.object({ id: z.string() }),
  ),
  'transfer.writeOff': call(z.object({ ...at, id: z.string() }), nothing),
  /** What a rule would do if it were on now, asked from the Community: nothing is kept or signed. `moved`: by rules here in the last 24 hours;
   * `outlook`: what the limit of a day does to the rule's goal, null when nothing, or while the balance is not known. */
  'maintain.look': call(
    z.object({ ...at, rule: maintainRule }),
    z.object({ next: maintainNext, plan: transferPlan.nullable(), moved: amount, outlook: outlook.nullable() }),
  ),
  /** `by`: a command's rule stands in for the kept one until the console ends, and is not kept; left out it is the operator's, which is. */
  'maintain.set': call(z.object({ ...at, rule: maintainRule, by: z.enum(['operator', 'command']).optional() }), nothing),
  'ledger.page': call(
    ledgerQuery.extend({ before: z.int().nullable(), limit: z.int().min(1).max(500) }),
    z.object({
      entries: z.array(ledgerEntry),
      unexplained: z.array(z.object({ account: address, chain: z.enum(['home', 'side']), currency: z.enum(['NCT', 'ETH']), amount })),
    }),
  ),
  /** What moving money cost in each Community since then (ms; null = ever), as the ledger has it: the relay's fees, and ETH for gas at home. */
  'ledger.costs': call(
    z.object({ from: z.int().nullable() }),
    z.object({ costs: z.array(z.object({ community: communityId, relayFees: amount, gas: amount })) }),
  ),
  'ledger.export': call(
    ledgerQuery.extend({ format: z.enum(['csv', 'json']) }),
    z.object({ saved: z.string().nullable(), name: z.string(), content: z.string().nullable() }),
  ),
} as const

/** What the main process tells the window unasked. */
export const notifications = {
  /** State changes, batched; apply in order, ask for a snapshot on a gap. */
  patch,
  /** The menu, the tray or a second start asks the window to go somewhere. */
  navigate: z.object({ to: z.enum(['live', 'assertions', 'earnings', 'wallet', 'communities', 'engine', 'activity', 'settings']) }),
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
/** A call's input and output as the program sees them (amounts are bigint). */
export type CallInput<N extends CallName> = z.output<Calls[N]['input']>
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>
export type Notifications = typeof notifications
export type NotificationName = keyof Notifications
export type NotificationValue<N extends NotificationName> = z.output<Notifications[N]>

export const callNames = Object.keys(calls) as CallName[]
export const notificationNames = Object.keys(notifications) as NotificationName[]
