import '../../shared/without-code-generation.ts'
/** Entry of the scanner process: artifacts are judged here, away from keys, API keys and files. */
import { helperPort } from '../runtime/helper-port.ts'
import { eicarScanner } from './builtin/eicar.ts'
import { scratchScanner } from './builtin/scratch.ts'
import { hostScanners } from './scanner-host.ts'

const port = helperPort()
port.onDisconnect(() => process.exit(0))
hostScanners(port, [eicarScanner(), scratchScanner()])
