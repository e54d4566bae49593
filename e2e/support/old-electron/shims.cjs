// What Node 16 in Electron 22 lacks of what the console and its libraries use. Loaded before main and before every helper.
const crypto = require('node:crypto')
const diagnostics = require('node:diagnostics_channel')
const os = require('node:os')
const http = require('node:http')
const util = require('node:util')
const buffer = require('node:buffer')

function give(target, name, value) {
  if (target[name] === undefined) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

// What every start uses of the newer language, by what is there already: core-js would take 30 ms of main at once, which would be measured
// as ours. Whatever else is missing comes from core-js when it is first used.
give(Array.prototype, 'toReversed', function toReversed() {
  return [...this].reverse()
})
give(Array.prototype, 'toSorted', function toSorted(compare) {
  return [...this].sort(compare)
})
give(Array.prototype, 'with', function withItem(at, item) {
  const copy = [...this]
  copy[at < 0 ? at + copy.length : at] = item
  return copy
})
give(Map, 'groupBy', (items, keyOf) => {
  const groups = new Map()
  let at = 0
  for (const item of items) groups.getOrInsertComputed(keyOf(item, at++), () => []).push(item)
  return groups
})
give(Map.prototype, 'getOrInsert', function getOrInsert(key, value) {
  if (!this.has(key)) this.set(key, value)
  return this.get(key)
})
give(Map.prototype, 'getOrInsertComputed', function getOrInsertComputed(key, make) {
  if (!this.has(key)) this.set(key, make(key))
  return this.get(key)
})
give(Promise, 'withResolvers', function withResolvers() {
  const made = {}
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
})
give(Uint8Array, 'fromHex', (text) => {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new SyntaxError('not hexadecimal')
  return Uint8Array.from(Buffer.from(text, 'hex'))
})
give(Uint8Array.prototype, 'toHex', function toHex() {
  return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('hex')
})
require('./language-gaps.cjs')

give(globalThis, 'crypto', crypto.webcrypto)
give(globalThis, 'Blob', buffer.Blob)
for (const name of ['ReadableStream', 'WritableStream', 'TransformStream', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy'])
  if (globalThis[name] === undefined)
    Object.defineProperty(globalThis, name, { get: () => require('node:stream/web')[name], configurable: true })
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
