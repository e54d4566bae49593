// Loaded before the app when Playwright starts it: holds back Electron's ready until Playwright has attached and says so by calling this
// function. Otherwise the window may open just while it attaches, and then neither goes on. Playwright's own loader is for the Electron of
// its choice alone, and changes switches as well.
const { app } = require('electron')

const ready = app.whenReady()
const attached = new Promise((resolve) => {
  globalThis.__playwright_run = () => ready.then(resolve)
})
app.whenReady = () => attached
