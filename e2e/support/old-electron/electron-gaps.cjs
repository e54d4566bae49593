// Newer parts of Electron's main process on top of the old ones. Where one of these stands in, a test proves our logic, not Electron's.
const Module = require('node:module')
const { join } = require('node:path')
const electron = require('electron')

const newer = Object.create(electron, {
  safeStorage: { value: safeStorage(), enumerable: true },
  utilityProcess: { value: { fork }, enumerable: true },
})
const load = Module._load
Module._load = (request, ...rest) => (request === 'electron' ? newer : load(request, ...rest))

electron.app.whenReady().then(() => {
  const prototype = Object.getPrototypeOf(electron.session.defaultSession.protocol)
  prototype.handle ??= handle
  electron.BrowserWindow.prototype.setTitleBarOverlay ??= () => undefined
})

function handle(scheme, handler) {
  this.registerBufferProtocol(scheme, (request, answer) => {
    Promise.resolve(handler({ method: request.method, url: request.url })).then(
      ({ status, headers, body }) =>
        answer({ statusCode: status, headers, mimeType: headers['Content-Type'], data: Buffer.from(body ?? []) }),
      () => answer({ error: -2 }),
    )
  })
}

function safeStorage() {
  const old = electron.safeStorage
  return {
    isAsyncEncryptionAvailable: async () => old.isEncryptionAvailable(),
    getSelectedStorageBackend: () => process.env.OLD_ELECTRON_BACKEND ?? (old.isEncryptionAvailable() ? 'gnome_libsecret' : 'basic_text'),
    encryptStringAsync: async (text) => old.encryptString(text),
    decryptStringAsync: async (sealed) => ({ result: old.decryptString(sealed), shouldReEncrypt: false }),
  }
}

/** The old fork takes no `-r`: a file of ours loads the shims and then the helper. */
function fork(entry, args, options) {
  return electron.utilityProcess.fork(join(__dirname, 'helper.cjs'), [entry, ...args], options)
}
