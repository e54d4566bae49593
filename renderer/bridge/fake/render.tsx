import '@testing-library/jest-dom/vitest'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { afterEach } from 'vitest'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { App } from '../../App.tsx'
import { createWindowConsole, type WindowConsole } from '../../store/console.tsx'
import type { Ui } from '../../store/ui.ts'
import type { Bridge } from '../bridge.ts'
import { type Answers, createFakeBridge, type FakeBridge } from './bridge.ts'
import { NOW } from './row-of.ts'

/* Tests only. */

afterEach(() => {
  cleanup()
  for (const stop of running.splice(0)) stop()
})
const running: (() => void)[] = []

export interface Opened {
  readonly bridge: FakeBridge
  readonly window: WindowConsole
  readonly user: UserEvent
}

interface Options {
  readonly answers?: Answers
  readonly now?: number | (() => number)
  readonly ui?: Partial<Ui>
  readonly host?: Bridge['host']
}

/** Opens the whole window over a fake console and waits for its first snapshot. */
export async function openWindow(
  state: ConsoleState,
  { answers = {}, now = NOW, ui = {}, host = 'electron' }: Options = {},
): Promise<Opened> {
  const bridge = createFakeBridge(state, answers, host)
  const value = createWindowConsole(bridge, typeof now === 'number' ? () => now : now, ui)
  running.push(value.stop)
  const user = userEvent.setup()
  render(<App value={value} />)
  await screen.findByRole('main')
  return { bridge, window: value, user }
}
