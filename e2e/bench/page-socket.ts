/** A page to run functions in. */
export interface Evaluates {
  evaluate<T, A>(work: (given: A) => T | Promise<T>, given: A): Promise<T>
}

interface Target {
  readonly type: string
  readonly url: string
  readonly webSocketDebuggerUrl: string
}

interface Answer {
  readonly id: number
  readonly result?: { readonly result: { readonly value: unknown }; readonly exceptionDetails?: { readonly text: string } }
  readonly error?: { readonly message: string }
}

/**
 * The page of an Electron that was started with a debugging port, over Chromium's own protocol: Playwright cannot be attached to a running
 * Electron, and its own starter holds the application back until it is attached.
 */
export async function attachToPage(port: number, scheme: string, limitMs: number): Promise<Evaluates & { readonly close: () => void }> {
  const end = Date.now() + limitMs
  for (;;) {
    const targets = await fetch(`http://127.0.0.1:${port}/json/list`).then((answer) => answer.json() as Promise<Target[]>)
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith(scheme))
    if (page) {
      const attached = await connect(page.webSocketDebuggerUrl)
      // A page that has only just an address has nowhere to run anything yet.
      if (
        await attached
          .evaluate((wanted) => location.href.startsWith(wanted) && document.readyState === 'complete', scheme)
          .catch(() => false)
      )
        return attached
      attached.close()
    }
    if (Date.now() > end) throw new Error('Electron shows no page')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function connect(address: string): Promise<Evaluates & { readonly close: () => void }> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('the page cannot be reached'))
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  }
  socket.onclose = () => {
    for (const [id, hear] of waiting) hear({ id, error: { message: 'the page is gone' } })
  }
  let last = 0
  return {
    close: () => socket.close(),
    evaluate: async <T, A>(work: (given: A) => T | Promise<T>, given: A): Promise<T> => {
      const id = ++last
      const expression = `(${work.toString()})(${JSON.stringify(given ?? null)})`
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } }))
      const { result, error } = await answered
      if (result === undefined || result.exceptionDetails) throw new Error(error?.message ?? result?.exceptionDetails?.text ?? 'it failed')
      return result.result.value as T
    },
  }
}
