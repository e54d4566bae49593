import { fileURLToPath } from 'node:url'
import { nodeProcesses } from './node-processes.ts'

// A console for node-processes.test.ts that can be killed: starts one helper and prints the helper's pid.
const probe = fileURLToPath(new URL('./helper-probe.fixture.ts', import.meta.url))
const spawn = nodeProcesses({ entries: { signer: probe, scanner: probe, sandbox: probe, journal: probe }, env: process.env })
spawn('scanner').onMessage((message) => process.stdout.write(`${(message as { readonly pid: number }).pid}\n`))
