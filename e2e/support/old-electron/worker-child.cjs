// Runs under the newer Node: what was to be a worker's file, with a process channel for its port.
const { EventEmitter } = require('node:events')
const threads = require('node:worker_threads')
const { decode, encode } = require('./plain-text.cjs')

const port = new EventEmitter()
port.postMessage = (message) => process.send({ text: encode(message) })
Object.assign(threads, { parentPort: port, isMainThread: false })
process.on('message', ({ text }) => port.emit('message', decode(text)))
// The end of the parent ends a real worker without a word, too.
process.once('disconnect', () => process.exit(0))
process.on('uncaughtException', (error) => process.send({ error: error.message }, () => process.exit(1)))
process.argv.splice(1, 1)
require(process.argv[1])
