import { communityState, must } from '../../support/community.ts'
import type { RunningConsole } from '../../support/running-console.ts'
import { expect, test } from '../../support/test.ts'

/** What the tray is told from now on: Electron shows nobody the trays that there are. */
async function watchTray(running: RunningConsole): Promise<void> {
  await running.app?.evaluate(({ Tray }) => {
    const world = globalThis as unknown as { tray: { image: string; tip: string; menu: Electron.Menu | null } }
    world.tray = { image: '', tip: '', menu: null }
    const { setImage, setToolTip, setContextMenu } = Tray.prototype
    Tray.prototype.setImage = function (image) {
      world.tray.image = String(image)
      setImage.call(this, image)
    }
    Tray.prototype.setToolTip = function (tip) {
      world.tray.tip = tip
      setToolTip.call(this, tip)
    }
    Tray.prototype.setContextMenu = function (menu) {
      world.tray.menu = menu
      setContextMenu.call(this, menu)
    }
  })
}

const shown = (running: RunningConsole) =>
  running.app?.evaluate(() => {
    const { image, tip } = (globalThis as unknown as { tray: { image: string; tip: string } }).tray
    return { image: image.replace(/^.*tray-(\w+)-on-\w+\.png$/, '$1'), tip }
  })

const choose = (running: RunningConsole, label: string) =>
  running.app?.evaluate((_electron, wanted) => {
    const { menu } = (globalThis as unknown as { tray: { menu: Electron.Menu | null } }).tray
    const item = menu?.items.find((entry) => entry.label === wanted)
    if (!item) throw new Error(`the tray offers ${menu?.items.map((entry) => entry.label).join(', ')}`)
    item.click()
  }, label)

test('the tray says how the engine stands, pauses and resumes it', async ({ running }) => {
  await must(running.page, 'app.setPreferences', { theme: 'dark' })
  await watchTray(running)
  const { id } = await must(running.page, 'sandbox.try', {})
  const engine = async () => (await communityState(running.page, id)).engine
  await expect.poll(engine).toMatchObject({ is: 'running' })
  await expect.poll(() => shown(running)).toEqual({ image: 'running', tip: 'PolySwarm Console: The engine is running' })
  await choose(running, 'Pause the engine')
  await expect.poll(engine).toMatchObject({ is: 'paused', by: 'operator' })
  await expect.poll(() => shown(running)).toEqual({ image: 'paused', tip: 'PolySwarm Console: The engine is paused' })
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
