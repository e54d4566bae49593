import { afterEach, type TestContext } from 'vitest'

/** Ends one thing that a test started. */
export type Ending = () => Promise<unknown> | unknown

/** What each test of this file started: put here how it ends; after the test all of it does, the last one first. */
export function endings(): Ending[] {
  const ends: Ending[] = []
  afterEach(() => endAll(ends))
  return ends
}

/** The same for one test alone: others may run beside it. */
export function endingsOf({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Ending[] {
  const ends: Ending[] = []
  onTestFinished(() => endAll(ends))
  return ends
}

async function endAll(ends: Ending[]): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end()
}
