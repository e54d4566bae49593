// node:sqlite: a worker becomes a process of a newer Node (OLD_ELECTRON_NODE) that runs the same file in a real worker.
const { fork } = require('node:child_process')
const { EventEmitter } = require('node:events')
const { join } = require('node:path')
const threads = require('node:worker_threads')
const { decode, encode } = require('./plain-text.cjs')

threads.Worker = class Worker extends EventEmitter {
  constructor(entry, { argv = [], env = {} } = {}) {
    super()
    this.child = fork(join(__dirname, 'worker-child.cjs'), [entry, ...argv], {
      execPath: process.env.OLD_ELECTRON_NODE,
      execArgv: [],
      env: { ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.child.on('message', ({ text, error }) => (error ? this.emit('error', new Error(error)) : this.emit('message', decode(text))))
    this.child.once('exit', (code) => this.emit('exit', code ?? 1))
  }

  postMessage(message) {
    if (this.child.connected) this.child.send({ text: encode(message) })
  }

  terminate() {
    this.child.kill('SIGKILL')
    return Promise.resolve(1)
  }
}
