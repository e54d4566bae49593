import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../../shared/domain/identifiers.ts'
import type { Channel, HelperPort } from '../runtime/channel.ts'
import { ManualClock, systemClock } from '../runtime/clock.ts'
import { type MemoryHelper, memoryChannel } from '../runtime/memory-channel.fixture.ts'
import { processChannel } from '../runtime/node-channel.ts'
import { serve } from '../runtime/protocol.ts'
import { keyfileNamed, light, signedTransactions } from './fixtures.fixture.ts'
import { KeyRoom } from './key-room.ts'
import { encryptKeyfile, THROWAWAY_SCRYPT } from './keyfile.ts'
import { addressOf } from './secp256k1.ts'
import type { UnsignedTransaction } from './signer-port.ts'
import { SignerProcess } from './signer-process.ts'
import { signerProtocol } from './signer-protocol.ts'

const ENTRY = fileURLToPath(new URL('./signer-main.ts', import.meta.url))
const other = keyfileNamed('python-leading-zero.json')
const first = signedTransactions.list[0]?.unsigned as UnsignedTransaction

const running: SignerProcess[] = []
afterEach(() => {
  for (const signer of running.splice(0)) signer.stop()
})

/** The real signer process. */
function realSigner() {
  const channels: Channel[] = []
  const signer = new SignerProcess({
    clock: systemClock,
    spawn: () => {
      const channel = processChannel(ENTRY, [], { PATH: process.env.PATH ?? '' })
      channels.push(channel)
      return channel
    },
  })
  running.push(signer)
  signer.start()
  return { signer, kill: () => channels.at(-1)?.kill() }
}

/** A signer behind a channel in memory. */
function signerWith(run: (port: HelperPort) => void) {
  const clock = new ManualClock()
  const signer = new SignerProcess({ clock, spawn: () => memoryChannel(run) })
  signer.start()
  return { clock, signer }
}

const until = (signer: SignerProcess, name: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = signer.watch((state) => {
      if (state.name !== name) return
      stop()
      resolve()
    })
  })

describe('the signer process', () => {
  it('signs what a real chain mined, byte for byte, in one batch', async () => {
    const { signer } = realSigner()
    const keyfile = await encryptKeyfile(signedTransactions.key, 'p', THROWAWAY_SCRYPT)
    const account = await signer.unlock(keyfile, 'p', null)
    const signed = await signer.sign(
      account,
      signedTransactions.list.map((entry) => entry.unsigned),
    )
    expect(signed).toEqual(signedTransactions.list.map((entry) => entry.signed))
  })

  it('holds several accounts, and locks one without the other', async () => {
    const { signer } = realSigner()
    await signer.unlock(light.text, light.password, light.address)
    await signer.unlock(other.text, other.password, other.address)
    await signer.lock(light.address)
    expect([signer.isUnlocked(light.address), signer.isUnlocked(other.address.toLowerCase())]).toEqual([false, true])
    await expect(signer.sign(light.address, [first])).rejects.toMatchObject({ code: 'wallet-locked' })
    expect(await signer.sign(other.address, [first])).toMatchObject([{ from: other.address }])
  })

  it('opens several keyfiles at once, one derivation after the other', async () => {
    const { signer } = realSigner()
    const unlocked = await Promise.all([signer.unlock(light.text, light.password, null), signer.unlock(other.text, other.password, null)])
    expect(unlocked).toEqual([light.address, other.address])
  })

  it('tells its failures apart and keeps the password out of them', async () => {
    const { signer } = realSigner()
    const fail = (text: string): Promise<unknown> => signer.unlock(text, 'hunter2', null).catch((error: unknown) => error)
    const errors = [
      await fail(light.text),
      await fail('{}'),
      await fail(light.text.slice(0, 200)),
      await fail(light.text.replace('scrypt', 'argon2')),
    ]
    expect(errors.map((error) => (error as { code: string }).code)).toEqual([
      'wrong-password',
      'not-a-keyfile',
      'keyfile-damaged',
      'kdf-unsupported',
    ])
    for (const error of errors) expect(`${String(error)}${(error as Error).stack}`).not.toContain('hunter2')
  })

  it('gives the same journal key at every unlock, another for each account, and each caller its own copy', async () => {
    const { signer } = realSigner()
    expect(signer.journalKey(light.address)).toBeNull()
    await signer.unlock(light.text, light.password, null)
    const before = signer.journalKey(light.address)
    expect(before).toHaveLength(32)
    await signer.lock(light.address)
    expect(signer.journalKey(light.address)).toBeNull()
    expect(before).not.toEqual(new Uint8Array(32))
    await signer.unlock(light.text, light.password, null)
    expect(signer.journalKey(light.address)).toEqual(before)
    await signer.unlock(other.text, other.password, null)
    expect(signer.journalKey(other.address)).not.toEqual(before)
  })

  it('makes a new wallet that opens again', async () => {
    const { signer } = realSigner()
    const { address, keyfile } = await signer.generate('lantern otter', 'throwaway')
    expect(signer.isUnlocked(address)).toBe(false)
    expect(await signer.unlock(keyfile, 'lantern otter', address)).toBe(address)
  })

  it('makes standard wallets with the cost of geth', async () => {
    const { signer } = realSigner()
    const { keyfile } = await signer.generate('lantern otter', 'standard')
    expect(JSON.parse(keyfile)).toMatchObject({ version: 3, crypto: { kdf: 'scrypt', kdfparams: { n: 262_144, r: 8, p: 1, dklen: 32 } } })
  })

  it('killed in the middle of a call: the call fails, everything is locked, it comes back', async () => {
    const { signer, kill } = realSigner()
    const lost: (readonly Address[])[] = []
    signer.onLost((accounts) => lost.push(accounts))
    await signer.unlock(light.text, light.password, null)
    const journalKey = signer.journalKey(light.address)
    const slow = keyfileNamed('geth-std.json')
    const call = signer.unlock(slow.text, slow.password, null).catch((error: unknown) => error)
    const back = until(signer, 'restarting').then(() => until(signer, 'running'))
    kill()
    expect(await call).toMatchObject({ code: 'signer-unavailable', retry: true })
    expect(signer.isUnlocked(light.address)).toBe(false)
    expect(lost).toEqual([[light.address.toLowerCase()]])
    await expect(signer.sign(light.address, [first])).rejects.toMatchObject({ code: 'signer-unavailable' })
    expect(signer.journalKey(light.address)).toEqual(journalKey)
    await back
    await expect(signer.sign(light.address, [first])).rejects.toMatchObject({ code: 'wallet-locked' })
    await signer.unlock(light.text, light.password, null)
    expect(await signer.sign(light.address, [first])).toHaveLength(1)
  })

  it('that ends right after its answer leaves nothing unlocked', async () => {
    const room = new KeyRoom()
    const clock = new ManualClock()
    const helpers: MemoryHelper[] = []
    const run = (port: HelperPort): void =>
      void serve(port, signerProtocol, {
        unlock: async (request) => {
          const answer = await room.unlock(request)
          // It is heard of in the turn after the one that brings the answer.
          queueMicrotask(() => setImmediate(() => helpers.at(-1)?.die()))
          return answer
        },
        lock: (request) => room.lock(request),
        sign: (request) => room.sign(request),
        generate: (request) => room.generate(request),
      })
    const spawn = (): MemoryHelper => {
      const helper = memoryChannel(run)
      helpers.push(helper)
      return helper
    }
    const signer = new SignerProcess({ clock, spawn })
    running.push(signer)
    signer.start()
    await expect(signer.unlock(light.text, light.password, null)).rejects.toMatchObject({ code: 'signer-unavailable' })
    await clock.advance(300)
    expect([signer.state.name, signer.isUnlocked(light.address), signer.journalKey(light.address)]).toEqual(['running', false, null])
  })

  it('refuses transactions with fields out of range before they reach a key', async () => {
    const { signer } = realSigner()
    await signer.unlock(light.text, light.password, null)
    const broken: readonly Partial<UnsignedTransaction>[] = [
      { chainId: 0 },
      { nonce: -1 },
      { gas: 0n },
      { value: -1n },
      { gasPrice: 2n ** 256n },
      { to: '0x12' },
      { data: '0xabc' },
    ]
    for (const change of broken) {
      await expect(signer.sign(light.address, [{ ...first, ...change }])).rejects.toMatchObject({ code: 'invalid-request' })
    }
  })
})

describe('a signer that lies', () => {
  const honest = new KeyRoom()
  const lyingAbout = (change: (unlocked: Awaited<ReturnType<KeyRoom['unlock']>>) => object) => (port: HelperPort) =>
    void serve(port, signerProtocol, {
      unlock: async (request) => ({ ...(await honest.unlock(request)), ...change(await honest.unlock(request)) }),
      lock: (request) => honest.lock(request),
      sign: (request) => honest.sign(request),
      generate: (request) => honest.generate(request),
    })

  it.each<[string, (unlocked: Awaited<ReturnType<KeyRoom['unlock']>>) => object]>([
    ['claims another address', () => ({ address: other.address })],
    ['has no proof', () => ({ proof: new Uint8Array(65) })],
    ['changes its proof', ({ proof }) => ({ proof: proof.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) })],
  ])('and %s is not used', async (_name, change) => {
    const { signer } = signerWith(lyingAbout(change))
    await expect(signer.unlock(light.text, light.password, null)).rejects.toMatchObject({ code: 'address-mismatch' })
    expect([signer.isUnlocked(light.address), signer.isUnlocked(other.address)]).toEqual([false, false])
    expect(signer.journalKey(other.address)).toBeNull()
  })

  it('and repeats an old proof is not used', async () => {
    let old: Uint8Array | null = null
    const { signer } = signerWith(
      lyingAbout(({ proof }) => {
        old ??= proof
        return { proof: old }
      }),
    )
    await signer.unlock(light.text, light.password, null)
    await expect(signer.unlock(light.text, light.password, null)).rejects.toMatchObject({ code: 'address-mismatch' })
  })

  it('and signs for another account is not believed', async () => {
    const { signer } = signerWith(
      (port) =>
        void serve(port, signerProtocol, {
          unlock: (request) => honest.unlock(request),
          lock: (request) => honest.lock(request),
          sign: (request) => honest.sign(request).map((one) => ({ ...one, from: addressOf(signedTransactions.key) })),
          generate: (request) => honest.generate(request),
        }),
    )
    await signer.unlock(light.text, light.password, null)
    await expect(signer.sign(light.address, [first])).rejects.toMatchObject({ code: 'bad-answer' })
  })

  it('or a keyfile for another wallet than expected is refused, and a wallet in use stays open', async () => {
    const { signer } = realSigner()
    await signer.unlock(light.text, light.password, light.address)
    await expect(signer.unlock(light.text, light.password, other.address)).rejects.toMatchObject({ code: 'address-mismatch' })
    expect(await signer.sign(light.address, [first])).toHaveLength(1)
  })
})

describe('a signer that hangs', () => {
  it('is ended and started again; the call says that it is not there', async () => {
    const { clock, signer } = signerWith(() => undefined)
    const call = signer.generate('p', 'throwaway').catch((error: unknown) => error)
    await clock.advance(120_000)
    expect(await call).toMatchObject({ code: 'signer-unavailable' })
    expect(signer.state).toMatchObject({ name: 'restarting' })
    await clock.advance(250)
    expect(signer.state).toMatchObject({ name: 'running', starts: 2 })
  })
})

describe('the key room', () => {
  it('never answers with a key, and has none after its end', async () => {
    const room = new KeyRoom()
    const challenge = new Uint8Array(32)
    const answers = [
      await room.unlock({ keyfile: light.text, password: light.password, challenge }),
      room.sign({ address: light.address, transactions: [first] }),
    ]
    const key = Buffer.from(light.privateKey.slice(2), 'hex')
    for (const answer of answers) {
      expect(JSON.stringify(answer)).not.toContain(key.toString('hex'))
      for (const value of Object.values(answer)) if (value instanceof Uint8Array) expect(Buffer.from(value).includes(key)).toBe(false)
    }
    room.close()
    expect(() => room.sign({ address: light.address, transactions: [first] })).toThrow('wallet-locked')
  })
})
