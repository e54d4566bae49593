// What the V8 of Electron 22 lacks of the language. Each is taken from core-js when it is first used: read at once they would cost every
// process of every start 50 ms, which would be measured as ours. The window has them in its own bundle.

/** @param {readonly (readonly [object, readonly string[]])[]} owners who lacks what: one use of any of it loads them all */
function late(owners, load) {
  const missing = owners.flatMap(([owner, names]) => names.filter((name) => !(name in owner)).map((name) => [owner, name]))
  const take = () => {
    for (const [owner, name] of missing) delete owner[name]
    missing.length = 0
    load()
  }
  for (const [owner, name] of missing)
    Object.defineProperty(owner, name, {
      configurable: true,
      get: () => {
        take()
        return owner[name]
      },
      set: (value) => Object.defineProperty(owner, name, { value, writable: true, configurable: true }),
    })
}

const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))
const typedArray = Object.getPrototypeOf(Uint8Array.prototype)
const methods = ['drop', 'every', 'filter', 'find', 'flatMap', 'forEach', 'map', 'reduce', 'some', 'take', 'toArray']
const ofSets = ['difference', 'intersection', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'union']
const ofUrl = globalThis.URL ?? {}

late([[Array, ['fromAsync']]], () => require('core-js/actual/array/from-async'))
late([[Array.prototype, ['toReversed']]], () => require('core-js/actual/array/to-reversed'))
late([[Array.prototype, ['toSorted']]], () => require('core-js/actual/array/to-sorted'))
late([[Array.prototype, ['toSpliced']]], () => require('core-js/actual/array/to-spliced'))
late([[Array.prototype, ['with']]], () => require('core-js/actual/array/with'))
late([[ArrayBuffer.prototype, ['transfer', 'transferToFixedLength', 'detached']]], () => require('core-js/actual/array-buffer/transfer'))
late([[globalThis, ['DOMException']]], () => require('core-js/actual/dom-exception'))
late([[Error, ['isError']]], () => require('core-js/actual/error/is-error'))
// biome-ignore format: one owner a line
late([[globalThis, ['Iterator']], [iterator, methods]], () => require('core-js/actual/iterator'))
late([[Map.prototype, ['getOrInsert']]], () => require('core-js/actual/map/get-or-insert'))
late([[Map.prototype, ['getOrInsertComputed']]], () => require('core-js/actual/map/get-or-insert-computed'))
late([[Map, ['groupBy']]], () => require('core-js/actual/map/group-by'))
late([[Object, ['groupBy']]], () => require('core-js/actual/object/group-by'))
late([[Promise, ['try']]], () => require('core-js/actual/promise/try'))
late([[Promise, ['withResolvers']]], () => require('core-js/actual/promise/with-resolvers'))
late([[RegExp, ['escape']]], () => require('core-js/actual/regexp/escape'))
late([[globalThis, ['self']]], () => require('core-js/actual/self'))
late([[Set.prototype, ofSets]], () => require('core-js/actual/set'))
late([[String.prototype, ['isWellFormed']]], () => require('core-js/actual/string/is-well-formed'))
late([[String.prototype, ['toWellFormed']]], () => require('core-js/actual/string/to-well-formed'))
late([[globalThis, ['structuredClone']]], () => require('core-js/actual/structured-clone'))
late([[Symbol, ['asyncDispose']]], () => require('core-js/actual/symbol/async-dispose'))
late([[Symbol, ['dispose']]], () => require('core-js/actual/symbol/dispose'))
late([[Uint8Array, ['fromBase64']]], () => require('core-js/actual/typed-array/from-base64'))
late([[Uint8Array, ['fromHex']]], () => require('core-js/actual/typed-array/from-hex'))
late([[Uint8Array.prototype, ['toBase64']]], () => require('core-js/actual/typed-array/to-base64'))
late([[Uint8Array.prototype, ['toHex']]], () => require('core-js/actual/typed-array/to-hex'))
late([[typedArray, ['toReversed']]], () => require('core-js/actual/typed-array/to-reversed'))
late([[typedArray, ['toSorted']]], () => require('core-js/actual/typed-array/to-sorted'))
late([[typedArray, ['with']]], () => require('core-js/actual/typed-array/with'))
late([[ofUrl, ['canParse']]], () => require('core-js/actual/url/can-parse'))
late([[ofUrl, ['parse']]], () => require('core-js/actual/url/parse'))
