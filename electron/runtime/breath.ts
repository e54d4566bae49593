/** Lets this process hear what waits for it, clicks and sockets, between two pieces of work that each keep it busy for tens of milliseconds. */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
