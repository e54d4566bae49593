import type { AssertionFilter } from '../../../shared/contract/contract.ts'
import { amountToText } from '../../../shared/domain/amount.ts'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import { lossText } from '../../../shared/errors/sentences.ts'
import { toCsv } from '../csv.ts'
import type { Handlers } from '../dispatch.ts'
import { joinedOrThrow, type Services } from '../services.ts'
import { saved, toJson } from './saved.ts'

type EngineCalls = Extract<
  keyof Handlers,
  `engine.${string}` | `bounty.${string}` | `assertions.${string}` | `bounties.${string}` | `events.${string}`
>

export function engineHandlers(services: Services): Pick<Handlers, EngineCalls> {
  const { communities, journal, scanners, platform } = services
  return {
    'engine.start': ({ community, atMost }) => {
      if (atMost === undefined) communities.wishes.set(community, 'running')
      else communities.wishes.startFor(community, atMost)
      return {}
    },
    'engine.pause': ({ community }) => {
      communities.wishes.set(community, 'paused')
      return {}
    },
    'engine.stop': ({ community, by }) => {
      communities.wishes.set(community, 'stopped', by)
      return {}
    },
    'engine.configure': ({ community, settings }) => {
      communities.configure(community, withoutUndefined(settings))
      return {}
    },
    'engine.restartScanners': () => {
      scanners.restart()
      return {}
    },
    'engine.testFile': ({ community, name, base64 }) => joinedOrThrow(services, community).testFile(name, Buffer.from(base64, 'base64')),
    'bounty.details': ({ community, guid }) => joinedOrThrow(services, community).details(guid),
    'assertions.writeOff': async ({ community, guids }) => {
      await joinedOrThrow(services, community).writeOff(guids)
      return {}
    },
    'assertions.page': async (query) => page(await journal.assertions(query)),
    'assertions.totals': ({ community, since }) => journal.assertionTotals(community, since),
    'assertions.export': async ({ community, format, filter, since }) => {
      const rows = await allAssertions(services, community, filter, since)
      const name = `assertions-${community}-${new Date(services.clock.now()).toISOString().slice(0, 10)}.${format}`
      return saved(platform, name, format === 'csv' ? assertionsCsv(rows) : toJson(rows))
    },
    'bounties.past': async ({ community, states, offset, limit }) => page(await journal.pastBounties(community, states, offset, limit)),
    'events.page': async (query) => ({ events: [...(await journal.events(query))] }),
  }
}

const page = ({ rows, total }: { readonly rows: readonly BountyRow[]; readonly total: number }) => ({ rows: [...rows], total })

/** Fields that were left out must not overwrite what is set. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

const PAGE = 500

async function allAssertions(
  services: Services,
  community: CommunityId,
  filter: AssertionFilter,
  since: number | null,
): Promise<readonly BountyRow[]> {
  const rows: BountyRow[] = []
  for (;;) {
    const next = await services.journal.assertions({ community, filter, search: '', since, offset: rows.length, limit: PAGE })
    rows.push(...next.rows)
    if (next.rows.length < PAGE) return rows
  }
}

const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())
const nct = (value: bigint | null): string => (value === null ? '' : amountToText(value))

/** Amounts are NCT with all their digits; what is not known yet is an empty field. */
function assertionsCsv(rows: readonly BountyRow[]): string {
  const head = [
    'guid',
    'state',
    'artifacts',
    'names',
    'asserted at block',
    'revealed at block',
    'settled at block',
    'settled at',
    'bid NCT',
    'fee NCT',
    'payout NCT',
    'loss reason',
  ]
  return toCsv(
    head,
    rows.map((row) => [
      row.guid,
      row.state,
      String(row.artifacts.length),
      row.artifacts.map(({ name }) => name ?? '').join('; '),
      String(row.assertBlock ?? ''),
      String(row.revealBlock ?? ''),
      String(row.settleBlock ?? ''),
      time(row.settledAt),
      nct(row.bid),
      nct(row.assertionFee),
      nct(row.payout),
      row.lossReason === null ? '' : lossText(row.lossReason),
    ]),
  )
}
