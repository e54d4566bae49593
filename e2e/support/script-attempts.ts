import type { Page } from '@playwright/test'

/** One way to bring foreign code into the page, and what became of it. */
export interface Attempt {
  readonly way: string
  /** The code ran. */
  readonly ran: boolean
  /** Directives of the violations that the browser reported for it. */
  readonly violations: readonly string[]
}

/** Tries inline, evaluated, remote and data scripts from inside the page, one after the other. */
export function tryForeignScripts(page: Page): Promise<Attempt[]> {
  return page.evaluate(async () => {
    const world = window as unknown as { ran: boolean }
    const seen: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
    const element = (fill: (script: HTMLScriptElement) => void) => (): void => {
      const script = document.createElement('script')
      fill(script)
      document.head.append(script)
    }
    const ways: Record<string, () => unknown> = {
      'an inline script': element((script) => script.append('window.ran = true')),
      'a script of text': element((script) => {
        script.text = 'window.ran = true'
      }),
      'an inline handler': () => {
        const button = document.createElement('button')
        button.setAttribute('onclick', 'window.ran = true')
        document.body.append(button)
        button.click()
      },
      'markup with a handler': () => {
        document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ran = true">')
      },
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested.
      eval: () => eval('window.ran = true'),
      'the Function constructor': () => new Function('window.ran = true')(),
      'a timer of text': () => (setTimeout as unknown as (code: string) => void)('window.ran = true'),
      'a remote script': element((script) => {
        script.src = 'https://example.com/x.js'
      }),
      'a remote module': () => import(/* @vite-ignore */ ['https://', 'example.com/x.js'].join('')),
      'a data script': element((script) => {
        script.src = 'data:text/javascript,window.ran=true'
      }),
      'a data module': () => import(/* @vite-ignore */ ['data:', 'text/javascript,window.ran=true'].join('')),
      'a javascript address': () => {
        const link = document.createElement('a')
        link.setAttribute('href', 'javascript:window.ran=true')
        document.body.append(link)
        link.click()
      },
      'a worker of text': () => new Worker(URL.createObjectURL(new Blob(['']))),
    }
    const attempts: { way: string; ran: boolean; violations: string[] }[] = []
    for (const [way, go] of Object.entries(ways)) {
      world.ran = false
      seen.length = 0
      try {
        await go()
      } catch {}
      // The browser reports violations in a task of its own.
      await new Promise((resolve) => setTimeout(resolve, 100))
      attempts.push({ way, ran: world.ran, violations: [...seen] })
    }
    return attempts
  })
}

/** Tries to reach other places than the page's own origin. @returns what got through */
export function tryForeignPlaces(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const through: string[] = []
    const attempt = async (way: string, go: () => Promise<unknown>): Promise<void> => {
      try {
        await go()
        through.push(way)
      } catch {}
    }
    const loads = (element: HTMLImageElement | HTMLIFrameElement, address: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        element.onload = resolve
        element.onerror = reject
        setTimeout(reject, 1000)
        element.src = address
        document.body.append(element)
      })
    await attempt('fetch', () => fetch('https://example.com/'))
    await attempt('fetch of this computer', () => fetch('http://127.0.0.1:1/', { mode: 'no-cors' }))
    // It says yes before it is refused: only the report of the refusal tells.
    await attempt('a beacon', async () => {
      let reported = false
      document.addEventListener('securitypolicyviolation', () => {
        reported = true
      })
      navigator.sendBeacon('https://example.com/', 'x')
      await new Promise((resolve) => setTimeout(resolve, 300))
      if (reported) throw new Error('refused')
    })
    await attempt(
      'a socket',
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket('wss://example.com/')
          socket.onopen = resolve
          socket.onerror = reject
        }),
    )
    await attempt('a picture', () => loads(new Image(), 'https://example.com/x.png'))
    await attempt('a file', () => fetch('file:///etc/passwd'))
    return through
  })
}
