// Structured values as text: child_process' own "advanced" serialization frees memory of the wrong allocator in this Electron and ends it.
const TAG = '$plain'

exports.encode = (message) =>
  JSON.stringify(message, function tag(key) {
    // Not the second argument: a Buffer would have become an object by then.
    const value = this[key]
    if (typeof value === 'bigint') return { [TAG]: 'bigint', text: value.toString() }
    if (value instanceof Uint8Array) return { [TAG]: 'bytes', text: Buffer.from(value).toString('base64') }
    return value
  })

exports.decode = (text) =>
  JSON.parse(text, (_key, value) => {
    if (typeof value !== 'object' || value === null || !(TAG in value)) return value
    return value[TAG] === 'bigint' ? BigInt(value.text) : new Uint8Array(Buffer.from(value.text, 'base64'))
  })
