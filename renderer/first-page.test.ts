import { cleanup, render } from '@testing-library/react'
import { createElement } from 'react'
import { expect, it } from 'vitest'
import { App } from './App.tsx'
import { createFakeBridge } from './bridge/fake/bridge.ts'
import { wellState } from './bridge/fake/moments.ts'
import html from './index.html?raw'
import { createWindowConsole } from './store/console.tsx'

/** The page's elements as text, without what is between them and without React's spelling of an attribute. */
const shape = (element: Element): unknown => [
  element.tagName.toLowerCase(),
  [...element.attributes].map(({ name, value }) => [name, value]).sort(),
  element.children.length === 0 ? element.textContent.trim() : [...element.children].map(shape),
]

it('says before there is any script what the window says while it waits, so that nothing jumps', () => {
  const page = document.createElement('div')
  page.innerHTML = /<div id="root">([\s\S]*)<\/div>\s*<script/.exec(html)?.[1] ?? ''
  const value = createWindowConsole(createFakeBridge(wellState, { 'app.snapshot': () => new Promise(() => undefined) }, 'electron'))
  try {
    const { container } = render(createElement(App, { value }))
    const waiting = container.querySelector('.waiting-window')
    expect(waiting?.textContent.trim()).toBe(page.textContent.trim())
    expect(waiting && shape(waiting)).toEqual(page.firstElementChild && shape(page.firstElementChild))
  } finally {
    cleanup()
    value.stop()
  }
})
