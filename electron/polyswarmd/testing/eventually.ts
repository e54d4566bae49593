/** Lets sockets work until `condition` holds; real I/O has no other end. Fails after `limitMs` of real time. */
export async function eventually(condition: () => boolean, limitMs = 10_000): Promise<void> {
  const limit = Date.now() + limitMs
  while (!condition()) {
    if (Date.now() > limit) throw new Error(`never happened: ${condition.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
