/** What an export answers: saved by the host, or left to the page; neither when the operator changed their mind. */
export interface SavedFile {
  /** Where the host saved it, or null. */
  readonly saved: string | null
  readonly name: string
  /** The text, where the page has to save it itself. */
  readonly content: string | null
}

/** Hands a text to the browser as a download. */
export function downloadText(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Finishes an export: downloads what the host left to the page. Answers the name to tell the operator; null = nothing was saved. */
export function finishExport({ saved, name, content }: SavedFile): string | null {
  if (content === null) return saved
  downloadText(name, content)
  return name
}
