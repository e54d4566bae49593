import type { LedgerEntry } from '../../../shared/contract/contract.ts'
import { amountToText } from '../../../shared/domain/amount.ts'
import type { LedgerQuery } from '../../journal/port.ts'
import { toCsv } from '../csv.ts'
import type { Handlers } from '../dispatch.ts'
import { joinedOrThrow, type Services } from '../services.ts'
import { saved, toJson } from './saved.ts'

type MoneyCalls = Extract<keyof Handlers, `transfer.${string}` | `maintain.${string}` | `ledger.${string}`>

export function moneyHandlers(services: Services): Pick<Handlers, MoneyCalls> {
  const { journal, platform, clock, communities } = services
  return {
    'transfer.plan': ({ community, ...request }) => joinedOrThrow(services, community).treasury.plan(request),
    'transfer.start': ({ by, ...plan }) => joinedOrThrow(services, plan.community).treasury.startTransfer(plan, by ?? 'operator'),
    'transfer.writeOff': async ({ community, id }) => {
      await joinedOrThrow(services, community).treasury.writeOff(id)
      return {}
    },
    'maintain.look': ({ community, rule }) => joinedOrThrow(services, community).treasury.lookAt(rule),
    'maintain.set': ({ community, rule, by }) => {
      communities.setRule(community, rule, by)
      return {}
    },
    'ledger.page': async (query) => {
      const { entries, unexplained } = await journal.ledger(query)
      return {
        entries: [...entries],
        unexplained: unexplained.map(({ account, chain, currency, amount }) => ({ account, chain, currency, amount })),
      }
    },
    'ledger.costs': async ({ from }) => ({ costs: [...(await journal.transferCosts(from))] }),
    'ledger.export': async ({ format, ...query }) => {
      const entries = await allEntries(services, query)
      const name = `ledger-${new Date(clock.now()).toISOString().slice(0, 10)}.${format}`
      return saved(platform, name, format === 'csv' ? ledgerCsv(entries) : toJson(entries))
    },
  }
}

const PAGE = 500

/** Oldest first: a running balance reads downwards. */
async function allEntries({ journal }: Services, query: Omit<LedgerQuery, 'before' | 'limit'>): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (;;) {
    const next = await journal.ledger({ ...query, before: entries.at(-1)?.id ?? null, limit: PAGE })
    entries.push(...next.entries)
    if (next.entries.length < PAGE) return entries.reverse()
  }
}

/** Amounts in NCT or ETH with all their digits. */
const ledgerCsv = (entries: readonly LedgerEntry[]): string =>
  toCsv(
    ['time', 'community', 'chain', 'account', 'currency', 'kind', 'amount', 'balance', 'guid', 'transaction', 'subject', 'by'],
    entries.map((entry) => [
      new Date(entry.at).toISOString(),
      entry.community ?? '',
      entry.chain,
      entry.account,
      entry.currency,
      entry.kind,
      amountToText(entry.amount),
      amountToText(entry.balance),
      entry.guid ?? '',
      entry.hash ?? '',
      entry.subject ?? '',
      entry.by ?? '',
    ]),
  )
