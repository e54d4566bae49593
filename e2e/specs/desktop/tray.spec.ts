import { communityState, must } from '../../support/community.ts'
import type { RunningConsole } from '../../support/running-console.ts'
import { expect, test } from '../../support/test.ts'

/** The menu that the tray is given from now on: Electron tells nobody which trays there are. */
async function watchTray(running: RunningConsole): Promise<void> {
  await running.app?.evaluate(({ Menu }) => {
    const world = globalThis as unknown as { menu: Electron.Menu | null }
    world.menu = null
    const build = Menu.buildFromTemplate
    Menu.buildFromTemplate = (template) => {
      world.menu = build(template)
      return world.menu
    }
  })
}

const offered = (running: RunningConsole) =>
  running.app?.evaluate(() =>
    (globalThis as unknown as { menu: Electron.Menu | null }).menu?.items.map(({ label }) => label).filter(Boolean),
  )

const choose = (running: RunningConsole, label: string) =>
  running.app?.evaluate((_electron, wanted) => {
    const { menu } = globalThis as unknown as { menu: Electron.Menu | null }
    menu?.items.find((item) => item.label === wanted)?.click()
  }, label)

test('the tray says how the engine stands, pauses and resumes it', async ({ running }) => {
  await must(running.page, 'app.setPreferences', { theme: 'dark' })
  await watchTray(running)
  const { id } = await must(running.page, 'sandbox.try', {})
  const engine = async () => (await communityState(running.page, id)).engine
  await expect.poll(engine).toMatchObject({ is: 'running' })
  await expect.poll(() => offered(running)).toEqual(['The engine is running', 'Show PolySwarm Console', 'Pause the engine', 'Quit'])
  await choose(running, 'Pause the engine')
  await expect.poll(engine).toMatchObject({ is: 'paused', by: 'operator' })
  await expect.poll(() => offered(running)).toEqual(['The engine is paused', 'Show PolySwarm Console', 'Resume the engine', 'Quit'])
  await choose(running, 'Resume the engine')
  await expect.poll(engine).toMatchObject({ is: 'running' })
})

test('a closed window ends the console, or leaves it in the tray if the operator wants that', async ({ start }) => {
  const first = await start()
  await must(first.page, 'app.setPreferences', { closeToTray: true })
  const close = (running: RunningConsole) =>
    running.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined)
  const visible = () => first.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
  await expect.poll(visible).toEqual([true])
  await close(first)
  await expect.poll(visible).toEqual([false])
  expect((await must(first.page, 'app.snapshot', {})).state.app.preferences.closeToTray).toBe(true)
  await first.app?.evaluate(({ app }) => app.emit('second-instance', {}, [], ''))
  await expect.poll(visible).toEqual([true])
  expect(await first.stop()).toBe(0)

  const second = await start()
  await must(second.page, 'app.setPreferences', { closeToTray: false })
  const ended = new Promise<number | null>((resolve) => second.app?.process().once('exit', (code) => resolve(code)))
  await close(second)
  expect(await ended).toBe(0)
})
