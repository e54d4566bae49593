import '../../shared/without-code-generation.ts'
import { helperPort } from '../runtime/helper-port.ts'
import { serve } from '../runtime/protocol.ts'
import { KeyRoom } from './key-room.ts'
import { signerProtocol } from './signer-protocol.ts'

// The signer process: the only one that ever holds a private key. It has no network code, no file access and no log.
const port = helperPort()
const keys = new KeyRoom()
serve(port, signerProtocol, {
  unlock: (request) => keys.unlock(request),
  lock: (request) => keys.lock(request),
  sign: (request) => keys.sign(request),
  generate: (request) => keys.generate(request),
})
port.onDisconnect(() => {
  keys.close()
  process.exit(0)
})
process.on('uncaughtException', (error) => {
  keys.close()
  // Where it happened, without its text: that may hold anything.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  process.stderr.write(`the signer failed: ${error.name}\n${frames.join('\n')}\n`)
  process.exit(70)
})
