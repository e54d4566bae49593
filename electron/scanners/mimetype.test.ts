import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mimetypeOf } from './mimetype.ts'

function portable(magic: number): Buffer {
  const bytes = Buffer.alloc(512)
  bytes.write('MZ')
  bytes.writeUInt32LE(0x80, 0x3c)
  bytes.write('PE\0\0', 0x80)
  bytes.writeUInt16LE(magic, 0x80 + 24)
  return bytes
}

describe('the kind of a file by its first bytes', () => {
  it('knows this very program', () => expect(mimetypeOf(readFileSync(process.execPath).subarray(0, 4096))).toBe('application/x-elf'))

  it.each<[string, Buffer, string | null]>([
    ['PE32', portable(0x10b), 'application/x-pe32'],
    ['PE32+', portable(0x20b), 'application/x-pe32+'],
    ['a PE header beyond the end', Buffer.concat([portable(0x10b).subarray(0, 0x40), Buffer.alloc(8, 0xff)]), 'application/x-dosexec'],
    ['a cut-off MZ', Buffer.from('MZ'), 'text/plain'],
    ['PDF', Buffer.from('%PDF-1.4'), 'application/pdf'],
    ['ZIP', Buffer.from('504b0304', 'hex'), 'application/zip'],
    ['tar', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')]), 'application/x-tar'],
    ['UTF-8 text', Buffer.from('größer\n'), 'text/plain'],
    ['Latin-1 text', Buffer.from('größer\n', 'latin1'), null],
    ['a text whose sample ends inside a character', Buffer.from(`${'a'.repeat(4095)}é`), 'text/plain'],
    ['a text cut off inside a character', Buffer.from('é').subarray(0, 1), null],
    ['escape sequences with a bell', Buffer.from('\u001b]0;x\u0007'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('%s', (_, bytes, type) => expect(mimetypeOf(bytes)).toBe(type))
})
