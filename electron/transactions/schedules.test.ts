import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCall } from './encode.ts'
import type { Intent } from './port.ts'
import { ACCOUNT, assertion, type DaemonMood, NCT, PINS, reveal, settle, World } from './world.fixture.ts'

type Step =
  | { readonly do: 'submit'; readonly what: number }
  | { readonly do: 'mine' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'mood'; readonly mood: DaemonMood }
  | { readonly do: 'crash'; readonly afterMs: number }
  | { readonly do: 'foreign' }
  | { readonly do: 'drop' }
  | { readonly do: 'congest'; readonly on: boolean; readonly blocks: number }
  | { readonly do: 'events'; readonly lost: boolean }
  | { readonly do: 'signer'; readonly down: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('submit' as const), what: fc.integer({ min: 0, max: 11 }) }) },
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'mine' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 160 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom<DaemonMood>('well', 'down', 'lost', 'vanished') }),
  },
  // Anywhere between submission, signature, disk, POST and answer: those are 100, 4, 4 and 20 ms apart.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), afterMs: fc.integer({ min: 0, max: 140 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'foreign' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'drop' }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('congest' as const), on: fc.boolean(), blocks: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('events' as const), lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('signer' as const), down: fc.boolean() }) },
)

const intents: readonly Intent[] = [
  ...[0, 1, 2, 3].map((i) => assertion(i)),
  ...[4, 5, 6].map(reveal),
  ...[7, 8, 9].map(settle),
  { is: 'withdraw', amount: 10n * NCT },
  { is: 'withdraw', amount: 11n * NCT },
]
const keyOf = (what: number): string => `intent:${what}`
const dataOf = (what: number): string => encodeCall(intents[what] as Intent, 'side', ACCOUNT, PINS).data
const isTransfer = (what: number): boolean => intents[what]?.is === 'withdraw'

async function run(steps: readonly Step[]): Promise<void> {
  const world = new World()
  await world.start()
  const submitted = new Set<number>()
  /** What the owner of the intents knows to be over: it survives crashes, as the engine's and the balance room's records do. */
  const refused = (what: number): boolean => world.news.some(({ key, is }) => key === keyOf(what) && is === 'refused')
  const over = (what: number): boolean => world.news.some(({ key, is }) => key === keyOf(what) && (is === 'mined' || is === 'refused'))
  const submitAll = (): void => {
    // What was mined is submitted again too: its owner may have died before it took note.
    for (const what of submitted) if (!refused(what)) world.queue.submit({ key: keyOf(what), intent: intents[what] as Intent })
  }
  for (const next of steps) {
    if (next.do === 'submit') {
      submitted.add(next.what)
      if (!refused(next.what)) world.queue.submit({ key: keyOf(next.what), intent: intents[next.what] as Intent })
    } else if (next.do === 'mine') await world.mine()
    else if (next.do === 'wait') await world.clock.advance(next.ms)
    else if (next.do === 'mood') world.mood = next.mood
    else if (next.do === 'crash') {
      await world.clock.advance(next.afterMs)
      world.crash()
      await world.start()
      submitAll()
    } else if (next.do === 'foreign') world.chain.foreign()
    else if (next.do === 'drop') world.chain.drop()
    else if (next.do === 'congest') {
      world.chain.congested = next.on
      for (let i = 0; i < next.blocks; i++) await world.mine()
    } else if (next.do === 'events') world.loseEvents = next.lost
    else world.signerFailure = next.down ? 'signer-unavailable' : null
  }
  // Everything gets well again; now all of it must come to its end.
  world.mood = 'well'
  world.signerFailure = null
  world.loseEvents = false
  world.chain.congested = false
  world.queue.wake()
  submitAll()
  for (let i = 0; i < 120 && [...submitted].some((what) => !over(what)); i++) await world.mine()

  expect(world.broken).toEqual([])
  expect(world.trouble).toEqual([])
  const executed = world.chain.executed()
  for (const what of submitted) {
    const times = executed.filter((data) => data === dataOf(what)).length
    // Carried out exactly once; a transfer may instead be given up, and then it is told and was not carried out.
    if (isTransfer(what) && refused(what)) expect([what, times]).toEqual([what, 0])
    else expect([what, times]).toEqual([what, 1])
    expect(over(what)).toBe(true)
  }
  await world.queue.stop()
}

describe('whatever happens in whatever order', () => {
  it('no intent is carried out twice, none is lost, and no byte leaves before it is durable', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run), { numRuns: 1500 })
  }, 240_000)
})
