/** Class names that apply, as one attribute; undefined when none does. */
export const cx = (...names: readonly (string | false | null | undefined)[]): string | undefined => {
  const joined = names.filter(Boolean).join(' ')
  return joined === '' ? undefined : joined
}
