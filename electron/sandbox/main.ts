import '../../shared/without-code-generation.ts'
import { helperPort } from '../runtime/helper-port.ts'
import { runSandboxHelper } from './helper.ts'

// The entry of the sandbox's helper process; its argument: the folder it will be asked to run in, where that is known.
runSandboxHelper(helperPort(), process.argv[2] ?? null, (code) => process.exit(code))
