/** A scanner process for the tests of the console's end: misbehaves as the artifact's text says. Never part of the product. */
import { helperPort } from '../runtime/helper-port.ts'
import type { Opinion } from './contract.ts'
import { hostScanners } from './scanner-host.ts'

const benign: Opinion = {
  is: 'benign',
  confidence: 500_000,
  family: '',
  version: '1.0.0',
  vendorVersion: null,
  signaturesVersion: null,
}

const port = helperPort()
port.onDisconnect(() => process.exit(0))
hostScanners(port, [
  {
    id: 'eicar',
    selfTest() {
      if (process.argv[2] === 'blind') throw new Error('it does not find the test string')
    },
    async scan({ content }) {
      const order = Buffer.from(content).toString()
      if (order === 'crash') process.exit(13)
      if (order === 'hang') for (;;);
      if (order === 'never') await new Promise(() => undefined)
      if (order === 'throw') throw new Error('scanner broke')
      if (order === 'too-sure') return { ...benign, confidence: 1_000_001 }
      if (order === 'escape') return { ...benign, family: 'evil\u001b[31m' }
      if (order === 'nothing') return undefined as unknown as Opinion
      return benign
    },
  },
])
