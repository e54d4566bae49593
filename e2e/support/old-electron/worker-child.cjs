// Runs under the newer Node: a real worker between a process channel and its own port.
const { Worker } = require('node:worker_threads')
const { decode, encode } = require('./plain-text.cjs')

const [entry, ...argv] = process.argv.slice(2)
const worker = new Worker(entry, { argv })
process.on('message', ({ text }) => worker.postMessage(decode(text)))
// The end of the parent ends a real worker without a word, too.
process.once('disconnect', () => process.exit(0))
worker.on('message', (message) => process.send({ text: encode(message) }))
worker.on('error', (error) => process.send({ error: error.message }))
worker.once('exit', (code) => process.exit(code))
