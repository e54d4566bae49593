// Loads the shims, then the helper that the first argument names; it sees the arguments that were meant for it.
require('./shims.cjs')

process.argv.splice(1, 1)
require(process.argv[1])
