/** Short names of the kinds of files that are seen most; all others are shown as the daemon names them. */
const short: Readonly<Record<string, string>> = {
  'application/gzip': 'gzip',
  'application/java-archive': 'JAR',
  'application/javascript': 'JavaScript',
  'application/msword': 'Word',
  'application/pdf': 'PDF',
  'application/vnd.android.package-archive': 'APK',
  'application/vnd.microsoft.portable-executable': 'PE',
  'application/vnd.ms-excel': 'Excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/x-7z-compressed': '7z',
  'application/x-dosexec': 'PE',
  'application/x-executable': 'ELF',
  'application/x-javascript': 'JavaScript',
  'application/x-mach-binary': 'Mach-O',
  'application/x-msdownload': 'PE',
  'application/x-pie-executable': 'ELF',
  'application/x-rar': 'RAR',
  'application/x-sharedlib': 'ELF',
  'application/zip': 'ZIP',
  'text/html': 'HTML',
  'text/javascript': 'JavaScript',
}

/** The kind of a file as a table has room for it: `application/x-dosexec` → `PE`. */
export const shortKind = (mimetype: string): string => (Object.hasOwn(short, mimetype) ? (short[mimetype] ?? mimetype) : mimetype)
