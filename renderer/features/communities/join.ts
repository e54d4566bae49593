import type { ConnectionTest, ContractRow, TestStep } from '../../../shared/contract/contract.ts'
import type { Pins } from '../../../shared/domain/community.ts'
import { sameAddress } from '../../../shared/domain/identifiers.ts'

/** What the operator tells about a Community before it is joined. */
export interface JoinFields {
  readonly name: string
  readonly address: string
  readonly apiKey: string
  /** http and ws, by the operator's own word; then no API key is sent. */
  readonly insecure: boolean
}
export type FieldProblem = 'nameMissing' | 'addressMissing' | 'addressScheme' | 'keyShape'

const NAME_LENGTH = 40
const SCHEME = /^(https?|wss?):\/\//i

/** What is wrong with the fields, each at its own. */
export function fieldProblems({ name, address, apiKey, insecure }: JoinFields): Partial<Record<keyof JoinFields, FieldProblem>> {
  const length = [...name.trim()].length
  return {
    ...(length === 0 || length > NAME_LENGTH ? { name: 'nameMissing' as const } : {}),
    ...(address.trim() === ''
      ? { address: 'addressMissing' as const }
      : SCHEME.test(address.trim())
        ? { address: 'addressScheme' as const }
        : {}),
    ...(!insecure && apiKey !== '' && !/^[\x21-\x7e]{1,256}$/.test(apiKey) ? { apiKey: 'keyShape' as const } : {}),
  }
}
export const schemeOf = (address: string): string => SCHEME.exec(address.trim())?.[0] ?? ''

/** What a connection test depends on: when it changes, the test says nothing any more. */
export const testKey = ({ address, apiKey, insecure }: JoinFields): string =>
  JSON.stringify([address.trim(), insecure ? '' : apiKey, insecure])

export interface TestCount {
  readonly passed: number
  readonly failed: number
  readonly asks: number
  readonly total: number
}
export function countSteps(steps: readonly TestStep[]): TestCount {
  const of = (result: TestStep['result']): number => steps.filter((step) => step.result === result).length
  return { passed: of('passed'), failed: of('failed'), asks: of('asks'), total: steps.length }
}

/** Contracts that no joined Community has pinned: the operator has to compare them. */
export const newContracts = (contracts: readonly ContractRow[]): readonly ContractRow[] =>
  contracts.filter(({ sameAs }) => sameAs.length === 0)

/** Why a Community cannot be joined yet; null when it can. `compared`: the operator says that the new addresses are right. */
export function joinBlocker(test: ConnectionTest | null, compared: boolean): 'testFirst' | 'failed' | 'compareFirst' | null {
  if (test === null) return 'testFirst'
  if (test.pins === null || test.steps.some(({ result }) => result === 'failed') || test.contracts.some(({ matches }) => !matches))
    return 'failed'
  return newContracts(test.contracts).length > 0 && !compared ? 'compareFirst' : null
}

/** The pins as a call takes them: when they were accepted is the core's to say. */
export function acceptedPins({ pinnedAt: _accepted, ...pins }: Pins): Omit<Pins, 'pinnedAt'> {
  return pins
}

const fieldOf = {
  'home-nectar': 'homeNectar',
  'home-relay': 'homeRelay',
  'side-nectar': 'sideNectar',
  registry: 'registry',
  'side-relay': 'sideRelay',
} as const satisfies Record<ContractRow['contract'], keyof Pins>

export const contractNames = Object.keys(fieldOf) as ContractRow['contract'][]
/** The address that was pinned for a contract. */
export const pinnedAddress = (pins: Pins, contract: ContractRow['contract']): string => pins[fieldOf[contract]]

/** Contracts whose address is not the pinned one. */
export const changedContracts = (contracts: readonly ContractRow[], pins: Pins): readonly ContractRow[] =>
  contracts.filter(({ contract, address }) => !sameAddress(address, pinnedAddress(pins, contract)))
