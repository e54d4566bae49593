import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Intent } from './port.ts'

/** The order of the send queue: 0 goes first. A reveal that is late loses its bid, an assertion that is late only its chance. */
export const urgencies = ['reveal', 'assertion', 'settlement', 'transfer'] as const

/** The place of transfers among them. */
export const TRANSFER = urgencies.indexOf('transfer')

export function urgencyOf(intent: Intent): number {
  switch (intent.is) {
    // Others wait behind the number that it uses up.
    case 'fill':
    case 'reveal':
      return 0
    case 'approve':
    case 'assert':
      return 1
    case 'settle':
      return 2
    case 'deposit':
    case 'withdraw':
      return 3
    default:
      return assertNever(intent)
  }
}

/** Whether carrying it out a second time would move money a second time: the registry refuses a second assertion, the token no transfer. */
export const movesMoney = (intent: Intent): boolean => intent.is === 'deposit' || intent.is === 'withdraw'
