import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../../support/community.ts'
import { expect, test } from '../../support/test.ts'

test('settings outlive a restart, in one private file', async ({ start, dataDir }) => {
  const first = await start()
  await must(first.page, 'app.setPreferences', { theme: 'light', rowHeight: 'comfortable' })
  expect(await first.stop()).toBe(0)
  const path = join(dataDir, 'settings.json')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1, preferences: { theme: 'light' } })
  expect(readdirSync(dataDir).filter((name) => /^(settings|window|config)/.test(name))).toEqual(['settings.json', 'window.json'])
  const second = await start()
  const { state } = await must(second.page, 'app.snapshot', {})
  expect(state.app.preferences).toMatchObject({ theme: 'light', rowHeight: 'comfortable' })
})

test('a damaged settings file is left as it is, and the console says so instead of starting anew', async ({ start, dataDir }) => {
  const path = join(dataDir, 'settings.json')
  writeFileSync(path, '{"version":1,')
  const running = await start()
  await expect.poll(() => running.output()).toContain(`${path} is damaged`)
  await running.kill()
  expect(readFileSync(path, 'utf8')).toBe('{"version":1,')
})

test('a damaged place of the window costs nothing but that place', async ({ start, dataDir }) => {
  const path = join(dataDir, 'window.json')
  writeFileSync(path, '{"x":')
  const first = await start()
  expect((await must(first.page, 'app.snapshot', {})).state.app.host).toBe('electron')
  expect(await first.stop()).toBe(0)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ maximized: false })
})

test('a stop by the system ends it as an operator would: no library has taken the signal', async ({ start }) => {
  const running = await start()
  await must(running.page, 'app.setPreferences', { theme: 'dark' })
  const hooks = await running.app?.evaluate(() => ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'].map((signal) => process.listenerCount(signal)))
  expect(hooks).toEqual([0, 0, 0, 0])
  const ended = new Promise((resolve) => running.app?.process().once('exit', (code, signal) => resolve({ code, signal })))
  process.kill(running.pid, 'SIGTERM')
  expect(await ended).toEqual({ code: 0, signal: null })
})
