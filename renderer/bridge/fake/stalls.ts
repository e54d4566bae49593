import type { ConsoleState } from '../../../shared/state/state.ts'
import { deposit, lima, sandboxCommunity, wellState, withdrawal, withLima } from './moments.ts'
import { BLOCK, NOW, nct } from './row-of.ts'

/* What stands still without a cut. Development and tests only. */

/** The connection is open, and for 72 s nothing has come over it. */
export const silent: ConsoleState = withLima(wellState, {
  clock: { ...lima.clock, block: BLOCK + 72, estimated: true, pulse: [...lima.clock.pulse.slice(8), ...Array<null>(8).fill(null)] },
})
export const SILENT_AT = NOW + 72_000

/** The disk is full: nothing can be made durable, so nothing new is sent. */
export const journalFailed: ConsoleState = {
  ...withLima(wellState, {
    engine: {
      is: 'failed',
      since: NOW - 9_000,
      part: 'journal',
      detail: 'the disk is full',
      reason: { code: 'journal-disk-full', values: {} },
    },
    queues: { ...lima.queues, sendHeld: true },
  }),
  app: {
    ...wellState.app,
    journal: { is: 'failed', detail: 'the disk is full', reason: { code: 'journal-disk-full', values: {} } },
  },
  needs: [
    {
      id: 'journal-failed',
      community: null,
      urgency: 'now',
      code: 'journal-failed',
      values: { detail: 'the disk is full', why: 'journal-disk-full' },
      since: NOW - 9_000,
      guid: null,
    },
    ...wellState.needs,
  ],
}

/** By the operator, with the minimum of a rule that takes two lines where there is little room. */
export const stopped: ConsoleState = withLima(wellState, {
  engine: { is: 'stopped', since: NOW - 60_000, by: 'operator' },
  maintain: lima.maintain && { ...lima.maintain, minimum: nct(20_000), maximum: { above: nct(90_000), target: nct(50_000) } },
})

/** A withdrawal that has arrived just now and a deposit that has failed. */
export const justEnded: ConsoleState = {
  ...wellState,
  communities: {
    lima: { ...lima, transfers: [{ ...withdrawal, stage: 'arrived', arrivedAt: NOW - 4_000 }] },
    sandbox: {
      ...sandboxCommunity,
      transfers: [{ ...deposit, stage: 'failed', minedAt: null, minedBlock: null, confirmations: 0, reason: 'out of gas' }],
    },
  },
}
