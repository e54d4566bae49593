import { helperPort } from '../runtime/helper-port.ts'

// A helper for node-processes.test.ts: tells what it was given, echoes what it hears, ends with its parent.
const port = helperPort()
port.post({ pid: process.pid, args: process.argv.slice(2), env: process.env, execArgv: process.execArgv })
port.onMessage((message) => {
  if (message === 'fail') throw new Error('failed on purpose')
  if (message === 'exit') process.exit(3)
  port.post(message)
})
port.onDisconnect(() => process.exit(0))
