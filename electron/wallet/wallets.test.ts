import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../shared/domain/identifiers.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createLog } from '../runtime/log.ts'
import { type MemoryHelper, memoryChannel } from '../runtime/memory-channel.fixture.ts'
import { MemoryKeychain } from '../runtime/memory-keychain.fixture.ts'
import { serve } from '../runtime/protocol.ts'
import { keyfileNamed, light, signedTransactions } from './fixtures.fixture.ts'
import { KeyRoom } from './key-room.ts'
import { encryptKeyfile, THROWAWAY_SCRYPT } from './keyfile.ts'
import { addressOf } from './secp256k1.ts'
import { SignerProcess } from './signer-process.ts'
import { signerProtocol } from './signer-protocol.ts'
import { Vault } from './vault.ts'
import { Wallets } from './wallets.ts'

const other = keyfileNamed('python-leading-zero.json')
const MINUTE = 60_000

let folder = ''
let keystore = ''
let keychain = new MemoryKeychain()
let lines: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallets-'))
  keystore = join(folder, 'keystore-of-geth')
  await mkdir(keystore)
  keychain = new MemoryKeychain()
  lines = []
})
afterEach(() => rm(folder, { recursive: true }))

/** The service with a real vault and key room; `data` survives to the next one as it does over a restart. */
async function start() {
  const clock = new ManualClock()
  const busy = new Set<Address>()
  const helpers: MemoryHelper[] = []
  const signer = new SignerProcess({
    clock,
    spawn: () => {
      const room = new KeyRoom()
      const helper = memoryChannel(
        (port) =>
          void serve(port, signerProtocol, {
            unlock: (request) => room.unlock(request),
            lock: (request) => room.lock(request),
            sign: (request) => room.sign(request),
            generate: (request) => room.generate(request),
          }),
      )
      helpers.push(helper)
      return helper
    },
  })
  const log = createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) })
  const mayLock = (account: Address): boolean => !busy.has(account)
  const wallets = new Wallets({
    vault: new Vault(keychain, join(folder, 'data')),
    signer,
    clock,
    log,
    mayLock,
    keystores: [keystore, join(folder, 'missing')],
  })
  await wallets.start()
  const states = (): readonly string[] => wallets.list().map((wallet) => wallet.state)
  return { clock, busy, signer, wallets, states, die: () => helpers.at(-1)?.die() }
}

/** Until the wallets look so: unlocking by itself happens in the background. */
const until = (wallets: Wallets, ready: (states: readonly string[]) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = (): boolean => ready(wallets.list().map((wallet) => wallet.state))
    if (check()) return resolve()
    const stop = wallets.watch(() => {
      if (!check()) return
      stop()
      resolve()
    })
  })

describe('wallets', () => {
  it('has closed the signer before anybody hears that a wallet is locked', async () => {
    const { wallets, signer } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    const heard: (readonly [string | undefined, boolean])[] = []
    wallets.watch(([wallet]) => heard.push([wallet?.state, signer.isUnlocked(light.address)]))
    await wallets.lock(light.address)
    expect(heard).toEqual([['locked', false]])
  })

  it('imports a keyfile and leaves it open; after a restart it is locked', async () => {
    const { wallets, signer, clock } = await start()
    expect(await wallets.import({ text: light.text }, light.password, false)).toBe(light.address)
    expect(wallets.list()).toEqual([
      {
        address: light.address,
        source: 'imported',
        addedAt: clock.now(),
        state: 'unlocked',
        unlockedAt: clock.now(),
        autoLockAt: null,
        remembered: false,
      },
    ])
    expect(signer.isUnlocked(light.address)).toBe(true)
    await wallets.stop()
    expect(signer.isUnlocked(light.address)).toBe(false)
    const next = await start()
    expect(next.states()).toEqual(['locked'])
    await next.wallets.unlock(light.address, light.password, false)
    expect(next.states()).toEqual(['unlocked'])
  })

  it('tells the five failures of an import apart, and keeps nothing of it', async () => {
    const { wallets, signer } = await start()
    const code = (text: string, password: string, remember = false): Promise<unknown> =>
      wallets.import({ text }, password, remember).catch((error: { code?: unknown }) => error.code)
    keychain.refuse = 'writing'
    expect([
      await code(light.text, 'hunter2'),
      await code(light.text.slice(0, 300), 'hunter2'),
      await code('hello', 'hunter2'),
      await code(light.text.replace('"scrypt"', '"argon2"'), 'hunter2'),
      await code(light.text, light.password, true),
    ]).toEqual(['wrong-password', 'keyfile-damaged', 'not-a-keyfile', 'kdf-unsupported', 'keychain-refused'])
    expect(wallets.list()).toEqual([])
    expect(signer.isUnlocked(light.address)).toBe(false)
  })

  it('opens remembered wallets by itself at the start and forgets when told', async () => {
    const first = await start()
    await first.wallets.import({ text: light.text }, light.password, true)
    await first.wallets.stop()
    const second = await start()
    await until(second.wallets, (states) => states[0] === 'unlocked')
    await second.wallets.forgetPassword(light.address)
    await second.wallets.lock(light.address)
    await expect(second.wallets.unlock(light.address, null, false)).rejects.toMatchObject({ code: 'wrong-password' })
    await second.wallets.stop()
    const third = await start()
    expect(third.states()).toEqual(['locked'])
  })

  it('remembers at an unlock, and a wrong password locks nothing and is not remembered', async () => {
    const { wallets, states } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    await expect(wallets.unlock(light.address, 'hunter2', true)).rejects.toMatchObject({ code: 'wrong-password' })
    expect(states()).toEqual(['unlocked'])
    expect(wallets.list()).toMatchObject([{ remembered: false }])
    await wallets.unlock(light.address, light.password, true)
    await wallets.lock(light.address)
    await wallets.unlock(light.address, null, false)
    expect(states()).toEqual(['unlocked'])
  })

  it('makes a wallet only with a password that guards it', async () => {
    const { wallets } = await start()
    for (const weak of ['password', 'x7!Kp2q', 'sandbox'])
      await expect(wallets.create(weak, false)).rejects.toMatchObject({ code: 'password-weak' })
    const account = await wallets.create('lantern otter 7 quay', false)
    expect(wallets.list()).toMatchObject([{ address: account, source: 'created', state: 'unlocked' }])
    expect(() => wallets.assertUsable(account, 'public')).not.toThrow()
  })

  it('exports the encrypted keyfile under the name that geth gives', async () => {
    const { wallets } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    const { name, text } = await wallets.export(light.address)
    expect(name).toBe('UTC--2023-11-14T22-13-20.000000000Z--a86a93bf054c2b02aad69acdafa91b4f27db5971')
    expect(JSON.parse(text)).toEqual(JSON.parse(light.text))
  })

  it('removes a wallet with its key', async () => {
    const { wallets, signer } = await start()
    await wallets.import({ text: light.text }, light.password, true)
    await wallets.remove(light.address)
    expect([wallets.list(), signer.isUnlocked(light.address), keychain.secrets.size]).toEqual([[], false, 0])
    await expect(wallets.unlock(light.address, light.password, false)).rejects.toMatchObject({ code: 'wallet-missing' })
    await wallets.import({ text: light.text }, light.password, false)
    await expect(wallets.import({ text: light.text }, light.password, false)).rejects.toMatchObject({ code: 'wallet-exists' })
  })
})

describe('wallets that anybody can empty', () => {
  it('are for the sandbox alone: published keys, trivial passwords, the throwaway', async () => {
    const { wallets } = await start()
    const known = addressOf(signedTransactions.key)
    await wallets.import(
      { text: await encryptKeyfile(signedTransactions.key, 'lantern otter 7 quay', THROWAWAY_SCRYPT) },
      'lantern otter 7 quay',
      false,
    )
    const key = new Uint8Array(32).fill(9)
    const trivial = await wallets.import({ text: await encryptKeyfile(key, 'password', THROWAWAY_SCRYPT) }, 'password', false)
    const throwaway = await wallets.throwaway()
    const refusal = (account: Address, kind: 'public' | 'private' | 'sandbox'): unknown => {
      try {
        wallets.assertUsable(account, kind)
        return null
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    for (const kind of ['public', 'private'] as const) {
      expect([known, trivial, throwaway].map((account) => refusal(account, kind))).toEqual([
        'test-wallet-refused',
        'password-weak',
        'password-weak',
      ])
    }
    expect([known, trivial, throwaway].map((account) => refusal(account, 'sandbox'))).toEqual([null, null, null])
    expect(refusal(light.address, 'sandbox')).toBe('wallet-missing')
  })

  it('the throwaway is made once and opens by itself', async () => {
    const first = await start()
    const account = await first.wallets.throwaway()
    expect(await first.wallets.throwaway()).toBe(account)
    await first.wallets.stop()
    const second = await start()
    expect(await second.wallets.throwaway()).toBe(account)
    expect(second.states()).toEqual(['unlocked'])
    expect(keychain.secrets.size).toBe(0)
  })

  it('a locked throwaway opens again without a password, and no other wallet does', async () => {
    const { wallets, signer, states } = await start()
    const account = await wallets.throwaway()
    await wallets.import({ text: light.text }, light.password, true)
    // Sealed with the very password of the throwaway, and yet somebody's own.
    const trivial = await wallets.import(
      { text: await encryptKeyfile(new Uint8Array(32).fill(9), 'sandbox', THROWAWAY_SCRYPT) },
      'sandbox',
      false,
    )
    for (const each of [account, light.address, trivial]) await wallets.lock(each)
    await wallets.openThrowaway(account)
    expect(signer.isUnlocked(account)).toBe(true)
    for (const each of [light.address, trivial])
      await expect(wallets.openThrowaway(each)).rejects.toMatchObject({ code: 'password-needed' })
    await expect(wallets.openThrowaway(other.address)).rejects.toMatchObject({ code: 'wallet-missing' })
    expect(states()).toEqual(['unlocked', 'locked', 'locked'])
    // Once more changes nothing: it is open.
    const { unlockedAt } = wallets.list()[0] ?? {}
    await wallets.openThrowaway(account)
    expect(wallets.list()[0]).toMatchObject({ state: 'unlocked', unlockedAt })
  })
})

describe('auto-lock', () => {
  it('locks after the minutes without the operator', async () => {
    const { wallets, clock, states, signer } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    wallets.setAutoLock(10)
    expect(wallets.list()[0]?.autoLockAt).toBe(clock.now() + 10 * MINUTE)
    await clock.advance(9 * MINUTE)
    wallets.touch()
    await clock.advance(9 * MINUTE)
    expect(states()).toEqual(['unlocked'])
    await clock.advance(MINUTE + 5000)
    expect(states()).toEqual(['locked'])
    expect(signer.isUnlocked(light.address)).toBe(false)
  })

  it('waits while a reveal is outstanding', async () => {
    const { wallets, clock, states, busy } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    wallets.setAutoLock(1)
    busy.add(light.address)
    await clock.advance(10 * MINUTE)
    expect(states()).toEqual(['unlocked'])
    busy.delete(light.address)
    await clock.advance(5000)
    expect(states()).toEqual(['locked'])
  })

  it('does not lock when a verdict was hidden while it waited for its turn', async () => {
    const { wallets, clock, states, busy } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    wallets.setAutoLock(1)
    const importing = wallets.import({ text: other.text }, other.password, false).then(() => busy.add(light.address))
    await clock.advance(MINUTE + 5000)
    await importing
    // Whatever was due had its turn before this.
    await wallets.forgetPassword(light.address)
    expect(states()[0]).toBe('unlocked')
  })

  it('never locks when it is off, nor a throwaway', async () => {
    const { wallets, clock, states } = await start()
    await wallets.import({ text: light.text }, light.password, false)
    await clock.advance(10_000 * MINUTE)
    expect(states()).toEqual(['unlocked'])
    await wallets.throwaway()
    wallets.setAutoLock(1)
    await clock.advance(2 * MINUTE)
    expect(states()).toEqual(['locked', 'unlocked'])
  })
})

describe('the death of the signer', () => {
  it('locks everything; what is remembered opens by itself again, the rest waits for the operator', async () => {
    const { wallets, clock, states, die } = await start()
    await wallets.import({ text: light.text }, light.password, true)
    await wallets.import({ text: other.text }, other.password, false)
    die()
    expect(states()).toEqual(['locked', 'locked'])
    await clock.advance(250)
    await until(wallets, ([first]) => first === 'unlocked')
    expect(states()).toEqual(['unlocked', 'locked'])
  })

  it('is not told as open when the signer ends while a new wallet is being kept', async () => {
    const { wallets, signer, states, die } = await start()
    const importing = wallets.import({ text: light.text }, light.password, false)
    while (!signer.isUnlocked(light.address)) await new Promise((resolve) => setImmediate(resolve))
    die()
    await importing
    expect([signer.isUnlocked(light.address), states()]).toEqual([false, ['locked']])
  })

  it('does not lose a remembered wallet when it dies again while it opens', async () => {
    const { wallets, clock, states, die } = await start()
    await wallets.import({ text: light.text }, light.password, true)
    die()
    await clock.advance(250)
    await until(wallets, ([first]) => first === 'unlocking')
    die()
    await until(wallets, ([first]) => first === 'locked')
    await clock.advance(500)
    await until(wallets, ([first]) => first === 'unlocked')
    expect(states()).toEqual(['unlocked'])
  })
})

describe('keyfiles of geth', () => {
  it('are found where geth keeps them and imported by their ref, others and links passed over', async () => {
    await writeFile(join(keystore, 'UTC--a'), light.text)
    await writeFile(join(keystore, 'UTC--b'), other.text)
    await writeFile(join(keystore, 'notes.txt'), 'hello')
    await writeFile(join(folder, 'outside'), other.text)
    await symlink(join(folder, 'outside'), join(keystore, 'link'))
    const { wallets } = await start()
    const found = await wallets.findKeyfiles()
    expect(found.map(({ name, summary }) => [name, summary.address])).toEqual([
      ['UTC--b', other.address],
      ['UTC--a', light.address],
    ])
    expect(await wallets.import({ ref: found[1]?.ref ?? '' }, light.password, false)).toBe(light.address)
    await expect(wallets.import({ ref: join(folder, 'outside') }, other.password, false)).rejects.toMatchObject({ code: 'not-a-keyfile' })
  })
})

describe('secrets', () => {
  it('are in no file and no log line, whatever is done', async () => {
    const { wallets, clock, die } = await start()
    keychain.refuse = 'always'
    await wallets.import({ text: light.text }, light.password, false)
    await wallets.import({ text: other.text }, 'hunter2hunter2', false).catch(() => undefined)
    const created = await wallets.create('lantern otter 7 quay', false)
    await wallets.throwaway()
    await wallets.lock(created)
    die()
    await clock.advance(250)
    await until(wallets, (states) => states.at(-1) === 'unlocked')
    const entries = await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    )
    expect(texts).toHaveLength(4)
    for (const secret of [light.privateKey.slice(2), light.password, 'hunter2', 'lantern otter', other.privateKey.slice(2)]) {
      for (const text of [...texts, ...lines]) expect(text).not.toContain(secret)
    }
    expect(lines.join('')).toContain('the signer ended')
  })
})
