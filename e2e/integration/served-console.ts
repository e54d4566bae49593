import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { WebSocket } from 'ws'
import type { ConsoleFrame } from '../../electron/host/headless/frames.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts'
import { decodeResult, encodeInput } from '../../shared/contract/wire.ts'
import type { Result } from '../../shared/errors/errors.ts'

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/

/** A console in a process of its own, and its window's end of the socket. Everything it tells or writes is kept to be read. */
export class ServedConsole {
  /** Every message from the main process to the window, as it travelled. */
  readonly messages: string[] = []
  readonly #child: ChildProcess
  readonly #root: string
  readonly #waiting = new Map<number, (result: unknown) => void>()
  #socket: WebSocket | null = null
  #printed = ''
  #calls = 0

  /** @param root a folder for everything it may write: data, temporary files, home, working folder */
  constructor(root: string, trusted: string) {
    this.#root = root
    for (const name of ['data', 'temporary', 'home', 'window']) mkdirSync(join(root, name))
    writeFileSync(join(root, 'window/index.html'), '<!doctype html><head></head>')
    writeFileSync(join(root, 'window/authority.pem'), trusted)
    const home = join(root, 'home')
    this.#child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'served-console.fixture.ts'), '--data-dir', join(root, 'data'), '--log-level', 'debug'],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        cwd: home,
        env: {
          PATH: process.env.PATH,
          HOME: home,
          USERPROFILE: home,
          ...Object.fromEntries(['TMPDIR', 'TMP', 'TEMP'].map((name) => [name, join(root, 'temporary')])),
          KEYCHAIN_PASSPHRASE: 'the passphrase of a test',
          NODE_EXTRA_CA_CERTS: join(root, 'window/authority.pem'),
          WINDOW: join(root, 'window'),
        },
      },
    )
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#printed += chunk.toString()
      })
  }

  /** Lets the window in. @throws Error with what was printed when the console ends instead */
  async connect(): Promise<void> {
    while (!ADDRESS.test(this.#printed)) {
      if (this.#child.exitCode !== null) throw new Error(`the console ended:\n${this.#printed}`)
      await Promise.race([once(this.#child.stdout as NonNullable<ChildProcess['stdout']>, 'data'), once(this.#child, 'exit')])
    }
    const address = new URL(ADDRESS.exec(this.#printed)?.[0] ?? '')
    const entered = await fetch(address, { redirect: 'manual' })
    const cookie = entered.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const socket = new WebSocket(`ws://${address.host}/ipc`, { headers: { cookie, origin: address.origin } })
    socket.on('message', (data) => this.#hear(String(data)))
    await once(socket, 'open')
    this.#socket = socket
  }

  #hear(text: string): void {
    this.messages.push(text)
    const frame = JSON.parse(text) as ConsoleFrame
    if ('notification' in frame) return
    this.#waiting.get(frame.id)?.(frame.result)
    this.#waiting.delete(frame.id)
  }

  /** One call, as the window makes it. */
  async ask<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
    const id = ++this.#calls
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve))
    this.#socket?.send(JSON.stringify({ id, name, input: encodeInput(name, input) }))
    return decodeResult(name, await answer)
  }

  /** One call that must succeed. */
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const result = await this.ask(name, input)
    if (!result.ok) throw new Error(`${name}: ${result.problem.code} ${result.problem.detail ?? ''}`)
    return result.value
  }

  /** All it has printed: its log is among it. */
  get printed(): string {
    return this.#printed
  }

  /** Every byte below its folders at this moment, by path. */
  disk(): Map<string, Buffer> {
    const files = new Map<string, Buffer>()
    for (const folder of ['data', 'temporary', 'home'])
      for (const entry of readdirSync(join(this.#root, folder), { withFileTypes: true, recursive: true })) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        try {
          files.set(path, readFileSync(path))
        } catch (error) {
          // It went between the list and the look.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        }
      }
    return files
  }

  /** Ends it as an operator would. @returns the exit code */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGINT')
    return this.#exit()
  }

  async kill(): Promise<void> {
    this.#socket?.terminate()
    this.#child.kill('SIGKILL')
    await this.#exit()
  }

  async #exit(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'close')
    return this.#child.exitCode
  }
}
