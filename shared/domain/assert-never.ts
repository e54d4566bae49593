/** Closes a union: a case that was forgotten fails to compile, and one that slipped in at run time is named. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
