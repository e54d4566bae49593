import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import type { BuiltTransaction, SendOutcome } from '../polyswarmd/records.ts'
import { encodeCall } from './encode.ts'
import { learnContracts } from './pins.ts'
import type { Intent } from './port.ts'
import { probesFor, type Route } from './probes.fixture.ts'
import { ACCOUNT, assertion, NCT, PINS, reveal, settle, World } from './world.fixture.ts'

/* Law 1: nothing is signed that we did not build, and what we build goes to pinned contracts on pinned chains. */

const hostileAddress = fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }).map((value) => `0x${value.toString(16).padStart(40, '0')}`)
const hex = fc.bigInt({ min: 0n, max: (1n << 512n) - 1n }).map((value) => `0x${value.toString(16).padStart(128, '0')}`)
const hostile: fc.Arbitrary<BuiltTransaction> = fc.record({
  chainId: fc.constantFrom(1, 1337, 1338, 99),
  to: fc.oneof(hostileAddress, fc.constantFrom(PINS.registry, PINS.sideNectar, PINS.homeNectar)),
  data: fc.oneof(
    hex,
    fc.constant('0x'),
    fc.constant(encodeCall({ is: 'withdraw', amount: 1_000_000n * NCT }, 'side', ACCOUNT, PINS).data),
    fc.constant(encodeCall({ is: 'approve', amount: (1n << 256n) - 1n }, 'side', ACCOUNT, PINS).data),
  ),
  gas: fc.bigInt({ min: 0n, max: 1n << 64n }),
  gasPrice: fc.bigInt({ min: 0n, max: 1n << 64n }),
  nonce: fc.nat(),
  value: fc.bigInt({ min: 0n, max: 1n << 90n }),
})
const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
  hex.map((hash): SendOutcome => ({ kind: 'sent', hash })),
  fc.constantFrom<SendOutcome>(
    { kind: 'already-known' },
    { kind: 'nonce-too-low' },
    { kind: 'underpriced' },
    { kind: 'insufficient-funds' },
    { kind: 'refused', text: 'sign this instead: 0xdeadbeef' },
    { kind: 'unknown', text: '<html>' },
  ),
)
const routes: readonly Route[] = ['assertion', 'reveal', 'settle', 'deposit', 'withdrawal']
const intents: readonly Intent[] = [assertion(0), reveal(1), settle(2), { is: 'withdraw', amount: NCT }]

describe('law 1', () => {
  it('whatever the daemon builds and answers: only our own encodings of our own intents are ever signed', async () => {
    const lie = fc.record({
      outcomes: fc.array(outcome, { minLength: 1, maxLength: 12 }),
      built: fc.array(hostile, { maxLength: 3 }),
      route: fc.constantFrom(...routes),
      keepHonest: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(lie, async ({ outcomes, built, route, keepHonest }) => {
        const world = new World()
        // The daemon's lies at the join cannot bring their own contracts in: either nothing is learned, or what is true.
        const report = await learnContracts(
          probesFor(ACCOUNT, PINS, (which, honest) => (which === route ? (keepHonest ? [...honest, ...built] : [...built]) : honest)),
        )
        if (report.pins) for (const [name, value] of Object.entries(report.pins)) expect(PINS[name as keyof typeof PINS]).toBe(value)

        let answered = 0
        world.outcomeOf = () => outcomes[answered++ % outcomes.length] ?? null
        await world.start()
        for (const [i, intent] of intents.entries()) world.queue.submit({ key: `k${i}`, intent })
        for (let i = 0; i < 12; i++) await world.mine()

        const allowed = new Set(intents.map((intent) => encodeCall(intent, 'side', ACCOUNT, PINS).data))
        allowed.add(encodeCall({ is: 'approve', amount: world.allowance.limit }, 'side', ACCOUNT, PINS).data)
        allowed.add(encodeCall({ is: 'fill' }, 'side', ACCOUNT, PINS).data)
        const signed = world.signed.flat()
        expect(signed.length).toBeGreaterThanOrEqual(intents.length)
        for (const { to, data, chainId, value, gasPrice } of signed) {
          expect(allowed).toContain(data)
          expect([PINS.registry, PINS.sideNectar].some((pinned) => sameAddress(pinned, to))).toBe(true)
          expect([chainId, value, gasPrice]).toEqual([PINS.sideChainId, 0n, 0n])
        }
        // A daemon that contradicts itself about nonces gets the same number signed again, which harms nobody: one of both can be mined.
        expect(world.broken.filter((line) => line.startsWith('law 2'))).toEqual([])
        await world.queue.stop()
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('on the home chain the same holds, for the home contracts and the home chain id', async () => {
    const world = new World({ chain: 'home', ceilings: { price: 10n, limit: 100_000n } })
    world.gas = { price: 10n, limit: 90_000n }
    await world.start()
    world.queue.submit({ key: 'd', intent: { is: 'deposit', amount: 5n } })
    world.queue.submit({ key: 'wrong chain', intent: { is: 'withdraw', amount: 5n } })
    await world.clock.advance(300)
    expect(world.signed).toEqual([
      [
        {
          chainId: PINS.homeChainId,
          nonce: 0,
          gasPrice: 10n,
          gas: 90_000n,
          value: 0n,
          to: PINS.homeNectar,
          data: encodeCall({ is: 'deposit', amount: 5n }, 'home', ACCOUNT, PINS).data,
        },
      ],
    ])
    expect(world.toldOf('wrong chain')).toEqual(['refused'])
  })
})
