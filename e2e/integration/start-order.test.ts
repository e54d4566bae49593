import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { startConsole } from '../../electron/console/console.ts'
import { layout } from '../../electron/host/entries.ts'
import { headlessPlatform } from '../../electron/host/headless/headless-platform.ts'
import { passphraseKeychain } from '../../electron/host/headless/passphrase-keychain.ts'
import { call } from '../../electron/host/headless/run-steps.ts'
import type { Channel } from '../../electron/runtime/channel.ts'
import { silentLog } from '../../electron/runtime/log.ts'
import type { Platform } from '../../electron/runtime/platform.ts'
import { until, wallet } from './console-here.ts'
import { endings } from './endings.ts'
import { temporaryFolder } from './headless-process.ts'

const ends = endings()

it('a start is the first that the activity tells of a run, also where a wallet opens by itself', async () => {
  const { path, remove } = temporaryFolder()
  ends.push(remove)
  /** With `slow`, nothing is heard of the journal before a wallet was opened. */
  const start = async (slow = false) => {
    const keychain = passphraseKeychain(join(path, 'keychain.json'), 'a passphrase for a test')
    const own = layout(join(import.meta.dirname, '../../electron'), true)
    const platform = headlessPlatform({ dataFolder: path, layout: own, keychain, env: process.env, log: silentLog })
    const opened = Promise.withResolvers<void>()
    const spawn: Platform['spawn'] = (helper, args) => {
      const channel = platform.spawn(helper, args)
      const onMessage: Channel['onMessage'] = (listener) =>
        channel.onMessage((message) => {
          if (slow && helper === 'journal') opened.promise.then(() => listener(message)).catch(() => undefined)
          else listener(message)
          if (helper === 'signer' && inspect(message).includes('journalKey')) setImmediate(() => setImmediate(opened.resolve))
        })
      return {
        post: (message) => channel.post(message),
        onMessage,
        onExit: (listener) => channel.onExit(listener),
        kill: () => channel.kill(),
      }
    }
    const core = await startConsole({ ...platform, spawn }, silentLog)
    ends.push(() => core.close())
    return core
  }
  const first = await start()
  await call(first, 'wallet.import', { from: { text: readFileSync(wallet.path, 'utf8') }, password: wallet.password, remember: true })
  await first.close()
  const second = await start(true)
  await until('the wallet is open', () => second.state.wallets[0]?.state === 'unlocked')
  const codes = second.state.events.map(({ code }) => code)
  // Newest first.
  expect(codes).toEqual(['wallet-unlocked', 'console-started', 'wallet-locked', 'wallet-unlocked', 'console-started'])
})
