import { exposedName } from '../../shared/contract/wire.ts'
import { tryForeignPlaces, tryForeignScripts } from '../support/script-attempts.ts'
import { call, expect, test } from '../support/test.ts'

// What is tried here is refused, and the browser says so in the page's console.
test.use({ expectsErrors: true })

test('the page has the contract and nothing of Node or Electron', async ({ running, host }) => {
  const found = await running.page.evaluate((name) => {
    const world = window as unknown as Record<string, object | undefined>
    const forbidden = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname']
    return { contract: Object.keys(world[name] ?? {}).sort(), forbidden: forbidden.filter((key) => world[key] !== undefined) }
  }, exposedName)
  // A browser's page can outlive its console and is told so; a window of the desktop cannot.
  const contract = host === 'headless' ? ['call', 'host', 'on', 'onGone'] : ['call', 'host', 'on']
  expect(found).toEqual({ contract, forbidden: [] })
})

test('the page cannot replace or change the contract', async ({ running }) => {
  const changed = await running.page.evaluate((name) => {
    const world = window as unknown as Record<string, { call: unknown }>
    const before = world[name]?.call
    try {
      world[name] = { call: 1 }
    } catch {}
    try {
      if (world[name]) world[name].call = 1
    } catch {}
    return typeof world[name]?.call !== 'function' || world[name]?.call !== before
  }, exposedName)
  expect(changed).toBe(false)
})

test('calls that are not in the contract or do not fit it are refused, and none throws', async ({ running }) => {
  const answers = await running.page.evaluate(async (name) => {
    const world = window as unknown as Record<string, { call(...args: unknown[]): Promise<unknown> }>
    const bad: unknown[][] = [
      ['nothing.here', {}],
      ['__proto__', {}],
      ['wallet.unlock', { address: 5, password: 'secret-in-a-bad-shape', remember: 'yes' }],
      ['wallet.unlock', null],
      ['app.setPreferences', { theme: 'purple' }],
      [7, {}],
      [],
      ['app.snapshot', { f: () => 1 }],
    ]
    const results: unknown[] = []
    for (const args of bad) {
      let answer: unknown
      try {
        answer = await world[name]?.call(...args).catch(() => 'rejected')
      } catch {
        answer = 'thrown'
      }
      results.push(answer)
    }
    return results
  }, exposedName)
  for (const answer of answers.slice(0, 5)) expect(answer).toMatchObject({ ok: false, problem: { code: 'invalid-request' } })
  expect(JSON.stringify(answers)).not.toContain('secret-in-a-bad-shape')
  expect(answers[5]).toBe('rejected')
  expect(answers[6]).toBe('rejected')
  // A function is refused on the desktop and is nothing in JSON: either way it does not get through.
  expect(['rejected', 'object']).toContain(typeof answers[7] === 'string' ? answers[7] : typeof answers[7])
  expect((await call(running.page, 'app.snapshot', {})).ok).toBe(true)
})

test('no inline, evaluated, remote or data script runs, and the browser reports each attempt', async ({ running }) => {
  const attempts = await tryForeignScripts(running.page)
  expect(attempts.length).toBeGreaterThan(10)
  for (const { way, ran, violations } of attempts) {
    expect(ran, way).toBe(false)
    expect(violations.length, `${way} was reported`).toBeGreaterThan(0)
  }
})

test('the page reaches nothing but its own origin', async ({ running }) => {
  expect(await tryForeignPlaces(running.page)).toEqual([])
})
