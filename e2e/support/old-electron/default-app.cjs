// Put into an old Electron as its app: takes `[-r FILE] APPDIR` from the command line, as newer builds do by themselves.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const args = process.argv.slice(1)
let folder = null
for (let at = 0; at < args.length && folder === null; at++) {
  if (args[at] === '-r') require(args[++at])
  else if (!args[at].startsWith('-')) folder = args[at]
}
if (folder === null) throw new Error('no app folder on the command line')
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setName(manifest.productName)
app.setVersion(manifest.version)
app.setAppPath(folder)
require(join(folder, manifest.main))
