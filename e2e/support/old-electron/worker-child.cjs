// Runs under the newer Node: a real worker between a process channel and its own port.
const { Worker } = require('node:worker_threads')

const [entry, ...argv] = process.argv.slice(2)
const worker = new Worker(entry, { argv })
process.on('message', ({ message }) => worker.postMessage(message))
process.once('disconnect', () => {
  // As with a real worker whose parent is gone: nothing ends it but the end of the process.
  process.exit(0)
})
worker.on('message', (message) => process.send({ message }))
worker.on('error', (error) => process.send({ error: error.message }))
worker.once('exit', (code) => process.exit(code))
