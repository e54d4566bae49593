import type { ConnectionTest, ContractRow, TestStep } from '../../shared/contract/contract.ts'
import type { Pins } from '../../shared/domain/community.ts'
import { type Address, sameAddress } from '../../shared/domain/identifiers.ts'
import { toProblem } from '../../shared/errors/errors.ts'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import { endpoints, readAddress } from '../polyswarmd/address.ts'
import { HttpPolyswarmdClient } from '../polyswarmd/client.ts'
import { testDaemon } from '../polyswarmd/connection-test.ts'
import type { Clock } from '../runtime/clock.ts'
import { type ContractName, type ContractReport, learnContracts, requirePins } from '../transactions/pins.ts'
import { toCatalogue } from './test-steps.ts'

export interface CheckOptions {
  /** As the operator typed it. */
  readonly address: string
  readonly insecure: boolean
  readonly apiKey: string | null
  readonly account: Address | null
  readonly clock: Clock
}

/** A joined Community and what was pinned there. */
export interface KnownPins {
  readonly name: string
  readonly pins: Pins
}

const NOBODY: Address = '0x0000000000000000000000000000000000000001'

const fieldOf: Record<ContractName, keyof Pins> = {
  'home-nectar': 'homeNectar',
  'home-relay': 'homeRelay',
  'side-nectar': 'sideNectar',
  registry: 'registry',
  'side-relay': 'sideRelay',
}

/** The whole connection test: line, key, daemon and chains, then the contracts. Nothing is signed; never throws for what it finds. */
export async function testConnection(options: CheckOptions & { readonly known: readonly KnownPins[] }): Promise<ConnectionTest> {
  const { clock, known } = options
  const daemon = await testDaemon(options)
  const { client, parameters, relayFeeHome, latencyMs } = daemon
  if (!client) {
    const blockTimeMs = await daemon.blockTimeMs
    const skipped: TestStep = { step: 'contracts', result: 'skipped', code: 'skipped', values: {} }
    const steps = [...daemon.steps, skipped].map((each) => toCatalogue(each, null))
    return { steps, contracts: [], pins: null, parameters, relayFeeHome, blockTimeMs, latencyMs }
  }
  try {
    const [{ step, report }, blockTimeMs] = await Promise.all([contractStep(client, known), daemon.blockTimeMs])
    return {
      steps: [...daemon.steps.map((each) => toCatalogue(each, report?.pins ?? null)), step],
      contracts: report ? rows(report, known) : [],
      pins: report?.pins ? { ...report.pins, pinnedAt: clock.now() } : null,
      parameters,
      relayFeeHome,
      blockTimeMs,
      latencyMs,
    }
  } finally {
    client.close()
  }
}

/**
 * The contracts a Community shows now.
 * @throws ConsoleError 'contracts-unknown' when they are not what we know; the client's errors when it does not answer
 */
export async function learnedPins({ address, insecure, apiKey, account, clock }: CheckOptions): Promise<Omit<Pins, 'pinnedAt'>> {
  const where = endpoints(readAddress(address).address, insecure)
  const client = new HttpPolyswarmdClient({ endpoints: where, apiKey, account: account ?? NOBODY, clock, random: Math.random })
  try {
    return requirePins(await learnContracts(client))
  } finally {
    client.close()
  }
}

async function contractStep(
  client: HttpPolyswarmdClient,
  known: readonly KnownPins[],
): Promise<{ readonly step: TestStep; readonly report: ContractReport | null }> {
  try {
    const report = await learnContracts(client)
    const matching = report.contracts.filter(({ matches }) => matches).length
    if (!report.pins) {
      const [first] = report.mismatches
      const values = { matching: String(matching), total: '5', detail: first ? reasonText(first) : '', ...reasonValues(first) }
      return { step: { step: 'contracts', result: 'failed', code: 'contracts-unknown', values }, report }
    }
    const news = rows(report, known).filter(({ sameAs }) => sameAs.length === 0).length
    const values = { matching: String(matching), total: '5', new: String(news) }
    return { step: { step: 'contracts', result: news === 0 ? 'passed' : 'asks', code: 'contracts-match', values }, report }
  } catch (error) {
    const { code, detail, reason } = toProblem(error)
    return {
      step: { step: 'contracts', result: 'failed', code, values: { detail: (detail ?? '').slice(0, 500), ...reasonValues(reason) } },
      report: null,
    }
  }
}

const rows = (report: ContractReport, known: readonly KnownPins[]): ContractRow[] =>
  report.contracts.map((learned) => ({
    ...learned,
    sameAs: known.filter(({ pins }) => sameAddress(String(pins[fieldOf[learned.contract]]), learned.address)).map(({ name }) => name),
  }))
