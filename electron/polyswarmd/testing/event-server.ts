import type { IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { DaemonServer } from './daemon-server.ts'

/** `/events` on a `DaemonServer`: remembers who connected; a test sends frames, or refuses the handshake. */
export class EventServer {
  readonly sockets: WebSocket[] = []
  readonly handshakes: IncomingMessage[] = []
  /** A status to answer handshakes with instead of opening; null = open. */
  refuse: number | null = null
  /** Whether pings are answered. */
  autoPong = true
  readonly #server: WebSocketServer

  constructor(server: DaemonServer) {
    this.#server = new WebSocketServer({ noServer: true, autoPong: false })
    server.http.on('upgrade', (request, socket, head) => {
      this.handshakes.push(request)
      if (this.refuse !== null) {
        socket.end(`HTTP/1.1 ${this.refuse} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
        return
      }
      this.#server.handleUpgrade(request, socket, head, (opened) => {
        opened.on('ping', (data) => {
          if (this.autoPong) opened.pong(data)
        })
        opened.on('error', () => undefined)
        this.sockets.push(opened)
      })
    })
  }

  get latest(): WebSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('nobody connected')
    return socket
  }
  send(...frames: readonly string[]): void {
    for (const frame of frames) this.latest.send(frame)
  }
}
