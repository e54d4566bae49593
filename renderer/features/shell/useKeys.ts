import { useEffect, useRef } from 'react'
import { useCommunity, useConsole, useWindowConsole } from '../../store/console.tsx'
import { goTo, type Screen } from '../../store/ui.ts'
import { useLock } from '../wallet/index.ts'
import { useEngineToggle } from './EngineButtons.tsx'

const goKeys: Readonly<Record<string, Exclude<Screen, 'bounty'>>> = {
  l: 'live',
  a: 'assertions',
  w: 'wallet',
  c: 'communities',
  e: 'engine',
}
/** After G the second key may come within this time. */
const GO_MS = 1500

/** The keys of the window. Single keys are off in fields and while a dialog is open. */
export function useKeys(): void {
  const { ui } = useWindowConsole()
  const lock = useLock()
  const community = useCommunity()
  const { toggle } = useEngineToggle(community)
  const wallet = useConsole(({ wallets }) => wallets.find(({ address }) => address === community?.settings.wallet) ?? wallets[0] ?? null)
  const wentAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const chord = (event: KeyboardEvent): boolean => {
      if (!(event.ctrlKey || event.metaKey)) return false
      const key = event.key.toLowerCase()
      if (key === 'k') ui.setState({ dialog: { is: 'palette', text: '' } })
      else if (key === 'p' && event.shiftKey) toggle()
      else if (key === 'l' && wallet !== null && wallet.state === 'unlocked') lock(wallet)
      else return false
      return true
    }
    const single = (event: KeyboardEvent): boolean => {
      const key = event.key.toLowerCase()
      const screen = goKeys[key]
      if (screen && event.timeStamp - wentAt.current < GO_MS) {
        wentAt.current = Number.NEGATIVE_INFINITY
        goTo(ui, { screen })
        return true
      }
      if (key === 'g') wentAt.current = event.timeStamp
      else if (event.key === '?') ui.setState({ dialog: { is: 'keys' } })
      else if (key === 'n') firstNeed(ui)
      else if (key === 'f') press('[data-key="filter"]')
      else if (key === '/') press('[data-key="search"]')
      else if (key === 'j' || key === 'k') focus('[data-grid="main"] [data-row][tabindex="0"]')
      else if (key === 'escape') return back(ui)
      else return false
      return true
    }
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (chord(event)) return event.preventDefault()
      const plain = !(event.ctrlKey || event.metaKey || event.altKey)
      if (plain && ui.getState().dialog === null && !inField(event.target) && single(event)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [ui, lock, toggle, wallet])
}

/** The needs stand beside the Live screen; other screens have a panel of their own. */
function firstNeed(ui: ReturnType<typeof useWindowConsole>['ui']): void {
  if (document.querySelector('[data-need-action]')?.checkVisibility?.() !== true) goTo(ui, { screen: 'live' })
  requestAnimationFrame(() => focus('[data-need-action]'))
}

function back(ui: ReturnType<typeof useWindowConsole>['ui']): boolean {
  const { place, sideOpen } = ui.getState()
  if (sideOpen) ui.setState({ sideOpen: false })
  else if (place.screen === 'bounty') {
    goTo(ui, { screen: place.from })
    // Back where one came from, not at the top of the list.
    requestAnimationFrame(() => focus(`[data-row="${CSS.escape(place.guid)}"]`))
  } else return false
  return true
}

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus()
function press(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector)
  if (element === null) return
  // A menu's trigger opens on pointer or key; focusing it first makes the key below land on it.
  element.focus()
  if (element.getAttribute('aria-haspopup') === 'menu') element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  else element.click()
}
const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select') || target.isContentEditable || target.closest('[role="menu"]') !== null)
