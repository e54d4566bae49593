import { must } from '../../support/community.ts'
import { expect, test } from '../../support/test.ts'

// What is tried here is refused, and the browser says so in the page's console.
test.use({ expectsErrors: true })

const HOME = 'app://console/index.html'

test('the window has every protection that Electron offers', async ({ running }) => {
  const preferences = await running.app?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('the page stays where it is, whatever it tries', async ({ running }) => {
  const { page, app } = running
  const before = page.url()
  expect(before.startsWith(HOME)).toBe(true)
  await app?.evaluate(({ BrowserWindow }) => {
    const world = globalThis as unknown as { went: string[] }
    world.went = []
    BrowserWindow.getAllWindows()[0]?.webContents.on('did-navigate', (_event, address) => world.went.push(address))
  })
  const tried = await page.evaluate(async () => {
    const pause = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 100))
    const places = ['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello', 'app://other/index.html', 'javascript:1']
    for (const place of places) {
      location.href = place
      await pause()
      const form = document.createElement('form')
      form.action = place
      document.body.append(form)
      form.submit()
      await pause()
    }
    return places.length
  })
  // The same page answers that tried: had it left for a moment, its answer would not have come.
  expect(tried).toBe(5)
  expect(page.url()).toBe(before)
  expect(await app?.evaluate(() => (globalThis as unknown as { went: string[] }).went)).toEqual([])
  expect(await app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()))).toEqual([
    before,
  ])
})

test('an empty page, which asks nobody, is replaced by the console and has no say meanwhile', async ({ running }) => {
  const before = running.page.url()
  await running.app?.evaluate(({ BrowserWindow }) => {
    const world = globalThis as unknown as { answers: unknown[] }
    world.answers = []
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.on('did-navigate', (_event, address) => {
      // The frame's own way: that of the contents waits until the next page is there, which is ours again.
      if (address === 'about:blank')
        contents.mainFrame
          .executeJavaScript(
            'Promise.resolve(window.polyswarm?.call("app.snapshot", {})).then((answer) => ({ at: location.href, answer }))',
          )
          .then(
            (answer: unknown) => world.answers.push(answer),
            () => undefined,
          )
    })
  })
  await running.page.evaluate(() => {
    location.href = 'about:blank'
  })
  // Long enough that the page has left: its address says otherwise at first.
  await running.page.waitForTimeout(1000)
  await expect.poll(() => running.page.url()).toBe(before)
  expect(await running.app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(before)
  const answers = await running.app?.evaluate(() => (globalThis as unknown as { answers: { at: string; answer: unknown }[] }).answers)
  for (const { at, answer } of answers ?? [])
    if (!at.startsWith('app://')) expect(JSON.stringify(answer ?? null), at).not.toContain('revision')
})

test('no new window opens', async ({ running }) => {
  const { page, app } = running
  const opened = await page.evaluate(() => {
    const results = ['https://example.com/', 'about:blank', location.href].map((address) => window.open(address) !== null)
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    return results
  })
  await page.waitForTimeout(300)
  expect(opened).toEqual([false, false, false])
  expect(await app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('frames show nothing foreign and have no contract; a webview is an unknown element', async ({ running }) => {
  const found = await running.page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inside = frame.contentWindow as unknown as { polyswarm?: unknown; require?: unknown }
    const webview = document.createElement('webview')
    webview.setAttribute('src', 'https://example.com/')
    document.body.append(webview)
    let violations = 0
    const refused = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => {
        violations += 1
        if (violations === 3) resolve()
      })
      // A limit for what never comes.
      setTimeout(resolve, 20_000)
    })
    for (const address of ['https://example.com/', 'data:text/html,x', location.href]) {
      const foreign = document.createElement('iframe')
      foreign.src = address
      document.body.append(foreign)
    }
    await refused
    return { contract: inside.polyswarm ?? null, node: inside.require ?? null, webview: 'loadURL' in webview, violations }
  })
  expect(found).toMatchObject({ contract: null, node: null, webview: false })
  expect(found.violations).toBeGreaterThanOrEqual(3)
})

test('a call from another page is refused, although it has the same preload', async ({ running }) => {
  const answers = await running.app?.evaluate(async ({ app, BrowserWindow }) => {
    const results: unknown[] = []
    for (const address of ['data:text/html,<p>foreign</p>', 'about:blank']) {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/out/preload/preload.cjs`, sandbox: true },
      })
      await foreign.loadURL(address)
      results.push(await foreign.webContents.executeJavaScript('window.polyswarm.call("app.snapshot", {})'))
      foreign.destroy()
    }
    // Our own page, but in a window that is not ours.
    const copy = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${app.getAppPath()}/out/preload/preload.cjs`, sandbox: true },
    })
    await copy.loadURL('app://console/index.html')
    results.push(await copy.webContents.executeJavaScript('window.polyswarm.call("app.snapshot", {})'))
    copy.destroy()
    return results
  })
  expect(answers).toHaveLength(3)
  for (const answer of answers ?? []) expect(answer).toEqual({ ok: false, problem: { code: 'not-trusted', detail: null, retry: false } })
})

test('the main process hears the one channel of the contract and no other', async ({ running }) => {
  await must(running.page, 'app.setPreferences', { theme: 'dark' })
  expect(await running.app?.evaluate(({ ipcMain }) => ipcMain.eventNames().filter((name) => name !== 'error'))).toEqual([])
})

test('every permission is denied', async ({ running }) => {
  const answers = await running.page.evaluate(async () => {
    const refused = (work: () => Promise<unknown>): Promise<boolean> =>
      Promise.resolve()
        .then(work)
        .then(
          () => false,
          () => true,
        )
    return {
      notifications: await Notification.requestPermission(),
      media: await refused(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      screen: await refused(() => navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refused(() => navigator.clipboard.readText()),
      geolocation: await refused(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 2000 })),
      ),
      midi: await refused(() => navigator.requestMIDIAccess({ sysex: true })),
    }
  })
  expect(answers).toEqual({ notifications: 'denied', media: true, screen: true, clipboard: true, geolocation: true, midi: true })
})

test('nothing is downloaded', async ({ running }) => {
  const { page, app } = running
  await app?.evaluate(({ session }) => {
    const world = globalThis as unknown as { downloads: string[] }
    world.downloads = []
    session.defaultSession.on('will-download', (event, item) => {
      world.downloads.push(event.defaultPrevented ? 'refused' : item.getURL())
    })
  })
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['x']))
    link.download = 'x.exe'
    document.body.append(link)
    link.click()
  })
  await expect.poll(() => app?.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads)).toEqual(['refused'])
})

test('developer tools do not open', async ({ running }) => {
  const isOpen = await running.app?.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const opened = new Promise<boolean>((resolve) => contents?.once('devtools-opened', () => resolve(true)))
    contents?.openDevTools({ mode: 'detach' })
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(contents?.isDevToolsOpened() ?? true), 3000))
    return Promise.race([opened, patience])
  })
  expect(isOpen).toBe(false)
})

test('the scheme serves the built window and nothing else of the disk', async ({ running }) => {
  const statuses = await running.page.evaluate(async () => {
    const paths = ['/index.html', '/../main/main.js', '/%2e%2e/main/main.js', '/..%2f..%2fpackage.json', '/assets/', '/package.json']
    const results: Record<string, number> = {}
    for (const path of paths)
      results[path] = await fetch(`app://console${path}`).then(
        (answer) => answer.status,
        () => 0,
      )
    return results
  })
  expect(statuses['/index.html']).toBe(200)
  for (const [path, status] of Object.entries(statuses)) if (path !== '/index.html') expect([404, 0], path).toContain(status)
})
