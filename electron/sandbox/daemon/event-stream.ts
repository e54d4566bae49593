import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Chain } from '../../../shared/domain/identifiers.ts'
import type { Community } from './context.ts'
import { blockMessage, connectedMessage, type EventMessage, eventMessage, writeMessage } from './event-messages.ts'
import type { Faults } from './faults.ts'

/** A socket that does not read for this many bytes is ended: its client has to catch up over HTTP anyway. */
const MAX_BUFFERED = 16 * 1024 * 1024

/** The live events of both chains: `/events?chain=home|side`. */
export class EventStream {
  readonly #community: Community
  readonly #faults: () => Faults
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 })
  readonly #sockets: Record<Chain, Set<WebSocket>> = { home: new Set(), side: new Set() }
  readonly #startTime: string
  readonly #stop: readonly (() => void)[]

  constructor(community: Community, faults: () => Faults) {
    this.#community = community
    this.#faults = faults
    this.#startTime = (community.clock.now() / 1000).toString()
    this.#stop = [
      community.sides.home.chain.onBlock((block) => this.#publish('home', blockMessage(block.number))),
      community.book.onBlock((block, events) => {
        this.#publish('side', blockMessage(block.number))
        for (const event of events) this.#publish('side', eventMessage(event, community.metadata))
      }),
    ]
  }

  /** Takes over a connection that asked for an upgrade; the caller has checked path and key. */
  accept(incoming: IncomingMessage, socket: Duplex, head: Buffer, chain: Chain): void {
    this.#server.handleUpgrade(incoming, socket, head, (client) => {
      client.on('error', () => client.terminate())
      client.on('close', () => this.#sockets[chain].delete(client))
      this.#sockets[chain].add(client)
      client.send(writeMessage(connectedMessage(this.#startTime)))
    })
  }

  /** Ends every connection and forgets the chains. */
  close(): void {
    for (const stop of this.#stop) stop()
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }

  #publish(chain: Chain, message: EventMessage): void {
    if (this.#sockets[chain].size === 0) return
    const text = writeMessage(message)
    for (const client of this.#sockets[chain]) this.#deliver(client, text, message.event, chain)
  }

  #deliver(client: WebSocket, text: string, name: string, chain: Chain): void {
    const fault = this.#faults().event?.({ name, chain }) ?? null
    switch (fault?.kind) {
      case undefined:
        send(client, text)
        return
      case 'drop':
        return
      case 'twice':
        send(client, text)
        send(client, text)
        return
      case 'delay':
        this.#community.clock.after(fault.ms, () => send(client, text))
        return
      default:
        assertNever(fault)
    }
  }
}

function send(client: WebSocket, text: string): void {
  if (client.readyState !== client.OPEN) return
  if (client.bufferedAmount > MAX_BUFFERED) client.terminate()
  else client.send(text)
}
