import { communityState, must } from '../../support/community.ts'
import type { RunningConsole } from '../../support/running-console.ts'
import { expect, test } from '../../support/test.ts'

/** Process ids of the console's helpers, by Electron's own list. */
async function helper(running: RunningConsole, name: string): Promise<number | null> {
  const found = await running.app?.evaluate(
    ({ app }, wanted) => app.getAppMetrics().find((metric) => metric.name === wanted || metric.serviceName === wanted)?.pid ?? null,
    `polyswarm-${name}`,
  )
  return found ?? null
}

interface Deaf {
  /** The longest that nothing was heard, ms. */
  readonly longest: number
  /** The longest that the process itself worked meanwhile, ms: the rest of a long silence is other programs on the same processors. */
  readonly busy: number
}

/** Watches how long the main process was deaf until it is asked. */
async function watchMainLoop(running: RunningConsole): Promise<() => Promise<Deaf>> {
  await running.app?.evaluate(() => {
    const world = globalThis as unknown as { deaf: { longest: number; busy: number } }
    world.deaf = { longest: 0, busy: 0 }
    let [last, worked] = [performance.now(), process.cpuUsage()]
    setInterval(() => {
      const now = performance.now()
      const { user, system } = process.cpuUsage(worked)
      const silent = now - last - 5
      world.deaf.longest = Math.max(world.deaf.longest, silent)
      world.deaf.busy = Math.max(world.deaf.busy, Math.min(silent, (user + system) / 1000))
      last = now
      worked = process.cpuUsage()
    }, 5)
  })
  return async () =>
    (await running.app?.evaluate(() => (globalThis as unknown as { deaf: Deaf }).deaf)) ?? { longest: Number.NaN, busy: Number.NaN }
}

const told = ({ longest, busy }: Deaf): string => `${longest.toFixed(0)} ms (${busy.toFixed(0)} ms of them at work)`

/** Whether the page paints and answers within a moment. */
async function isAlive(running: RunningConsole): Promise<boolean> {
  const frames = await running.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0
        const next = (): void => {
          count += 1
          if (count < 5) requestAnimationFrame(next)
          else resolve(count)
        }
        requestAnimationFrame(next)
        setTimeout(() => resolve(count), 2000)
      }),
  )
  return frames === 5
}

test('a killed scanner is told of, the window stays alive, and scanning goes on', async ({ running }) => {
  const { id } = await must(running.page, 'sandbox.try', {})
  const scanner = async () => (await communityState(running.page, id)).scanner.is
  await expect.poll(scanner).toBe('ready')
  const pid = await helper(running, 'scanner')
  expect(pid).not.toBeNull()
  process.kill(pid ?? 0, 'SIGKILL')
  expect(await isAlive(running)).toBe(true)
  await expect
    .poll(async () => {
      const now = await helper(running, 'scanner')
      return now !== null && now !== pid
    })
    .toBe(true)
  await expect.poll(scanner).toBe('ready')
  const before = (await communityState(running.page, id)).total.asserted
  await expect.poll(async () => (await communityState(running.page, id)).total.asserted, { timeout: 30_000 }).toBeGreaterThan(before)
})

test('a killed signer locks the wallets that it held, the window stays alive, and the throwaway wallet opens again', async ({
  running,
}) => {
  const { id } = await must(running.page, 'sandbox.try', {})
  const wallet = async () => (await must(running.page, 'app.snapshot', {})).state.wallets[0]?.state
  await expect.poll(wallet).toBe('unlocked')
  const pid = await helper(running, 'signer')
  expect(pid).not.toBeNull()
  process.kill(pid ?? 0, 'SIGKILL')
  expect(await isAlive(running)).toBe(true)
  await expect.poll(wallet).toBe('unlocked')
  expect(await helper(running, 'signer')).not.toBe(pid)
  const before = (await communityState(running.page, id)).total.asserted
  await expect.poll(async () => (await communityState(running.page, id)).total.asserted, { timeout: 30_000 }).toBeGreaterThan(before)
})

test('the main process is never deaf for long: first run, a new wallet, a busy engine', async ({ running }) => {
  const longest = await watchMainLoop(running)
  await must(running.page, 'wallet.create', { password: 'five copper lanterns at dawn', remember: false })
  const afterWallet = await longest()
  const { id } = await must(running.page, 'sandbox.try', {})
  await expect.poll(async () => (await communityState(running.page, id)).total.asserted, { timeout: 30_000 }).toBeGreaterThan(2)
  const afterAll = await longest()
  process.stdout.write(`longest the main process was deaf: ${told(afterWallet)} with a new wallet, ${told(afterAll)} with the engine\n`)
  // The aim, 50 ms, is measured and printed, not asserted: two cores also run a sandbox, a scanner and a display here. What is asserted is
  // that the window was never dead: nobody would call a click answered that waits for seconds.
  expect(afterAll.longest).toBeLessThan(5_000)
})
