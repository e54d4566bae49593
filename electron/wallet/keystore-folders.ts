import { createHash } from 'node:crypto'
import { open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { inspectKeyfile, type KeyfileInfo, MAX_KEYFILE_LENGTH } from './keyfile-format.ts'

/** A keyfile that lies where geth keeps them. `ref` names it to the window, which never learns nor chooses a path. */
export interface FoundKeyfile {
  readonly ref: string
  readonly name: string
  readonly folder: string
  readonly summary: KeyfileInfo
}

const MAX_FOUND = 100
/** A folder with more files than this is no keystore; looking through it would take long. */
const MAX_LOOKED_AT = 2000

/** Where geth keeps its keyfiles, by operating system. Missing variables leave folders out. */
export function gethKeystores(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folders =
    platform === 'win32'
      ? [env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'Ethereum', 'keystore'), env.APPDATA && join(env.APPDATA, 'Ethereum', 'keystore')]
      : platform === 'darwin'
        ? [env.HOME && join(env.HOME, 'Library', 'Ethereum', 'keystore')]
        : [env.HOME && join(env.HOME, '.ethereum', 'keystore')]
  return folders.filter((folder): folder is string => Boolean(folder))
}

/** The keyfiles in these folders, newest name first. What cannot be read or is no keyfile is passed over. */
export async function findKeyfiles(folders: readonly string[]): Promise<readonly FoundKeyfile[]> {
  const found: FoundKeyfile[] = []
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      if (found.length >= MAX_FOUND) return found
      const summary = await inspectFile(join(folder, name))
      if (summary) found.push({ ref: refOf(folder, name), name, folder, summary })
    }
  }
  return found
}

/** The text of a keyfile that `findKeyfiles` named. @throws ConsoleError 'not-a-keyfile' when it is not there any more */
export async function readFoundKeyfile(folders: readonly string[], ref: string): Promise<string> {
  for (const folder of folders) {
    const name = (await namesIn(folder)).find((candidate) => refOf(folder, candidate) === ref)
    const text = name === undefined ? null : await readSmall(join(folder, name))
    if (text !== null) return text
  }
  throw new ConsoleError('not-a-keyfile', because('keyfile-gone'))
}

const refOf = (folder: string, name: string): string => createHash('sha256').update(join(folder, name)).digest('hex').slice(0, 32)

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(await realpath(folder), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .slice(0, MAX_LOOKED_AT)
      .map((entry) => entry.name)
      .sort()
      .reverse()
  } catch {
    return []
  }
}

async function inspectFile(path: string): Promise<KeyfileInfo | null> {
  try {
    const text = await readSmall(path)
    return text === null ? null : inspectKeyfile(text)
  } catch {
    return null
  }
}

/** null for what is too long to be a keyfile or cannot be read. */
async function readSmall(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      return size > MAX_KEYFILE_LENGTH ? null : await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}
