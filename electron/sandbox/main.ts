import { helperPort } from '../runtime/helper-port.ts'
import { runSandboxHelper } from './helper.ts'

// The entry of the sandbox's helper process.
runSandboxHelper(helperPort(), (code) => process.exit(code))
