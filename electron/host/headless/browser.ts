import { spawn } from 'node:child_process'
import { ConsoleError } from '../../../shared/errors/errors.ts'

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // Not `start`: that is a command of the shell, which would read the address as its own syntax.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/**
 * Opens an address in the operator's browser.
 * @throws ConsoleError('cancelled') when there is no browser to be had here (a server)
 */
export async function openInBrowser(url: string): Promise<void> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open']
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    child.once('error', () => reject(new ConsoleError('cancelled', `Open ${url} in your browser.`)))
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
