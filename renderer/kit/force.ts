/** States that a picture of the kit cannot have by itself; a wrapper `.force-hover` shows everything in it as hovered. */
const forced = [':hover', ':active', ':focus-visible'] as const

/** Copies each rule of a passing state into one that a wrapper's class switches on. Development only: it writes style rules. */
export function forceStates(): void {
  for (const sheet of document.styleSheets) {
    for (const rule of [...sheet.cssRules]) {
      if (!(rule instanceof CSSStyleRule)) continue
      for (const state of forced) {
        if (!rule.selectorText.includes(state)) continue
        const selector = rule.selectorText
          .split(',')
          .filter((part) => part.includes(state))
          .map((part) => `.force${state.replace(':', '-')} ${part.trim().replaceAll(`:has(${state})`, '').replaceAll(state, '') || '*'}`)
          .join(',')
        // The bare `:focus-visible` of the base sheet would put a ring around every element.
        const safe = selector.replace(/\.force-focus-visible \*/g, '.force-focus-visible :is(button, input)')
        sheet.insertRule(`${safe} { ${rule.style.cssText} }`, sheet.cssRules.length)
      }
    }
  }
}
