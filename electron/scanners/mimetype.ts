/**
 * What kind of file bytes are, by their first bytes alone: for display, never for a decision. Only kinds whose signature is beyond doubt
 * are named; a guess would look like knowledge.
 */
export function mimetypeOf(bytes: Uint8Array): string | null {
  for (const { at, magic, type } of signatures) if (startsWith(bytes, magic, at)) return type
  return windowsExecutable(bytes) ?? (isText(bytes) ? 'text/plain' : null)
}

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0))

const signatures: readonly { readonly at: number; readonly magic: readonly number[]; readonly type: string }[] = [
  { at: 0, magic: [0x7f, ...ascii('ELF')], type: 'application/x-elf' },
  { at: 0, magic: ascii('%PDF-'), type: 'application/pdf' },
  { at: 0, magic: [...ascii('PK'), 3, 4], type: 'application/zip' },
  { at: 0, magic: [...ascii('PK'), 5, 6], type: 'application/zip' },
  { at: 0, magic: [0x1f, 0x8b, 0x08], type: 'application/gzip' },
  { at: 0, magic: ascii('BZh'), type: 'application/x-bzip2' },
  { at: 0, magic: [0xfd, ...ascii('7zXZ'), 0], type: 'application/x-xz' },
  { at: 0, magic: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c], type: 'application/x-7z-compressed' },
  { at: 0, magic: [...ascii('Rar!'), 0x1a, 0x07], type: 'application/vnd.rar' },
  { at: 257, magic: ascii('ustar'), type: 'application/x-tar' },
  // Word, Excel and Outlook files of before 2007, and installers.
  { at: 0, magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], type: 'application/x-ole-storage' },
  { at: 0, magic: ascii('{\\rtf'), type: 'application/rtf' },
  { at: 0, magic: [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0], type: 'application/java-vm' },
  { at: 0, magic: [0xcf, 0xfa, 0xed, 0xfe], type: 'application/x-mach-binary' },
  { at: 0, magic: [0xce, 0xfa, 0xed, 0xfe], type: 'application/x-mach-binary' },
  { at: 0, magic: [...ascii('dex'), 0x0a], type: 'application/x-dex' },
  { at: 0, magic: [0, ...ascii('asm')], type: 'application/wasm' },
  { at: 0, magic: [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a], type: 'image/png' },
  { at: 0, magic: [0xff, 0xd8, 0xff], type: 'image/jpeg' },
  { at: 0, magic: ascii('GIF8'), type: 'image/gif' },
  { at: 0, magic: ascii('SQLite format 3'), type: 'application/vnd.sqlite3' },
]

const startsWith = (bytes: Uint8Array, magic: readonly number[], at: number): boolean =>
  bytes.length >= at + magic.length && magic.every((value, i) => bytes[at + i] === value)

const E_LFANEW = 0x3c
const DOS_HEADER_BYTES = 0x40
const OPTIONAL_HEADER_AT = 24

/** PE32 and PE32+ where the headers say so; a bare MZ is DOS. */
function windowsExecutable(bytes: Uint8Array): string | null {
  if (!startsWith(bytes, ascii('MZ'), 0) || bytes.length < DOS_HEADER_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = view.getUint32(E_LFANEW, true)
  if (header + OPTIONAL_HEADER_AT + 2 > bytes.length || !startsWith(bytes, [...ascii('PE'), 0, 0], header)) return 'application/x-dosexec'
  const magic = view.getUint16(header + OPTIONAL_HEADER_AT, true)
  if (magic === 0x10b) return 'application/x-pe32'
  return magic === 0x20b ? 'application/x-pe32+' : 'application/x-dosexec'
}

const TEXT_SAMPLE_BYTES = 4096

/** UTF-8 without control characters, judged by the beginning. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  const sample = bytes.subarray(0, TEXT_SAMPLE_BYTES)
  if (sample.some((value) => value < 9 || (value > 13 && value < 32 && value !== 27) || value === 127)) return false
  try {
    // `stream`: a character cut off by the sample's end is no mistake.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: sample.length < bytes.length })
    return true
  } catch {
    return false
  }
}
