import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type MemoryHelper, memoryChannel } from '../runtime/memory-channel.fixture.ts'
import { type Spawn, startJournal, startLongest, startSigner, warmHelpers } from './warm-helpers.ts'

function started() {
  const all: { readonly what: string; readonly channel: MemoryHelper; ended: boolean }[] = []
  const spawn: Spawn = (helper, args = []) => {
    const one = { what: [helper, ...args].join(' '), channel: memoryChannel(() => undefined), ended: false }
    one.channel.onExit(() => {
      one.ended = true
    })
    all.push(one)
    return one.channel
  }
  return { all, helpers: warmHelpers(spawn) }
}

describe('helpers that are started ahead', () => {
  it('are given once, to whoever wants the very same', () => {
    const { all, helpers } = started()
    helpers.ahead('journal', ['/a'])
    expect(helpers.spawn('journal', ['/b'])).toBe(all[1]?.channel)
    expect(helpers.spawn('journal', ['/a'])).toBe(all[0]?.channel)
    expect(helpers.spawn('journal', ['/a'])).toBe(all[2]?.channel)
  })

  it('are not given when they died meanwhile', () => {
    const { all, helpers } = started()
    helpers.ahead('signer')
    all[0]?.channel.die()
    expect(helpers.spawn('signer')).toBe(all[1]?.channel)
  })

  it('are ended when nobody wanted them, and left alone when somebody did', () => {
    const { all, helpers } = started()
    helpers.ahead('signer')
    helpers.ahead('sandbox')
    helpers.spawn('signer')
    helpers.endUnused()
    expect(all.map(({ ended }) => ended)).toEqual([false, true])
  })

  it('are those that every start wants, and the sandbox where it is joined', () => {
    const data = mkdtempSync(join(tmpdir(), 'warm-'))
    const settings = (text: string): void => writeFileSync(join(data, 'settings.json'), text)
    const longest = (): string[] => {
      const { all, helpers } = started()
      startLongest(helpers, data)
      return all.map(({ what }) => what)
    }
    try {
      const always = started()
      startJournal(always.helpers, data)
      startSigner(always.helpers)
      expect(always.all.map(({ what }) => what)).toEqual([`journal ${join(data, 'journal.sqlite')}`, 'signer'])
      expect(longest()).toEqual([])
      settings(JSON.stringify({ communities: [{ community: { kind: 'private' } }, { community: { kind: 'sandbox' } }] }))
      expect(longest()).toEqual([`sandbox ${join(data, 'sandbox')}`])
      settings(JSON.stringify({ communities: [{ community: { kind: 'private' } }] }))
      expect(longest()).toEqual([])
      settings('{ "communities": [')
      expect(longest()).toEqual([])
    } finally {
      rmSync(data, { recursive: true })
    }
  })
})
