import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitName, shortName, stem, visibleText } from './names.ts'

describe('names from strangers', () => {
  it('show what would turn the line', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice⟨202E⟩fdp.exe')
    expect(visibleText('a\u200Bb\u2066c')).toBe('a⟨200B⟩b⟨2066⟩c')
  })

  it('show what would break the line', () => {
    expect(visibleText('a\nb\r\tc\u2028d')).toBe('a⟨000A⟩b⟨000D⟩⟨0009⟩c⟨2028⟩d')
  })

  it('show blanks as blanks and lone halves as what they are', () => {
    expect(visibleText('a\u00a0b\u3000c')).toBe('a b c')
    expect(visibleText('a\ud800b')).toBe('a⟨D800⟩b')
  })

  it('leave ordinary words of every script alone', () => {
    for (const name of ['résumé.pdf', '請求書.xlsx', 'счёт №5.docx', 'emoji-😀.png']) expect(visibleText(name)).toBe(name)
  })

  it('never keep a character that has no shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}/u)
      }),
    )
  })

  it('are cut in the middle where nothing can be measured', () => {
    expect(shortName('invoice_2026-10-4471.xlsm', 15)).toBe('invoice…71.xlsm')
    expect(stem('keygen_v2.exe')).toBe('keygen_v2')
    expect(stem('.bashrc')).toBe('.bashrc')
    expect(stem('PO-88213_signed.pdf.js')).toBe('PO-88213_signed.pdf.js')
  })

  it('show as much as fits, and their extension', () => {
    const within = (length: number) => (text: string) => [...text].length <= length
    expect(fitName('invoice_2026-10-4471.xlsm', undefined, within(25))).toBe('invoice_2026-10-4471.xlsm')
    expect(fitName('invoice_2026-10-4471.xlsm', undefined, within(20))).toBe('invoice_202…471.xlsm')
    expect(fitName('invoice_2026-10-4471.xlsm', undefined, within(10))).toBe('i…471.xlsm')
    expect(fitName('invoice_2026-10-4471.xlsm', undefined, within(6))).toBe('….xlsm')
    expect(fitName('invoice_2026-10-4471.xlsm', undefined, within(0))).toBe('…m')
    expect(fitName('keygen_2.exe', undefined, within(10))).toBe('k…en_2.exe')
    expect(fitName('a.exe', undefined, within(4))).toBe('…exe')
    expect(fitName('connection refused', 0, within(11))).toBe('connection…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 10, max: 40 }), (text, room) => {
        const shown = fitName(text, undefined, within(room))
        const whole = visibleText(text)
        if (shown === whole) expect([...whole].length).toBeLessThanOrEqual(room)
        else {
          // One more would not fit.
          expect([...shown]).toHaveLength(room)
          expect(shown.endsWith(`…${[...whole].slice(-8).join('')}`)).toBe(true)
        }
      }),
    )
  })
})
