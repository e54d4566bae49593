import type { TransferDirection } from '../../shared/domain/transfer.ts'

/**
 * What is known of a Community's contracts, as far as money may be moved by it. 'nothing': not compared since the start or the last
 * connection. 'withdrawals': without an API key only the relay of withdrawals could be compared, and it is the pinned one. 'changed': others
 * than the pinned ones are shown.
 */
export type ContractsKnown = 'nothing' | 'withdrawals' | 'pinned' | 'changed'

/** Whether a transfer may be signed by what is known. */
export const maySign = (known: ContractsKnown, direction: TransferDirection): boolean =>
  known === 'pinned' || (known === 'withdrawals' && direction === 'withdrawal')
