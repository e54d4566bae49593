import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { helperPort } from './helper-port.ts'

/** What Electron puts on `process` in a utility process. */
class ParentPort extends EventEmitter {
  readonly sent: unknown[] = []
  postMessage(message: unknown): void {
    this.sent.push(message)
  }
}

const host = process as unknown as { parentPort?: ParentPort }
afterEach(() => {
  delete host.parentPort
})

describe('the port of a helper', () => {
  it('in an Electron utility process is process.parentPort, whose messages come wrapped in events', () => {
    const parentPort = new ParentPort()
    host.parentPort = parentPort
    const heard: unknown[] = []
    const port = helperPort()
    port.onMessage((message) => heard.push(message))
    port.onDisconnect(() => heard.push('closed'))
    parentPort.emit('message', { data: { value: 1n }, ports: [] })
    parentPort.emit('close')
    port.post({ answer: 2n })
    expect(heard).toEqual([{ value: 1n }, 'closed'])
    expect(parentPort.sent).toEqual([{ answer: 2n }])
  })
})
