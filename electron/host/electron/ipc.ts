import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { ConsoleCore } from '../../console/core.ts'
import type { Log } from '../../runtime/log.ts'
import { CALL_CHANNEL, NOTIFICATION_CHANNEL, PAINTED_CHANNEL } from './channels.ts'
import { isOwnFrame } from './page-address.ts'

/** Calls `then` when our own page, in our own window, says that it was painted. */
export function oncePainted(window: BrowserWindow, then: () => void): void {
  window.webContents.ipc.once(PAINTED_CHANNEL, then)
}

/**
 * Connects the window to the console. Calls wait for `core`, so that the window may be there first. A caller that is not our own page
 * in our own window gets an error, and nothing is run.
 */
export function connectWindow(window: BrowserWindow, core: Promise<ConsoleCore>, log: Log): void {
  const isTrusted = (event: IpcMainInvokeEvent): boolean =>
    !window.isDestroyed() && event.sender === window.webContents && isOwnFrame(event.senderFrame)
  ipcMain.removeHandler(CALL_CHANNEL)
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, inputJson: unknown) => {
    if (!isTrusted(event)) {
      log.warn('A call came from a page that is not ours')
      // Read only now: nothing that knows a schema stands between the start and the first paint.
      return (await import('../../../shared/errors/errors.ts')).fail('not-trusted')
    }
    return (await core).dispatch(name, inputJson)
  })
  let stop = (): void => undefined
  core.then(
    (console) => {
      if (window.isDestroyed()) return
      stop = console.subscribe((name, json) => {
        if (!window.isDestroyed()) window.webContents.send(NOTIFICATION_CHANNEL, name, json)
      })
    },
    // Whoever starts the core tells the operator why it failed.
    () => undefined,
  )
  window.on('closed', () => stop())
}
