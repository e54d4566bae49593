import { readFileSync } from 'node:fs'
import { systemClock } from '../../runtime/clock.ts'
import { Vault } from '../../wallet/vault.ts'
import { osKeychain } from './keychain.ts'

// Run by keychain.test.ts inside a session bus of its own: uses the keychain as the console does and prints what came of it.
const [keyfilePath = '', account = '', folder = ''] = process.argv.slice(2)

async function probe(): Promise<unknown> {
  const keychain = osKeychain(systemClock, 'polyswarm-console-test')
  const status = await keychain.status()
  if (!status.available) return { status, set: await keychain.set('a', 'b').then(String, (error: { code?: unknown }) => error.code) }
  const before = await keychain.get('api-key-lima')
  const vault = new Vault(keychain, folder)
  await vault.open()
  const text = readFileSync(keyfilePath, 'utf8')
  await vault.add({ address: account, source: 'imported', addedAt: 1, sandboxOnly: null }, text, 'pässwörd ✓')
  await vault.setApiKey('lima', 'k-123456')
  const again = new Vault(keychain, folder)
  await again.open()
  const kept = {
    wallets: again.wallets,
    password: await again.password(account),
    ciphertext: JSON.parse(await again.keyfile(account)).crypto.ciphertext,
    apiKey: await again.apiKey('lima'),
  }
  await again.remove(account)
  await again.forgetApiKey('lima')
  await again.forgetApiKey('lima')
  return {
    status,
    before,
    kept,
    after: { password: await keychain.get(`password-${account.toLowerCase()}`), apiKey: await again.apiKey('lima') },
  }
}

probe().then(
  (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exitCode = 1
  },
)
