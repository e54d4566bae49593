import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { UnsignedTransaction } from './signer-port.ts'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../resources/fixtures/${path}`, import.meta.url)), 'utf8')

const expected = z.array(z.object({ file: z.string(), password: z.string(), address: z.string(), privateKey: z.string() }))

/** Keyfiles that geth and eth-keyfile made, with what is in them. */
export const keyfiles = expected
  .parse(JSON.parse(read('keyfiles/expected.json')))
  .map((entry) => ({ ...entry, text: read(`keyfiles/${entry.file}`) }))

export type KeyfileFixture = (typeof keyfiles)[number]

/** The keyfile of this name; geth's light one opens in 50 ms. */
export function keyfileNamed(file: string): KeyfileFixture {
  const found = keyfiles.find((keyfile) => keyfile.file === file)
  if (!found) throw new Error(`no fixture ${file}`)
  return found
}
export const light = keyfileNamed('geth-light.json')

const hex = z.templateLiteral(['0x', z.string()])
const signed = z.object({
  privateKey: z.string(),
  transactions: z.array(
    z.object({
      chainId: z.int(),
      nonce: z.int(),
      gasPrice: z.string(),
      gas: z.string(),
      to: z.string(),
      value: z.string(),
      data: hex,
      raw: z.string(),
      hash: z.string(),
      from: z.string(),
    }),
  ),
})
const parsed = signed.parse(JSON.parse(read('polyswarmd/signed-transactions.json')))

/** Transactions that polyswarm-client signed and a real chain mined. */
export const signedTransactions = {
  key: Buffer.from(parsed.privateKey.slice(2), 'hex'),
  list: parsed.transactions.map(({ raw, hash, from, gasPrice, gas, value, ...rest }) => ({
    unsigned: { ...rest, gasPrice: BigInt(gasPrice), gas: BigInt(gas), value: BigInt(value) } satisfies UnsignedTransaction,
    signed: { raw: `0x${raw.replace(/^0x/, '')}`, hash, from },
  })),
}
