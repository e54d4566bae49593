import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock, systemClock } from '../runtime/clock.ts'
import { eicarBytes } from './builtin/eicar.ts'
import { ARTIFACT_LIMIT, type ScanJob } from './contract.ts'
import { type ForkedChannel, forkScanner } from './forked.ts'
import { ScannerProcess, type ScannersState } from './scanners.ts'

const real = fileURLToPath(new URL('scanner-main.ts', import.meta.url))
const odd = fileURLToPath(new URL('test-scanner-main.ts', import.meta.url))
const guid = '08fb08c1-4ef4-4a34-b897-1bb1db4c2811'
const job = (content: Uint8Array | string, over: Partial<ScanJob> = {}): ScanJob => ({
  scanner: 'eicar',
  guid,
  index: 0,
  artifactType: 'file',
  content: typeof content === 'string' ? Buffer.from(content) : content,
  claims: null,
  budgetMs: 30_000,
  ...over,
})

const running: ScannerProcess[] = []
afterEach(() => {
  for (const scanners of running.splice(0)) scanners.stop()
})

function start(entry: string, { args = [], ...over }: { args?: string[]; clock?: ManualClock; atOnce?: number } = {}) {
  const channels: ForkedChannel[] = []
  const scanners = new ScannerProcess({
    clock: systemClock,
    ...over,
    spawn: () => {
      const channel = forkScanner(entry, args)
      channels.push(channel)
      return channel
    },
  })
  running.push(scanners)
  scanners.start()
  return { scanners, channels }
}

const until = (scanners: ScannerProcess, is: ScannersState['is']): Promise<void> =>
  new Promise((resolve) => {
    if (scanners.state.is === is) return resolve()
    const stop = scanners.watch((state) => {
      if (state.is !== is) return
      stop()
      resolve()
    })
  })

describe('the scanner process', () => {
  it('proves itself before it counts as ready, then finds the test string anywhere and measures what it saw', async () => {
    const { scanners } = start(real)
    expect(scanners.state.is).toBe('starting')
    await until(scanners, 'ready')
    const infected = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(70_000, 32), eicarBytes(), Buffer.from('tail')])
    expect(await scanners.scan(job(infected))).toMatchObject({
      is: 'scanned',
      opinion: { is: 'malicious', confidence: 1_000_000, family: 'Eicar Test File' },
      measured: { size: infected.length, mimetype: 'application/pdf', sha256: createHash('sha256').update(infected).digest('hex') },
    })
    expect(await scanners.scan(job('nothing bad'))).toMatchObject({ opinion: { is: 'benign' }, measured: { mimetype: 'text/plain' } })
    const url = Buffer.concat([Buffer.from('http://example.test/?q='), eicarBytes()])
    expect(await scanners.scan(job(url, { artifactType: 'url' }))).toMatchObject({ opinion: { is: 'malicious' } })
    expect(await scanners.scan(job(infected, { scanner: 'scratch' }))).toMatchObject({ opinion: { is: 'none' } })
  })

  it('is not ready while its self test fails: nothing is judged, and it is started again', async () => {
    const clock = new ManualClock()
    const { scanners, channels } = start(odd, { clock, args: ['blind'] })
    await until(scanners, 'down')
    expect(scanners.state).toMatchObject({ detail: expect.stringContaining('the self test of eicar failed') })
    const unjudged = scanners.scan(job('fine', { budgetMs: 5_000 }))
    await clock.advance(5_000)
    expect(await unjudged).toEqual({ is: 'timed-out' })
    await clock.advance(5_000)
    expect(channels).toHaveLength(2)
  })

  it('takes the largest artifact there may be and refuses a larger one before it travels', async () => {
    const { scanners } = start(real)
    const largest = Buffer.alloc(ARTIFACT_LIMIT)
    eicarBytes().copy(largest, ARTIFACT_LIMIT - eicarBytes().length)
    expect(await scanners.scan(job(largest))).toMatchObject({ is: 'scanned', opinion: { is: 'malicious' } })
    expect(await scanners.scan(job(Buffer.alloc(ARTIFACT_LIMIT + 1)))).toEqual({ is: 'too-large' })
  })

  it('keeps artifacts in memory: nothing is written, and it was started with no secret at hand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scanner-'))
    let pid = 0
    const scanners = new ScannerProcess({
      clock: systemClock,
      spawn: () => {
        const channel = forkScanner(real, [], folder)
        pid = channel.pid
        return channel
      },
    })
    running.push(scanners)
    scanners.start()
    expect(await scanners.scan(job(Buffer.concat([Buffer.alloc(1_000_000, 90), eicarBytes()])))).toMatchObject({ is: 'scanned' })
    expect(readdirSync(folder)).toEqual([])
    if (process.platform === 'linux') {
      const open = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
        } catch {
          return []
        }
      })
      // Sockets, pipes and devices alone: no file of any kind is open.
      expect(open.filter((target) => target.startsWith('/') && !target.startsWith('/dev/'))).toEqual([])
    }
    rmSync(folder, { recursive: true })
  })

  it('holds jobs until it is ready, never has more inside than it may, and answers each one', async () => {
    const { scanners } = start(real, { atOnce: 3 })
    const jobs = Array.from({ length: 20 }, (_, index) => scanners.scan(job(index % 2 ? eicarBytes() : `clean ${index}`, { index })))
    expect(scanners.load).toEqual({ waiting: 20, scanning: 0 })
    await until(scanners, 'ready')
    expect(scanners.load).toEqual({ waiting: 17, scanning: 3 })
    const answers = await Promise.all(jobs)
    expect(answers.map((answer) => answer.is === 'scanned' && answer.opinion.is)).toEqual(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? 'malicious' : 'benign')),
    )
  })

  it('fails the jobs inside when it is killed mid-scan, starts again, and does the ones that waited', async () => {
    const { scanners, channels } = start(odd, { atOnce: 2 })
    await until(scanners, 'ready')
    const inside = [scanners.scan(job('never')), scanners.scan(job('never', { index: 1 }))]
    const waiting = scanners.scan(job('waits', { index: 2 }))
    expect(scanners.load).toEqual({ waiting: 1, scanning: 2 })
    const states: string[] = []
    scanners.watch(({ is }) => states.push(is))
    process.kill(channels[0]!.pid, 'SIGKILL')
    expect((await Promise.all(inside)).map(({ is }) => is)).toEqual(['failed', 'failed'])
    expect(await waiting).toMatchObject({ is: 'scanned', opinion: { is: 'benign' } })
    expect(states).toEqual(['down', 'starting', 'ready'])
    expect(channels).toHaveLength(2)
  })

  it('survives an artifact that crashes the scanner', async () => {
    const { scanners } = start(odd)
    expect((await scanners.scan(job('crash'))).is).toBe('failed')
    expect((await scanners.scan(job('fine'))).is).toBe('scanned')
  })

  it.each(['throw', 'too-sure', 'escape', 'nothing'])('refuses a scanner that answers wrongly (%s), and goes on', async (order) => {
    const { scanners } = start(odd)
    expect((await scanners.scan(job(order))).is).toBe('failed')
    expect((await scanners.scan(job('fine'))).is).toBe('scanned')
  })

  it('gives up a scan at the end of its budget, and restarts a process that does not even answer a ping', async () => {
    const clock = new ManualClock()
    const { scanners, channels } = start(odd, { clock })
    await until(scanners, 'ready')
    const hung = scanners.scan(job('hang', { budgetMs: 3_000 }))
    await clock.advance(2_999)
    await clock.advance(1)
    expect(await hung).toEqual({ is: 'timed-out' })
    const down = until(scanners, 'down')
    await clock.advance(10_000)
    await down
    await clock.advance(250)
    await until(scanners, 'ready')
    expect(channels).toHaveLength(2)
    expect((await scanners.scan(job('fine'))).is).toBe('scanned')
  })

  it('drops a job whose bounty is over, and fails everything when it is stopped', async () => {
    const { scanners } = start(odd, { atOnce: 1 })
    await until(scanners, 'ready')
    const abort = new AbortController()
    const inside = scanners.scan(job('never'))
    const cancelled = scanners.scan(job('waits'), abort.signal)
    const stopped = scanners.scan(job('waits'))
    abort.abort()
    expect(await cancelled).toEqual({ is: 'cancelled' })
    scanners.stop()
    expect((await inside).is).toBe('failed')
    expect((await stopped).is).toBe('failed')
    expect((await scanners.scan(job('x'))).is).toBe('failed')
    expect(scanners.state).toEqual({ is: 'off' })
  })
})
