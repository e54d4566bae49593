import { describe, expect, it } from 'vitest'
import type { Exposed } from '../../shared/contract/wire.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createExposed } from './electron/exposed.ts'
import { lostText } from './headless/lost-notice.ts'
import { PageConnection, type PageSocket } from './headless/page-connection.ts'

const any = (exposed: Exposed) => exposed as unknown as { call(...args: unknown[]): Promise<unknown>; on(...args: unknown[]): () => void }

describe('the object that the preload gives to the page', () => {
  function preload(invoke: (name: string, input: unknown) => Promise<unknown> = () => Promise.resolve(null)) {
    let tell: (notification: unknown, json: unknown) => void = () => undefined
    const exposed = createExposed({
      invoke,
      listen: (listener) => {
        tell = listener
      },
    })
    return { exposed, tell: (notification: unknown, json: unknown) => tell(notification, json) }
  }

  it('has host, call and on, and nothing else', () => {
    expect(Object.keys(preload().exposed).sort()).toEqual(['call', 'host', 'on'])
    expect(preload().exposed.host).toBe('electron')
  })

  it('passes a call on with nothing but its name and input', async () => {
    const seen: unknown[][] = []
    const { exposed } = preload((...args) => {
      seen.push(args)
      return Promise.resolve('answer')
    })
    expect(await any(exposed).call('app.snapshot', { a: 1 }, 'more', 'still more')).toBe('answer')
    expect(seen).toEqual([['app.snapshot', { a: 1 }]])
  })

  it('turns every misuse into a rejected promise, never into a throw', async () => {
    const { exposed } = preload(() => {
      throw new Error('An object could not be cloned.')
    })
    for (const args of [[], [7], [null], [{}], [Symbol('s')], ['app.snapshot', () => undefined]]) {
      const answer = any(exposed).call(...args)
      await expect(answer).rejects.toThrow()
    }
    for (const args of [[], ['patch'], [7, () => undefined], ['patch', {}]]) expect(any(exposed).on(...args)).toBeTypeOf('function')
  })

  it('tells listeners of their notification alone, without an event object, until they stop', () => {
    const { exposed, tell } = preload()
    const heard: unknown[][] = []
    const stop = exposed.on('patch', (...args: unknown[]) => heard.push(args))
    tell('patch', { from: 1 })
    tell('navigate', { to: 'live' })
    tell({ odd: true }, 1)
    stop()
    tell('patch', { from: 2 })
    expect(heard).toEqual([[{ from: 1 }]])
  })
})

describe('the notice over a page whose console is gone', () => {
  it('is in the language of the page, and in English where that is not known', () => {
    const since = new Date(2026, 0, 2, 15, 4, 5)
    expect(lostText('ja', since)).toMatch(/^コンソールが終了したか.*15:04:05/)
    for (const language of ['en', '', 'fr']) expect(lostText(language, since)).toMatch(/^The console has ended.*15:04:05/)
  })
})

describe('the object that the headless page makes', () => {
  class Socket implements PageSocket {
    readonly sent: string[] = []
    onopen: (() => void) | null = null
    onclose: (() => void) | null = null
    onmessage: ((event: { readonly data: unknown }) => void) | null = null
    send(text: string): void {
      this.sent.push(text)
    }
    tell(frame: unknown): void {
      this.onmessage?.({ data: JSON.stringify(frame) })
    }
  }

  function page() {
    const clock = new ManualClock()
    const sockets: Socket[] = []
    const events: string[] = []
    const connection = new PageConnection({
      open: () => {
        const socket = new Socket()
        sockets.push(socket)
        return socket
      },
      after: (ms, f) => void clock.after(ms, f),
      now: () => clock.now(),
      onLost: () => events.push('lost'),
      onBack: () => events.push('back'),
    })
    return { clock, sockets, events, connection, first: sockets[0]! }
  }

  it('holds calls until the socket is open, and answers each by its id', async () => {
    const { connection, first } = page()
    const one = connection.call('app.snapshot', { a: 1 })
    expect(first.sent).toEqual([])
    first.onopen?.()
    const two = connection.call('app.quit', {})
    const frames = first.sent.map((text) => JSON.parse(text) as { id: number })
    expect(frames).toMatchObject([
      { name: 'app.snapshot', input: { a: 1 } },
      { name: 'app.quit', input: {} },
    ])
    first.tell({ id: frames[1]!.id, result: 'second' })
    first.tell({ id: frames[0]!.id, result: 'first' })
    expect(await Promise.all([one, two])).toEqual(['first', 'second'])
  })

  it('tells listeners until they stop', () => {
    const { connection, first } = page()
    const heard: unknown[] = []
    const stop = connection.on('patch', (json) => heard.push(json))
    first.tell({ notification: 'patch', value: 1 })
    first.tell({ notification: 'navigate', value: 2 })
    stop()
    first.tell({ notification: 'patch', value: 3 })
    expect(heard).toEqual([1])
  })

  it('rejects what waits and every later call when the console is gone, and says so once', async () => {
    const { connection, first, events } = page()
    first.onopen?.()
    const waiting = connection.call('app.snapshot', {})
    first.onclose?.()
    await expect(waiting).rejects.toThrow('cannot be reached')
    await expect(connection.call('app.snapshot', {})).rejects.toThrow('cannot be reached')
    expect(events).toEqual(['lost'])
  })

  it('leaves it to a window that listens to say that the console is gone, also when that listens late', async () => {
    const { clock, connection, first, events } = page()
    const heard: number[] = []
    connection.onGone((at) => heard.push(at))
    connection.onGone((at) => heard.push(-at))()
    const before = clock.now()
    first.onclose?.()
    expect(heard).toEqual([before])
    await clock.advance(500)
    connection.onGone((at) => heard.push(at))
    expect(heard).toEqual([before, before])
    expect(events).toEqual([])
  })

  it('tries again once a second and begins anew when the console is back', async () => {
    const { clock, sockets, events, first } = page()
    first.onopen?.()
    first.onclose?.()
    await clock.advance(1000)
    expect(sockets).toHaveLength(2)
    sockets[1]!.onclose?.()
    await clock.advance(999)
    expect(sockets).toHaveLength(2)
    await clock.advance(1)
    sockets[2]!.onopen?.()
    expect(events).toEqual(['lost', 'back'])
  })
})
