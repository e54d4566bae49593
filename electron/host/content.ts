import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

/** One file of the built window, as it is sent. */
export interface ContentFile {
  readonly body: Buffer
  readonly type: string
  /** Its name changes with its content: it may be kept for ever. */
  readonly hashed: boolean
}

/** The built window by URL path; null for everything else. */
export type Content = (pathname: string) => ContentFile | null

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
}

/**
 * The files below `root`, listed once: a path that is not in the list does not exist, so no spelling of a path can leave the folder.
 * `index.html` is also `/`; `editIndex` may change it (a host that brings a script of its own). `more` are files from elsewhere, by URL path.
 * @throws Error when the window was not built
 */
export function builtContent(
  root: string,
  editIndex: (html: string) => string = (html) => html,
  more: Readonly<Record<string, string>> = {},
): Content {
  if (!existsSync(join(root, 'index.html'))) throw new Error(`there is no built window in ${root}: run "npm run build"`)
  const files = new Map<string, string>(Object.entries(more))
  list(root, '/', files)
  files.set('/', join(root, 'index.html'))
  return (pathname) => {
    const file = files.get(pathname)
    if (file === undefined) return null
    const body = readFileSync(file)
    const type = TYPES[extension(file)] ?? 'application/octet-stream'
    return {
      body: type.startsWith('text/html') ? Buffer.from(editIndex(body.toString('utf8'))) : body,
      type,
      hashed: pathname.startsWith('/assets/'),
    }
  }
}

/** Own recursion: Electron's file system inside an asar archive does not know readdir's `recursive`. Symbolic links are left out. */
function list(folder: string, prefix: string, files: Map<string, string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    // Not `join`, which reads every path letter by letter: there are hundreds, one for each piece of a font.
    const path = folder + sep + entry.name
    if (entry.isDirectory()) list(path, `${prefix}${entry.name}/`, files)
    else if (entry.isFile() && extension(entry.name) in TYPES) files.set(prefix + entry.name, path)
  }
}

const extension = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase()
