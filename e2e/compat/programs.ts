import { join } from 'node:path'
import { isMalicious } from '../../electron/sandbox/actors/samples.ts'
import { nectarAbi, registryAbi, relayAbi } from '../../electron/sandbox/contracts/abi.ts'
import type { BookedBounty } from '../../electron/sandbox/daemon/bounty-book.ts'
import type { SandboxHandle } from '../../electron/sandbox/sandbox.ts'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { runProgram } from './python.ts'
import { sameMoney } from './same-money.ts'
import type { Stage } from './stage.ts'

/** One program under test: throws with the reason when the sandbox and the program do not get along. */
export interface Check {
  readonly name: string
  readonly run: (stage: Stage) => Promise<void>
}

const ANSWERS = 4
const TIMEOUT_MS = 120_000
const NCT = 10n ** 18n
const DEPOSIT = 1_000n
const WITHDRAWAL = 600n

export const checks: readonly Check[] = [
  { name: `microengine answers ${ANSWERS} bounties through settlement`, run: microengine },
  { name: 'ambassador posts bounties and settles them', run: ambassador },
  { name: 'balancemanager shows the balances of both chains', run: viewBalance },
  { name: `balancemanager deposits ${DEPOSIT} NCT`, run: deposit },
  { name: `balancemanager withdraws ${WITHDRAWAL} NCT`, run: withdraw },
  { name: 'balancemanager and our own commands leave the same balances', run: sameMoney },
]

async function program({ sandbox, bin, wallet }: Stage, name: string, args: readonly string[], environment = {}): Promise<string> {
  const all = [...args, '--polyswarmd-addr', sandbox.address, '--insecure-transport']
  const { code, output } = await runProgram(
    join(bin, name),
    all,
    { KEYFILE: wallet.keyfile, PASSWORD: wallet.password, ...environment },
    TIMEOUT_MS,
  )
  if (code === 0) return output
  const tail = output.trim().split('\n').slice(-15).join('\n')
  throw new Error(`${name} ${code === null ? `did not end within ${TIMEOUT_MS / 1_000} s` : `ended with ${code}`}:\n${tail}`)
}

async function microengine(stage: Stage): Promise<void> {
  const { sandbox, wallet } = stage
  const start = await nct(stage, 'side')
  await program(stage, 'microengine', ['--backend', 'eicar', '--testing', ANSWERS.toString(), '--chains', 'side'])
  const mine = bounties(sandbox).flatMap((bounty) => {
    const assertion = bounty.assertions.find((a) => sameAddress(a.posted.author, wallet.account))
    return assertion ? [{ bounty, assertion, settled: bounty.settlements.find((s) => sameAddress(s.settler, wallet.account)) }] : []
  })
  must(mine.length === ANSWERS, `${mine.length} assertions are on the chain, not ${ANSWERS}`)
  must(
    mine.every((m) => m.assertion.revealed !== null && m.settled !== undefined),
    'not every assertion was revealed and settled',
  )
  for (const { bounty, assertion } of mine) {
    const said = JSON.stringify(assertion.revealed?.verdicts)
    must(said === JSON.stringify(truth(sandbox, bounty)), `its verdicts ${said} on ${bounty.posted.guid} are not those of the files`)
  }
  const fee = await sandbox.community.reader.integer(sandbox.chains.side, sandbox.contracts.side.registry, registryAbi, 'assertionFee')
  const flow = mine.reduce((sum, m) => sum + (m.settled?.payout ?? 0n) - fee - m.assertion.posted.bid.reduce((a, b) => a + b, 0n), 0n)
  must((await nct(stage, 'side')) === start + flow, 'its balance is not what stakes and payouts make of it')
}

const truth = ({ community }: SandboxHandle, { posted }: BookedBounty): boolean[] =>
  (community.artifacts.list(posted.uri) ?? []).map((link) =>
    isMalicious(posted.artifactType === 1 ? 'url' : 'file', community.artifacts.file(link.hash) ?? new Uint8Array()),
  )

async function ambassador(stage: Stage): Promise<void> {
  const { sandbox, wallet } = stage
  await program(stage, 'ambassador', ['--backend', 'eicar', '--testing', '2', '--chains', 'side'], { BOUNTY_TEST_DURATION_BLOCKS: '8' })
  const mine = bounties(sandbox).filter((b) => sameAddress(b.posted.author, wallet.account))
  must(mine.length >= 2, `${mine.length} bounties of its own are on the chain, not 2`)
  const settled = mine.filter((b) => b.settlements.some((s) => sameAddress(s.settler, wallet.account)))
  must(settled.length >= 2, `${settled.length} of its bounties are settled, not 2`)
  const right = settled.every((b) => b.quorum !== null && JSON.stringify(b.votes[0]?.votes) === JSON.stringify(truth(sandbox, b)))
  must(right, 'the arbiters did not vote the truth on its bounties')
}

async function viewBalance(stage: Stage): Promise<void> {
  for (const chain of ['home', 'side'] as const) {
    const shown = /Balance is (\S+) \(nct-wei\)/.exec(
      await program(stage, 'balancemanager', ['view-balance', '--denomination', 'nct-wei', chain]),
    )
    const real = await nct(stage, chain)
    must(shown !== null && BigInt(shown[1] ?? '-1') === real, `it shows ${shown?.[1]} on ${chain}, and the account has ${real}`)
  }
}

async function deposit(stage: Stage): Promise<void> {
  const before = { home: await nct(stage, 'home'), side: await nct(stage, 'side') }
  await program(stage, 'balancemanager', ['deposit', DEPOSIT.toString()])
  await changed(stage, 'side', before.side + DEPOSIT * NCT)
  await changed(stage, 'home', before.home - DEPOSIT * NCT)
}

async function withdraw(stage: Stage): Promise<void> {
  const before = { home: await nct(stage, 'home'), side: await nct(stage, 'side') }
  const { sandbox } = stage
  const fee = await sandbox.community.reader.integer(sandbox.chains.home, sandbox.contracts.home.relay, relayAbi, 'fees')
  await program(stage, 'balancemanager', ['withdraw', WITHDRAWAL.toString()])
  await changed(stage, 'home', before.home + WITHDRAWAL * NCT - fee)
  await changed(stage, 'side', before.side - WITHDRAWAL * NCT)
}

/** Blocks that the relay may take, and some. */
const PATIENCE_BLOCKS = 40

async function changed(stage: Stage, chain: 'home' | 'side', expected: bigint): Promise<void> {
  const { chain: evm } = stage.sandbox.community.sides[chain]
  const last = evm.blockNumber() + PATIENCE_BLOCKS
  while ((await nct(stage, chain)) !== expected) {
    must(evm.blockNumber() < last, `the ${chain} balance is ${await nct(stage, chain)}, not ${expected}`)
    await new Promise<void>((resolve) => {
      const stop = evm.onBlock(() => {
        stop()
        resolve()
      })
    })
  }
}

const bounties = ({ community }: SandboxHandle): BookedBounty[] => community.book.guids.flatMap((guid) => community.book.get(guid) ?? [])

function nct({ sandbox, wallet }: Stage, chain: 'home' | 'side'): Promise<bigint> {
  const side = sandbox.community.sides[chain]
  return sandbox.community.reader.integer(side.chain, side.nectar, nectarAbi, 'balanceOf', [wallet.account])
}

function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
