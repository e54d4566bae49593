import { randomUUID } from 'node:crypto'
import { getAddress } from 'ethers/address'
import type { Pins } from '../../shared/domain/community.ts'
import { type Address, type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type Problem, toProblem } from '../../shared/errors/errors.ts'
import type { contractReasons } from '../../shared/errors/reason-codes.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { PolyswarmdClient } from '../polyswarmd/port.ts'
import type { BuiltTransaction } from '../polyswarmd/records.ts'
import { addressOfWord, wordAt } from './abi.ts'
import { type ContractAddresses, encodeCall, selectors } from './encode.ts'
import type { GasTerms, Intent } from './port.ts'

export type ContractName = 'home-nectar' | 'home-relay' | 'side-nectar' | 'registry' | 'side-relay'

/** One contract as a Community's daemon uses it. */
export interface LearnedContract {
  readonly contract: ContractName
  /** EIP-55. */
  readonly address: Address
  /** Whether all that the daemon builds for it is, to the byte, what we would build. */
  readonly matches: boolean
}

/** What a Community's daemon showed of its contracts. */
export interface ContractReport {
  /** All five when they could be read; fewer when even that failed. */
  readonly contracts: readonly LearnedContract[]
  /** null when anything is not as we know it: such a Community is refused. */
  readonly pins: Omit<Pins, 'pinnedAt'> | null
  /** What the daemon would pay for gas, as of now; null with `pins`. */
  readonly gas: { readonly home: GasTerms; readonly side: GasTerms } | null
  /** What each contract that is not as we know it does otherwise, for the refusal. */
  readonly mismatches: readonly Reason[]
}

/** The probes alone: nothing that comes back is ever signed. */
export type ContractProbes = Pick<
  PolyswarmdClient,
  'account' | 'buildAssertion' | 'buildReveal' | 'buildSettle' | 'buildDeposit' | 'buildWithdrawal'
>

interface Built {
  readonly assertion: readonly BuiltTransaction[]
  readonly reveal: readonly BuiltTransaction[]
  readonly settle: readonly BuiltTransaction[]
  readonly deposit: readonly BuiltTransaction[]
  readonly withdrawal: readonly BuiltTransaction[]
}

/** 1000 NCT: more than any relay keeps, so that no daemon has a reason to refuse to build it. */
const PROBE_AMOUNT = 10n ** 21n
const PROBE_BID = 10n ** 18n

/**
 * Asks the daemon to build one of each call, on a bounty that does not exist, and compares: selectors, shape, every byte of the data, value,
 * addresses, chain ids.
 * @throws ConsoleError of the client when a probe gets no answer
 */
export async function learnContracts(client: ContractProbes): Promise<ContractReport> {
  const probe = probeIntents(randomUUID())
  const { assert, reveal } = probe
  const [assertion, revealBuilt, settle, deposit, withdrawal] = await Promise.all([
    client.buildAssertion(assert),
    client.buildReveal(reveal),
    client.buildSettle(probe.settle.guid),
    client.buildDeposit(PROBE_AMOUNT),
    client.buildWithdrawal(PROBE_AMOUNT),
  ])
  return compareContracts(client.account, probe, { assertion, reveal: revealBuilt, settle, deposit, withdrawal })
}

/**
 * Whether what the daemon shows now is what was pinned.
 * @returns null when it is; 'contracts-unknown' when it is nothing we know, 'contracts-changed' when it is another of what we know
 */
export function compareWithPins(report: ContractReport, pins: Pins): Problem | null {
  if (!report.pins) return unknownContracts(report)
  const [changed, ...others] = (Object.keys(report.pins) as (keyof typeof report.pins)[]).filter((name) => {
    const now = report.pins?.[name]
    const then = pins[name]
    return typeof now === 'string' && typeof then === 'string' ? !sameAddress(now, then) : now !== then
  })
  if (!changed) return null
  const first = { contract: changed, before: String(pins[changed]), now: String(report.pins[changed]) }
  const reason =
    others.length === 0 ? because('contract-other-than', first) : because('contracts-other-than', { ...first, others: others.join(', ') })
  return toProblem(new ConsoleError('contracts-changed', reason))
}

/** @throws ConsoleError 'contracts-unknown' with what does not match */
export function requirePins(report: ContractReport): Omit<Pins, 'pinnedAt'> {
  if (!report.pins) throw new ConsoleError('contracts-unknown', report.mismatches[0])
  return report.pins
}

/** The first mismatch stands for all: which contracts do not match is shown beside it. */
const unknownContracts = ({ mismatches: [first] }: ContractReport): Problem => toProblem(new ConsoleError('contracts-unknown', first))

/**
 * Gas for a transfer on the home chain, asked for now. The built transaction is compared with the pins and then forgotten.
 * @throws ConsoleError 'contracts-changed' when it names another contract or chain; the client's errors
 */
export async function homeGas(client: Pick<ContractProbes, 'account' | 'buildDeposit'>, amount: bigint, pins: Pins): Promise<GasTerms> {
  const built = await client.buildDeposit(amount)
  const ours = encodeCall({ is: 'deposit', amount }, 'home', client.account, pins)
  const only = built.length === 1 ? built[0] : undefined
  if (!isAs(only, ours, pins.homeChainId)) throw new ConsoleError('contracts-changed', because('contract-deposit-other'))
  return { limit: only.gas, price: only.gasPrice }
}

/**
 * The one comparison that polyswarmd answers to anybody: the withdrawal it builds, against the pinned relay. It is then forgotten.
 * @returns null when it is what we would build, else 'contracts-changed'
 * @throws ConsoleError of the client
 */
export async function compareWithdrawal(client: Pick<ContractProbes, 'account' | 'buildWithdrawal'>, pins: Pins): Promise<Problem | null> {
  const built = await client.buildWithdrawal(PROBE_AMOUNT)
  const ours = encodeCall({ is: 'withdraw', amount: PROBE_AMOUNT }, 'side', client.account, pins)
  if (built.length === 1 && isAs(built[0], ours, pins.sideChainId)) return null
  return toProblem(new ConsoleError('contracts-changed', because('contract-withdrawal-other')))
}

const isAs = (theirs: BuiltTransaction | undefined, ours: ReturnType<typeof encodeCall>, chainId: number): theirs is BuiltTransaction =>
  theirs !== undefined &&
  theirs.chainId === chainId &&
  theirs.value === 0n &&
  sameAddress(theirs.to, ours.to) &&
  theirs.data.toLowerCase() === ours.data

function probeIntents(guid: Guid) {
  return {
    assert: { is: 'assert', guid, bids: [PROBE_BID], mask: [true], commitment: 1n, fee: 0n },
    reveal: { is: 'reveal', guid, index: 0, nonce: 1n, verdicts: [true], metadata: '' },
    settle: { is: 'settle', guid },
    deposit: { is: 'deposit', amount: PROBE_AMOUNT },
    withdrawal: { is: 'withdraw', amount: PROBE_AMOUNT },
  } as const satisfies Record<string, Intent>
}

type Probe = ReturnType<typeof probeIntents>

function compareContracts(account: Address, probe: Probe, built: Built): ContractReport {
  const mismatches = new Map<ContractName, Reason>()
  const not: Not = (contract, code, values = {}) => {
    if (!mismatches.has(contract)) mismatches.set(contract, because(code, { contract, ...values }))
  }
  const [approve, post] = built.assertion
  const addresses = readAddresses(built)
  if (addresses && approve && post) {
    checkCounts(built, not)
    checkCalls(account, addresses, probe, built, approve, not)
    checkAddresses(account, addresses, not)
    checkChains(built, approve, not)
  } else not('registry', 'contract-odd-calls')
  const contracts = addresses ? rowsOf(addresses, mismatches) : []
  const [deposit] = built.deposit
  if (mismatches.size > 0 || !addresses || !approve || !deposit) {
    return { contracts, pins: null, gas: null, mismatches: [...mismatches.values()] }
  }
  const side = [...built.assertion, ...built.reveal, ...built.settle, ...built.withdrawal]
  const gas = { home: { limit: deposit.gas, price: deposit.gasPrice }, side: highest(side) }
  return { contracts, pins: { ...addresses, homeChainId: deposit.chainId, sideChainId: approve.chainId }, gas, mismatches: [] }
}

/** Where the contracts are, read from the places that tell nothing else; null when a place does not hold an address. */
function readAddresses({ assertion, deposit, withdrawal }: Built): ContractAddresses | null {
  const [approve, post] = assertion
  const registry = approve && addressOfWord(wordAt(approve.data, 0))
  const homeRelay = deposit[0] && addressOfWord(wordAt(deposit[0].data, 0))
  const sideRelay = withdrawal[0] && addressOfWord(wordAt(withdrawal[0].data, 0))
  if (!approve || !post || !deposit[0] || !registry || !homeRelay || !sideRelay) return null
  return {
    homeNectar: getAddress(deposit[0].to.toLowerCase()),
    homeRelay: getAddress(homeRelay),
    sideNectar: getAddress(approve.to.toLowerCase()),
    sideRelay: getAddress(sideRelay),
    registry: getAddress(registry),
  }
}

type Not = (contract: ContractName, code: (typeof contractReasons)[number], values?: Readonly<Record<string, string>>) => void

function checkCounts(built: Built, not: Not): void {
  const check = (contract: ContractName, call: Intent['is'], { length }: readonly BuiltTransaction[], wanted: number): void => {
    if (length !== wanted) not(contract, 'contract-count', { call, count: String(length), wanted: String(wanted) })
  }
  check('registry', 'assert', built.assertion, 2)
  check('registry', 'reveal', built.reveal, 1)
  check('registry', 'settle', built.settle, 1)
  check('home-relay', 'deposit', built.deposit, 1)
  check('side-relay', 'withdraw', built.withdrawal, 1)
}

/** Every built call against our own encoding of the same intent for the contracts it names. */
function checkCalls(account: Address, addresses: ContractAddresses, probe: Probe, built: Built, approve: BuiltTransaction, not: Not): void {
  const check = (contract: ContractName, intent: Intent, theirs: BuiltTransaction | undefined): void => {
    if (!theirs) return
    const ours = encodeCall(intent, intent.is === 'deposit' ? 'home' : 'side', account, addresses)
    const call = intent.is
    if (!sameAddress(ours.to, theirs.to)) not(contract, 'contract-target', { call, to: theirs.to })
    else if (ours.data.slice(0, 10) !== theirs.data.slice(0, 10).toLowerCase())
      not(contract, 'contract-selector', { call, selector: theirs.data.slice(0, 10) })
    else if (ours.data !== theirs.data.toLowerCase()) not(contract, 'contract-data', { call })
    if (theirs.value !== 0n) not(contract, 'contract-sends-eth', { call })
  }
  // The amount is bids and fee; the fee is not known here, so the amount is taken as it is and everything around it compared.
  const amount = wordAt(approve.data, 1)
  if (approve.data.slice(0, 10).toLowerCase() !== selectors.approve || amount === null) not('side-nectar', 'contract-no-approval')
  else check('side-nectar', { is: 'approve', amount: BigInt(`0x${amount}`) }, approve)
  check('registry', probe.assert, built.assertion[1])
  check('registry', probe.reveal, built.reveal[0])
  check('registry', probe.settle, built.settle[0])
  check('home-relay', probe.deposit, built.deposit[0])
  check('side-relay', probe.withdrawal, built.withdrawal[0])
}

function checkAddresses(account: Address, addresses: ContractAddresses, not: Not): void {
  const names: Record<keyof ContractAddresses, ContractName> = {
    homeNectar: 'home-nectar',
    homeRelay: 'home-relay',
    sideNectar: 'side-nectar',
    sideRelay: 'side-relay',
    registry: 'registry',
  }
  for (const [field, contract] of Object.entries(names) as [keyof ContractAddresses, ContractName][]) {
    if (BigInt(addresses[field]) === 0n) not(contract, 'contract-zero')
    if (sameAddress(addresses[field], account)) not(contract, 'contract-is-account')
  }
  const { homeNectar, homeRelay, sideNectar, sideRelay, registry } = addresses
  if (sameAddress(homeNectar, homeRelay)) not('home-relay', 'contract-relay-is-token')
  const side = new Set([sideNectar, sideRelay, registry].map((address) => address.toLowerCase()))
  if (side.size !== 3) not('registry', 'contract-side-not-three')
}

function checkChains({ assertion, reveal, settle, deposit, withdrawal }: Built, approve: BuiltTransaction, not: Not): void {
  const side = [...assertion, ...reveal, ...settle, ...withdrawal]
  if (side.some((transaction) => transaction.chainId !== approve.chainId)) not('registry', 'contract-many-chains')
  // The same id would make a signature for one chain good on the other.
  if (deposit.some((transaction) => transaction.chainId === approve.chainId)) not('home-relay', 'contract-same-chain')
}

const rowsOf = (addresses: ContractAddresses, mismatches: ReadonlyMap<ContractName, Reason>): LearnedContract[] =>
  (
    [
      ['home-nectar', addresses.homeNectar],
      ['home-relay', addresses.homeRelay],
      ['side-nectar', addresses.sideNectar],
      ['registry', addresses.registry],
      ['side-relay', addresses.sideRelay],
    ] as const
  ).map(([contract, address]) => ({ contract, address, matches: !mismatches.has(contract) }))

const highest = (built: readonly BuiltTransaction[]): GasTerms => ({
  limit: built.reduce((most, { gas }) => (gas > most ? gas : most), 0n),
  price: built.reduce((most, { gasPrice }) => (gasPrice > most ? gasPrice : most), 0n),
})
