import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../../support/test.ts'

test('a second start ends at once and brings the first window to the front', async ({ running, electron, dataDir }) => {
  await expect.poll(() => running.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
  await running.app?.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const world = globalThis as unknown as { shown: number }
    world.shown = 0
    window?.on('show', () => {
      world.shown += 1
    })
    window?.hide()
  })
  const args = [
    ...(electron?.args ?? []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${dataDir}`,
    electron?.app ?? '',
  ]
  const second = spawn(electron?.executable ?? '', args, { env: { ...process.env, ...electron?.env }, stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as [number | null]
  expect(code).toBe(0)
  await expect.poll(() => running.app?.evaluate(() => (globalThis as unknown as { shown: number }).shown)).toBe(1)
  expect(await running.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the window comes back where it was', async ({ start }) => {
  const first = await start()
  await first.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 1111, height: 777 }))
  await first.page.waitForTimeout(300)
  expect(await first.stop()).toBe(0)
  const second = await start()
  const bounds = await second.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
  expect(bounds).toMatchObject({ width: 1111, height: 777 })
})

test('the files of the console are for its operator alone', async ({ running, dataDir }) => {
  await running.stop()
  const own = readdirSync(dataDir).filter((name) => /^(journal|settings|wallets|keychain|window|console)/.test(name))
  expect(own).toContain('console.log')
  for (const name of own) expect(statSync(join(dataDir, name)).mode & 0o077, name).toBe(0)
})

test('--version and --help answer without a window', async ({ electron, dataDir }) => {
  for (const [flag, expected] of [
    ['--version', /^\d+\.\d+\.\d+\s*$/m],
    ['--help', /--data-dir DIR/],
  ] as const) {
    const args = [
      ...(electron?.args ?? []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${dataDir}`,
      electron?.app ?? '',
      flag,
    ]
    const child = spawn(electron?.executable ?? '', args, {
      env: { ...process.env, ...electron?.env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(text).toMatch(expected)
  }
})
