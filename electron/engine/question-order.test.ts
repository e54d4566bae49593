import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { Enquiries } from './enquiries.ts'
import type { Question, Urgency } from './inputs.ts'
import { LateWatch } from './late-watch.ts'
import { nextOf } from './question-order.ts'
import { guidOf, ME, ModelChain, ModelDaemon } from './world.fixture.ts'

const open = (until: number): Urgency => ({ until, givenUp: false, times: 0 })
const givenUp = (until: number, times = 0): Urgency => ({ until, givenUp: true, times })
const patient = null

/** The order in which questions that wait together are asked, by their places. */
function orderOf(waiting: readonly Question['urgent'][], seenBlock: number): readonly number[] {
  const left = waiting.map((urgent, place) => ({ urgent, place }))
  return waiting.map(() => left.splice(nextOf(left, seenBlock), 1)[0]?.place ?? -1)
}

describe('the order of questions', () => {
  it.each([
    ['what can be saved before what is only to be known', [patient, givenUp(130), open(130)], [2, 1, 0]],
    ['what closes soonest first', [open(140), open(130), givenUp(150), givenUp(120)], [1, 0, 3, 2]],
    ['what was given up once each, before any is asked again', [givenUp(120, 1), givenUp(150), givenUp(120, 2)], [1, 0, 2]],
    ['what can be saved no more like the patient ones', [patient, open(111), givenUp(111), patient, open(112)], [4, 0, 1, 2, 3]],
    ['equal ones as they came', [open(130), open(130), patient, patient], [0, 1, 2, 3]],
  ])('asks %s', (_, waiting, order) => {
    expect(orderOf(waiting, 110)).toEqual(order)
  })

  it('is none of nothing', () => {
    expect(nextOf([], 110)).toBe(-1)
  })
})

describe('a stake among hundreds that were given up', () => {
  /** Three hundred could be revealed by now and nobody knows them; the daemon answers four questions a block. */
  const crowded = () => {
    const clock = new ManualClock(1_700_000_000_000)
    const asked: string[] = []
    const answers: (() => void)[] = []
    const daemon = new ModelDaemon(new ModelChain())
    daemon.assertions = (guid) => {
      asked.push(guid)
      return new Promise((resolve) => answers.push(() => resolve([])))
    }
    let block = 120
    const nobody = { told: () => undefined, untold: () => undefined, notKnown: () => undefined, paid: () => undefined }
    const enquiries = new Enquiries({ client: daemon, seenBlock: () => block, ...nobody })
    const late = new LateWatch({
      community: 'model',
      account: ME,
      clock,
      ask: (guid, question) => enquiries.ask(guid, question),
      write: () => undefined,
      found: () => undefined,
      onTrouble: (where, error) => expect.unreachable(`${where}: ${String(error)}`),
    })
    const entries = Array.from({ length: 300 }, (_, i) => ({ guid: guidOf(i + 1), at: clock.now(), from: 120, until: i < 292 ? 200 : 125 }))
    late.load(JSON.stringify(entries))
    const next = async () => {
      late.look(true, block, block)
      for (const answer of answers.splice(0)) answer()
      await new Promise((resolve) => setImmediate(resolve))
      block += 1
    }
    return { enquiries, asked, next }
  }

  it('is asked after as soon as one answer is there', async () => {
    const { enquiries, asked, next } = crowded()
    await next()
    const urgent = { until: 130, givenUp: false, times: 0 }
    enquiries.ask(guidOf(999), { assertions: true, votes: false, bounty: false, urgent }).catch(() => undefined)
    await next()
    expect(asked.indexOf(guidOf(999))).toBeLessThan(12)
    expect(asked).toContain(guidOf(999))
  })

  it('leaves each of them its question, those that close first before the others', async () => {
    const { asked, next } = crowded()
    for (let i = 0; i < 76; i++) await next()
    // Four were on their way before there was anything to choose from.
    expect(new Set(asked.slice(4, 12))).toEqual(new Set([293, 294, 295, 296, 297, 298, 299, 300].map(guidOf)))
    expect(new Set(asked.slice(0, 300)).size).toBe(300)
  })
})
