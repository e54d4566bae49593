import { contextBridge, ipcRenderer } from 'electron'
import type { Exposed, exposedName } from '../shared/contract/wire.ts'
import { CALL_CHANNEL, NOTIFICATION_CHANNEL, PAINTED_CHANNEL } from './host/electron/channels.ts'
import { createExposed } from './host/electron/exposed.ts'

// The main process reads the core only when the page has been painted: both want its one thread.
new PerformanceObserver((paints, observer) => {
  if (paints.getEntriesByName('first-contentful-paint').length === 0) return
  observer.disconnect()
  ipcRenderer.send(PAINTED_CHANNEL)
  // The types here are Node's, which knows no paint.
}).observe({ type: 'paint' as 'mark', buffered: true })

// All that the page gets from Electron: no channel, no event object, no Node.
const name: typeof exposedName = 'polyswarm'
const exposed: Exposed = createExposed({
  invoke: (callName, inputJson) => ipcRenderer.invoke(CALL_CHANNEL, callName, inputJson),
  listen: (listener) =>
    ipcRenderer.on(NOTIFICATION_CHANNEL, (_event, notification: unknown, json: unknown) => listener(notification, json)),
})
contextBridge.exposeInMainWorld(name, exposed)
