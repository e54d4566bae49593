import { Wallet as EthersWallet, hexlify, randomBytes, Transaction } from 'ethers'
import { expect, it } from 'vitest'
import { HomeAccounts } from '../../electron/balance/home-account.ts'
import { Treasury } from '../../electron/balance/treasury.ts'
import { withoutKey } from '../../electron/balance/without-key.ts'
import { ContractWatch } from '../../electron/community/contract-watch.ts'
import { TestJournal } from '../../electron/journal/fixture.ts'
import { endpoints, readAddress } from '../../electron/polyswarmd/address.ts'
import { PolyswarmdConnection } from '../../electron/polyswarmd/connection.ts'
import { systemClock } from '../../electron/runtime/clock.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import { Allowance } from '../../electron/transactions/allowance.ts'
import { NonceOwner } from '../../electron/transactions/nonce-owner.ts'
import { SendQueue } from '../../electron/transactions/send-queue.ts'
import type { UnsignedTransaction } from '../../electron/wallet/signer-port.ts'
import type { Pins } from '../../shared/domain/community.ts'
import { chainBalances, until } from './console-here.ts'
import { endings } from './endings.ts'

/* A Community that wants an API key, and an operator who has none any more: the funds can be taken home all the same. */

const NCT = 10n ** 18n
const FEE = 382n * NCT
const key = new EthersWallet(hexlify(randomBytes(32)))
const ends = endings()

function pinsOf({ contracts, chains }: SandboxHandle): Pins {
  return {
    homeChainId: chains.home.chainId,
    sideChainId: chains.side.chainId,
    homeNectar: contracts.home.nectar,
    homeRelay: contracts.home.relay,
    sideNectar: contracts.side.nectar,
    sideRelay: contracts.side.relay,
    registry: contracts.side.registry,
    pinnedAt: 0,
  }
}

async function sign(unsigned: readonly UnsignedTransaction[]) {
  return Promise.all(
    unsigned.map(async ({ gas, ...transaction }) => {
      const raw = (await key.signTransaction({ ...transaction, type: 0, gasLimit: gas })) as `0x${string}`
      return { raw, hash: (Transaction.from(raw).hash ?? '') as `0x${string}`, from: key.address }
    }),
  )
}

it('takes funds home without an API key, by the fee that was known last', async () => {
  const sandbox = await startSandbox({
    blockTimeMs: 200,
    confirmations: 4,
    apiKey: 'the-key',
    actors: { ambassador: false, rivals: 0 },
    fund: [key.address],
  })
  ends.push(() => sandbox.close())
  const files = new TestJournal()
  ends.push(() => files.end())
  const journal = files.open()
  const pins = pinsOf(sandbox)
  const connection = new PolyswarmdConnection({
    endpoints: endpoints(readAddress(sandbox.address).address, true),
    account: key.address,
    apiKey: null,
    clock: systemClock,
    random: Math.random,
  })
  connection.start()
  ends.push(() => connection.stop())
  await expect(connection.client.balance('side', 'nct', key.address)).rejects.toMatchObject({ code: 'unauthorized' })
  // What an earlier run, that had a key, left in the journal: the relay's fee and the balance.
  const { side: before, home } = await chainBalances(sandbox, key.address)
  const opening = {
    at: 1,
    community: 'lima',
    chain: 'side',
    account: key.address,
    currency: 'NCT',
    kind: 'opening',
    amount: before,
  } as const
  await journal.write([
    { is: 'put-fact', community: 'lima', name: 'relay-fee-home', value: FEE.toString() },
    { is: 'put-ledger', entry: { ...opening, guid: null, hash: null, subject: null, ref: null } },
  ])
  const queueFor = (chain: 'home' | 'side'): SendQueue =>
    new SendQueue({
      community: 'lima',
      account: key.address,
      chain,
      pins,
      client: withoutKey(connection.client),
      signer: { sign: (_, unsigned) => sign(unsigned) },
      journal,
      nonces: new NonceOwner(chain),
      clock: systemClock,
      allowance: chain === 'side' ? new Allowance('lima', key.address, pins.registry, { limit: NCT }) : null,
      gas: () => ({ limit: 1_000_000n, price: 0n }),
      ceilings: () => ({ price: 0n, limit: 50_000_000n }),
    })
  const queues = { home: queueFor('home'), side: queueFor('side') }
  const onTrouble = (): void => undefined
  const treasury = new Treasury({
    community: 'lima',
    account: key.address,
    pins,
    client: connection.client,
    homeQueue: queues.home,
    sideQueue: queues.side,
    home: new HomeAccounts({ journal, onTrouble }).of(key.address, pins),
    journal,
    blocks: (chain) => connection.clock(chain),
    clock: systemClock,
    rule: null,
    ceilings: () => ({ price: 0n, limit: 0n }),
    sideLeaving: () => 0n,
    readBalances: () => undefined,
    watchHome: () => undefined,
    onTrouble,
  })
  const watch = new ContractWatch({
    community: 'lima',
    pins,
    client: connection.client,
    clock: systemClock,
    gate: { shut: onTrouble, open: onTrouble },
    onKnown: (known) => treasury.setContracts(known),
    onGas: async () => undefined,
    changed: onTrouble,
    say: onTrouble,
    onTrouble,
  })
  await treasury.load()
  await Promise.all([queues.home.start(), queues.side.start()])
  ends.push(() => Promise.all([queues.home.stop(), queues.side.stop(), treasury.close()]))
  treasury.start()
  treasury.setUnlocked(true)
  // The whole comparison is refused without a key; the withdrawal's alone is answered.
  await watch.compareWithoutKey()
  const plan = await treasury.plan({ direction: 'withdrawal', text: '', denomination: 'nct', all: true })
  expect(plan).toMatchObject({ amount: before, fee: FEE })
  const { id } = await treasury.startTransfer(plan, 'operator')
  expect(treasury.view.transfers).toMatchObject([{ id, direction: 'withdrawal' }])
  await until('the withdrawal to leave', async () => (await chainBalances(sandbox, key.address)).side === 0n)
  await until('the funds to be home', async () => (await chainBalances(sandbox, key.address)).home > home)
})
