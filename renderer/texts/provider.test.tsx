import { act, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useTexts } from '../features/common/text.ts'
import { createTexts } from './i18n.ts'
import { remembering, TextsProvider } from './provider.tsx'

describe('texts that are remembered', () => {
  it('are looked up once without parameters, and every time with them', () => {
    const { t } = createTexts('en')
    const asked: string[] = []
    const watched = (key: string, options?: object): unknown => {
      asked.push(key)
      return t(key as never, options as never)
    }
    const remembered = remembering(watched as unknown as typeof t)
    expect([remembered('shell.nav.live'), remembered('shell.nav.live')]).toEqual(['Live', 'Live'])
    expect(remembered('live.others.engines', { count: 1 })).toBe('1 engine')
    expect(remembered('live.others.engines', { count: 3 })).toBe('3 engines')
    expect(asked).toEqual(['shell.nav.live', 'live.others.engines', 'live.others.engines'])
  })

  it('follow the language', async () => {
    const texts = createTexts('en')
    const Word = () => <p>{useTexts()('shell.nav.wallet')}</p>
    render(
      <TextsProvider texts={texts}>
        <Word />
      </TextsProvider>,
    )
    expect(screen.getByText('Wallet')).toBeDefined()
    await act(() => texts.changeLanguage('ja'))
    expect(screen.getByText(texts.t('shell.nav.wallet'))).toBeDefined()
    expect(screen.queryByText('Wallet')).toBeNull()
  })
})
