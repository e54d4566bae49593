// What Node 16 in Electron 22 lacks of what the console and its libraries use. Loaded before main and before every helper.
require('../../../.cache/old-electron/app/out/main/language-gaps.js')
const crypto = require('node:crypto')
const diagnostics = require('node:diagnostics_channel')
const os = require('node:os')
const http = require('node:http')
const util = require('node:util')
const web = require('node:stream/web')
const buffer = require('node:buffer')

function give(target, name, value) {
  if (target[name] === undefined) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

give(globalThis, 'crypto', crypto.webcrypto)
give(globalThis, 'Blob', buffer.Blob)
for (const name of ['ReadableStream', 'WritableStream', 'TransformStream', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy'])
  give(globalThis, name, web[name])
give(os, 'availableParallelism', () => os.cpus().length)
give(util, 'styleText', (_style, text) => text)
give(crypto, 'hash', (algorithm, data, encoding = 'hex') => crypto.createHash(algorithm).update(data).digest(encoding))
give(http.Server.prototype, 'closeAllConnections', function closeAllConnections() {
  for (const socket of this.openSockets ?? []) socket.destroy()
})
// Nobody listens in these tests.
give(diagnostics, 'tracingChannel', () => ({ hasSubscribers: false, traceSync: (work, _context, self, ...args) => work.apply(self, args) }))
give(AbortSignal, 'any', (signals) => {
  const either = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason)
    else signal.addEventListener('abort', () => either.abort(signal.reason), { once: true })
  }
  return either.signal
})

// closeAllConnections needs to know them.
const emit = http.Server.prototype.emit
http.Server.prototype.emit = function emitAndRemember(event, socket, ...rest) {
  if (event === 'connection') {
    this.openSockets ??= new Set()
    this.openSockets.add(socket)
    socket.once('close', () => this.openSockets.delete(socket))
  }
  return emit.call(this, event, socket, ...rest)
}

// An answer as a custom protocol gives it: status, headers, a body in one piece.
give(
  globalThis,
  'Response',
  class Response {
    constructor(body, { status = 200, headers = {} } = {}) {
      this.body = body
      this.status = status
      this.headers = headers
    }
  },
)

if (process.type === 'browser') {
  require('./electron-gaps.cjs')
  require('./worker-gap.cjs')
}
