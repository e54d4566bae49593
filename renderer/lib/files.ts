/** The largest file that may be given to the scanner by hand, bytes. */
export const MAX_TEST_BYTES = 4 * 1024 * 1024
const CHUNK = 0x8000

/** A file's bytes as base64, without a data: address, so that the content security policy stays closed. */
export async function toBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(binary)
}
