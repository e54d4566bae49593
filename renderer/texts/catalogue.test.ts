import { describe, expect, it } from 'vitest'
import { myState, skipReason } from '../../shared/domain/bounty.ts'
import { errorCodes } from '../../shared/errors/errors.ts'
import { reasonCodes } from '../../shared/errors/reason-codes.ts'
import { eventCodes, needCodes } from '../../shared/state/codes.ts'
import { en, ja, type Language, languages } from './catalogue.ts'
import { createTexts } from './i18n.ts'

type Tree = { readonly [key: string]: string | Tree }
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  )
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([a-zA-Z]+)/g)].map((match) => match[1]).sort()
const tags = (text: string) => [...text.matchAll(/<([a-z]+)/g)].map((match) => match[1]).sort()
const names = Object.keys(languages) as Language[]

describe.each(names)('the catalogue in %s', (language) => {
  const all = new Map(leaves(languages[language] as Tree))
  const has = (key: string) => all.has(key) && all.get(key) !== ''

  it('has a sentence for every failure', () => {
    expect(errorCodes.filter((code) => !has(`errors.${code}`))).toEqual([])
  })
  it('has words for every state, reason and code of the core', () => {
    expect(myState.options.filter((state) => !has(`live.state.${state}`))).toEqual([])
    expect(skipReason.options.filter((reason) => !has(`live.skip.${reason}`))).toEqual([])
    expect(reasonCodes.filter((code) => !has(`reasons.${code}`))).toEqual([])
    expect(eventCodes.filter((code) => !has(`alerts.event.${code}`))).toEqual([])
    expect(needCodes.filter((code) => !['title', 'text', 'do'].every((part) => has(`alerts.need.${code}.${part}`)))).toEqual([])
  })
  it('leaves nothing empty', () => {
    // A rule that is off has nothing that comes next.
    expect([...all].filter(([key, text]) => text.trim() === '' && key !== 'wallet.maintain.next.off')).toEqual([])
  })
  it('has no exclamation marks', () => {
    expect([...all].filter(([, text]) => /[!！]/.test(text))).toEqual([])
  })
})

describe('translations', () => {
  const english = new Map(leaves(en as Tree))
  const japanese = new Map(leaves(ja as Tree))

  it('take no value that English does not give', () => {
    const wrong = [...japanese].filter(([key, text]) => {
      const known = placeholders(english.get(key) ?? english.get(key.replace(/_other$/, '')) ?? '')
      return placeholders(text).some((name) => !known.includes(name))
    })
    expect(wrong).toEqual([])
  })
  it('show every amount that English shows', () => {
    const wrong = [...japanese].filter(([key, text]) => tags(english.get(key) ?? '').join() !== tags(text).join())
    expect(wrong.map(([key]) => key)).toEqual([])
  })
  it('are all there', () => {
    const missing = [...english.keys()].filter((key) => !key.endsWith('_one') && !japanese.has(key))
    expect(missing).toEqual([])
  })
})

describe('plurals', () => {
  it('follow the language', () => {
    expect(createTexts('en').t('live.others.engines', { count: 1 })).toBe('1 engine')
    expect(createTexts('en').t('live.others.engines', { count: 3 })).toBe('3 engines')
    expect(createTexts('ja').t('live.others.engines', { count: 1 })).toBe('1 エンジン')
  })
})

describe.each(names)('a pause of the engine in %s', (language) => {
  const { alerts } = languages[language]
  const banners = {
    'day-limit': alerts.banner.dayLimit,
    'at-once-limit': alerts.banner.atOnce,
    balance: alerts.banner.balance,
    deprecated: alerts.banner.deprecated,
    'contracts-changed': alerts.banner.contracts,
    losses: alerts.banner.losses,
  }
  const apart = (text: string) => text.split(/：|: /)

  it.each(Object.keys(banners) as (keyof typeof banners)[])('has the same words in the events as in its banner: %s', (by) => {
    const [event, why = ''] = apart(alerts.enginePaused[by])
    const [banner = '', title] = apart(banners[by].title)
    expect(event?.toLowerCase()).toContain(banner.toLowerCase())
    expect(why).not.toBe('')
    expect(title?.endsWith(why)).toBe(true)
  })
})
