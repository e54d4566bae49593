import type { TestContext } from 'vitest'

/** What a test has to end, told in order; ended in the reverse one when the test is over. Of one test alone: others may run beside it. */
export function endingsOf({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): (() => Promise<void> | void)[] {
  const ends: (() => Promise<void> | void)[] = []
  onTestFinished(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  return ends
}
