import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { type SandboxHandle, startSandbox } from '../sandbox.ts'
import { EventSocket, type SocketEvent } from './event-socket.fixture.ts'

interface Recording {
  readonly messages: readonly { readonly message: SocketEvent }[]
}
const recording = JSON.parse(readFileSync('resources/fixtures/polyswarmd/events.json', 'utf8')) as Recording

/** Names and types, at every depth; a list by its first element. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])]
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .toSorted()
        .map(([k, v]) => [k, shape(v)]),
    )
  return typeof value
}

const blockOf = (event: SocketEvent): unknown => event.data.number ?? event.block_number

describe('the live events', () => {
  let sandbox: SandboxHandle
  let socket: EventSocket
  const clock = new ManualClock()

  beforeAll(async () => {
    sandbox = await startSandbox({ clock, blockTimeMs: 0, bountyDuration: 4, revealWindow: 4, voteWindow: 8, bountyEvery: 2, urlShare: 0 })
    socket = await EventSocket.open(`ws://${sandbox.address}/events?chain=side`)
    for (const [name, args] of [
      ['setBountyFee', [62_500_000_000_000_000n]],
      ['setWindows', [4, 8]],
      ['deprecate', [true]],
      ['undeprecate', []],
    ] as const) {
      await sandbox.administer(name, args)
      await sandbox.mine()
    }
    await sandbox.mine(30)
    const head = sandbox.chains.side.blockNumber()
    await socket.until((events) => events.some((e) => e.data.number === head) && events.some((e) => e.event === 'settled_bounty'))
  })
  afterAll(async () => {
    socket.close()
    await sandbox.close()
  })

  it.each([...new Set(recording.messages.map((m) => m.message.event))])('has %s as a real daemon sends it', (name) => {
    const heard = socket.of(name)[0]
    const recorded = recording.messages.find((m) => m.message.event === name)?.message
    expect(heard).toBeDefined()
    // Reveals and bounties carry metadata, and that is free in its shape.
    const plain = (event: SocketEvent | undefined) => {
      const { metadata, ...data } = event?.data ?? {}
      return shape({ ...event, data })
    }
    expect(plain(heard)).toEqual(plain(recorded))
  })

  it('tells every block of the chain once, in order', () => {
    const numbers = socket.of('block').map((e) => e.data.number as number)
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i))
  })

  it('puts the content of metadata URIs in their place', () => {
    const bounty = socket.of('bounty')[0]?.data.metadata as Record<string, string>[]
    expect(bounty[0]).toMatchObject({
      filename: expect.any(String),
      mimetype: expect.any(String),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const reveal = socket.of('reveal')[0]?.data.metadata as Record<string, string>[]
    expect(reveal[0]).toHaveProperty('malware_family')
  })

  it('writes a payout above 2^53 as the integer that it is', () => {
    const settled = sandbox.community.book.guids.flatMap((guid) => sandbox.community.book.get(guid)?.settlements ?? [])
    const large = settled.find((s) => s.payout > 2n ** 53n && BigInt(Number(s.payout)) !== s.payout)
    expect(large).toBeDefined()
    expect(socket.raw.some((text) => text.includes(`"payout":${large?.payout}`))).toBe(true)
  })

  it('tells home only of its blocks', async () => {
    const home = await EventSocket.open(`ws://${sandbox.address}/events/?chain=home`)
    await sandbox.mine(3)
    await home.until((events) => events.length >= 4)
    expect(new Set(home.events.map((e) => e.event))).toEqual(new Set(['connected', 'block']))
    home.close()
  })

  it('declines other paths and chains', async () => {
    await expect(EventSocket.open(`ws://${sandbox.address}/nope`)).rejects.toThrow('status 404')
    await expect(EventSocket.open(`ws://${sandbox.address}/events?chain=moon`)).rejects.toThrow('status 400')
  })

  it('loses, repeats and delays events when told to', async () => {
    sandbox.setFaults({
      event: ({ name }) =>
        name === 'block' ? { kind: 'twice' } : name === 'vote' ? { kind: 'drop' } : name === 'bounty' ? { kind: 'delay', ms: 5_000 } : null,
    })
    const faulty = await EventSocket.open(`ws://${sandbox.address}/events`)
    await sandbox.mine(14)
    const head = sandbox.chains.side.blockNumber()
    await faulty.until((events) => events.filter((e) => blockOf(e) === head && e.event === 'block').length === 2)
    expect(faulty.of('vote')).toEqual([])
    expect(faulty.of('quorum').length).toBeGreaterThan(0)
    expect(faulty.of('bounty')).toEqual([])
    await clock.advance(5_000)
    await faulty.until((events) => events.some((e) => e.event === 'bounty'))
    sandbox.setFaults({})
    faulty.close()
  })

  it('ends the sockets when the daemon goes away, and takes new ones at the same address when it is back', async () => {
    const lost = socket.closed()
    await sandbox.stopDaemon()
    await lost
    await sandbox.mine(2)
    await sandbox.startDaemon()
    const again = await EventSocket.open(`ws://${sandbox.address}/events`)
    await sandbox.mine()
    await again.until((events) => events.some((e) => e.event === 'block'))
    again.close()
  })
})
