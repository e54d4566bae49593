/*
 * Names of artifacts come from strangers. They are shown as text alone: what would turn, hide or break the line is made visible.
 */

/** Characters without a shape of their own: controls, line breaks, direction marks, joiners, lone surrogates, unassigned, fillers. */
const invisible = /\p{C}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u3164|\uffa0/gu

const mark = (char: string): string => `⟨${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** Hostile text made safe to show on one line: `a⟨202E⟩fdp.exe`. Blanks of every kind become a plain blank. */
export function visibleText(text: string): string {
  return text.replace(/[\u00a0\u1680\u2000-\u200a\u3000]/g, ' ').replace(invisible, mark)
}

/** How much of a name's end stays when it is cut: the extension and a little more. */
const TAIL = 8

/**
 * As much of a name as `fits`: all of it; or a head, an ellipsis and its last `tail` characters (by code point), so that the extension stays;
 * or, where that is too much, as much of the end as there is room for. A tail of 0 cuts at the end, as sentences are.
 */
export function fitName(text: string, tail = TAIL, fits: (text: string) => boolean): string {
  const whole = visibleText(text)
  if (fits(whole)) return whole
  const chars = [...whole]
  const kept = Math.max(0, Math.min(tail, chars.length - 1))
  const [heads, ends] = [chars.slice(0, chars.length - kept), chars.slice(chars.length - kept)]
  const withHead = (length: number): string => `${heads.slice(0, length).join('')}…${ends.join('')}`
  const endAlone = (length: number): string => `…${ends.slice(-length).join('')}`
  return kept === 0 || fits(withHead(1)) ? longest(withHead, heads.length, fits) : longest(endAlone, kept, fits)
}

/** The longest of the texts of 1 to `most` characters that fits; that of one where none does. */
function longest(textOf: (length: number) => string, most: number, fits: (text: string) => boolean): string {
  let [low, high] = [1, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(textOf(middle))) low = middle
    else high = middle - 1
  }
  return textOf(low)
}

/** A name of at most `length` characters, cut in the middle: for places that cannot measure (titles, notices). */
export function shortName(text: string, length: number): string {
  const chars = [...visibleText(text)]
  if (chars.length <= length) return chars.join('')
  const tail = Math.floor((length - 1) / 2)
  return `${chars.slice(0, length - 1 - tail).join('')}…${chars.slice(-tail).join('')}`
}

/** A name without its extension, for narrow heads: `keygen_v2`. One with more than one keeps them: `signed.pdf.js` is no `pdf`. */
export function stem(text: string): string {
  const visible = visibleText(text)
  const dot = visible.lastIndexOf('.')
  return dot > 0 && !visible.slice(1, dot).includes('.') ? visible.slice(0, dot) : visible
}
