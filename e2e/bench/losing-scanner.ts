/** Entry of a scanner process that is sure of itself and always wrong: what it finds malicious it calls benign, and the other way round. */
import process from 'node:process'
import { helperPort } from '../../electron/runtime/helper-port.ts'
import { eicarScanner } from '../../electron/scanners/builtin/eicar.ts'
import { scratchScanner } from '../../electron/scanners/builtin/scratch.ts'
import type { Opinion, Scanner } from '../../electron/scanners/contract.ts'
import { hostScanners } from '../../electron/scanners/scanner-host.ts'

const wrong = (opinion: Opinion): Opinion =>
  opinion.is === 'none' ? opinion : { ...opinion, is: opinion.is === 'malicious' ? 'benign' : 'malicious' }

const losing = (scanner: Scanner): Scanner => ({
  id: scanner.id,
  scan: async (job) => wrong(await scanner.scan(job)),
  selfTest: () => scanner.selfTest(),
})

const port = helperPort()
port.onDisconnect(() => process.exit(0))
hostScanners(port, [losing(eicarScanner()), scratchScanner()])
