import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BountyRow } from '../../shared/domain/bounty.ts'
import { sampleRow } from '../../shared/state/samples.ts'
import type { Channel } from '../runtime/channel.ts'
import { systemClock } from '../runtime/clock.ts'
import { howEnded } from '../runtime/node-channel.ts'
import { WorkerJournal } from './journal.ts'
import type { StoredTransaction } from './port.ts'
import type { JournalKeys } from './wire.ts'

/* For tests: the real worker as a real process, and values to put into it. */

const entry = join(import.meta.dirname, 'worker-main.ts')
export const ACCOUNT = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'

/** A worker process that can be killed like a machine kills it. */
export interface WorkerProcess extends Channel {
  readonly pid: number
}

export function forkWorker(path: string): WorkerProcess {
  const child = fork(entry, [path], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    pid: child.pid ?? -1,
    post: (message) => {
      if (!child.connected) throw new Error('the channel is closed')
      child.send(message as object, () => undefined)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code, signal) => listener(howEnded(code, signal))),
    kill: () => child.kill('SIGKILL'),
  }
}

/** A journal in a folder of its own. */
export class TestJournal {
  readonly folder = mkdtempSync(join(tmpdir(), 'journal-'))
  readonly path = join(this.folder, 'journal.sqlite')
  readonly workers: WorkerProcess[] = []
  key: Uint8Array | null = new Uint8Array(32).fill(7)
  #open: WorkerJournal[] = []

  open(keys: JournalKeys = { journalKey: () => this.key }): WorkerJournal {
    const spawn = (): Channel => {
      const worker = forkWorker(this.path)
      this.workers.push(worker)
      return worker
    }
    const journal = new WorkerJournal({ spawn, clock: systemClock, keys })
    this.#open.push(journal)
    return journal
  }

  /** Kills the newest worker as a power cut would. */
  killWorker(): void {
    this.workers.at(-1)?.kill()
  }

  async end(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((journal) => journal.close()))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const guidOf = (i: number): string => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`
export const hashOf = (i: number): `0x${string}` => `0x${i.toString(16).padStart(64, '0')}`

export const rowOf = (i: number, over: Partial<BountyRow> = {}): BountyRow =>
  sampleRow(guidOf(i), {
    uri: `Qm${i}`,
    postedBlock: 100,
    expiration: 150 + i,
    firstSeenAt: 1_700_000_000_000 + i,
    artifacts: [
      {
        name: `invoice-${i}.xlsm`,
        size: 218_000,
        mimetype: 'application/zip',
        sha256: i.toString(16).padStart(64, 'a'),
        verdict: { is: 'malicious', confidence: 970_000, family: 'SecretFamilyName' },
        bid: 812_500_000_000_000_000n,
        truth: null,
      },
    ],
    state: 'committed',
    bid: 812_500_000_000_000_000n,
    assertionFee: 31_250_000_000_000_000n,
    assertBlock: 103,
    ...over,
  })

export const transactionOf = (i: number, over: Partial<StoredTransaction> = {}): StoredTransaction => ({
  key: `settle:lima:${guidOf(i)}`,
  community: 'lima',
  account: ACCOUNT,
  chain: 'side',
  chainId: 1338,
  nonce: i,
  hash: hashOf(i),
  raw: `0xf8${i.toString(16).padStart(20, '0')}`,
  intent: JSON.stringify({ is: 'settle', guid: guidOf(i) }),
  guid: guidOf(i),
  state: 'signed',
  urgency: 2,
  attempts: 0,
  minedBlock: null,
  error: null,
  signedAt: 1_700_000_000_000,
  secret: false,
  ...over,
})
