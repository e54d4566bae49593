/*
 * Texts that are cut to the room there is. One observer tells of all of them, after the page was laid out and before it is painted; their
 * widths are measured on a canvas. Measured in the page instead, each name of a table has the whole table laid out several times.
 */

/** What to show, given whether a text fits. */
type Cut = (fits: (text: string) => boolean) => string

interface Watched {
  readonly span: HTMLElement
  readonly cut: Cut
}

/** By the element whose width is the room. */
const watched = new Map<Element, Watched>()
let observer: ResizeObserver | null = null
let canvas: CanvasRenderingContext2D | null = null

/** Keeps `span` showing as much as fits in `room`, now and whenever its width or the fonts change. @returns ends it */
export function watchRoom(room: HTMLElement, span: HTMLElement, cut: Cut): (() => void) | undefined {
  // Where nothing is laid out, as in a test of the components, nothing is cut.
  if (typeof ResizeObserver === 'undefined' || !('fonts' in document)) return undefined
  observer ??= watchAll()
  const all = observer
  watched.set(room, { span, cut })
  all.observe(room)
  return () => {
    watched.delete(room)
    all.unobserve(room)
  }
}

function watchAll(): ResizeObserver {
  const all = new ResizeObserver((entries) => {
    // First all is read, then all is written: in turn, each would have the page laid out for the next.
    const shown = entries.flatMap(({ target, contentRect: { width } }) => {
      const name = watched.get(target)
      return name && width > 0 ? [{ span: name.span, text: name.cut(fitter(name.span, width)) }] : []
    })
    for (const { span, text } of shown) if (span.textContent !== text) span.textContent = text
  })
  document.fonts.addEventListener('loadingdone', () => {
    for (const room of watched.keys()) {
      all.unobserve(room)
      all.observe(room)
    }
  })
  return all
}

/** Whether a text in this element's font is no wider than `room`, in pixels; canvas and page agree to a fiftieth of a pixel. */
function fitter(span: HTMLElement, room: number): (text: string) => boolean {
  const { fontStyle, fontWeight, fontSize, fontFamily, letterSpacing } = getComputedStyle(span)
  canvas ??= document.createElement('canvas').getContext('2d')
  const measure = canvas
  if (!measure) return () => true
  measure.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`
  measure.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing
  return (text) => measure.measureText(text).width <= room + 0.5
}
