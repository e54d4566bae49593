/* node e2e/support/tools.ts --report FILE: puts what the tests need beyond npm in place before the first of them runs, and says what is missing. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { findChromium } from './find-chromium.ts'
import { installSystemPackages, missingPrograms } from './system-packages.ts'

const { values } = parseArgs({ options: { report: { type: 'string' } } })
const notes: string[] = []
const chromium = findChromium()
if (chromium.path === null) notes.push(chromium.reason)
else if (chromium.installed) notes.push(`installed: ${chromium.path}`)
if (process.platform === 'linux') {
  const before = missingPrograms()
  installSystemPackages()
  const after = missingPrograms()
  const installed = before.filter((program) => !after.includes(program))
  if (installed.length > 0) notes.push(`installed: ${installed.join(', ')}`)
  if (after.length > 0) notes.push(`not here, and what needs them is skipped: ${after.join(', ')}`)
}
for (const note of notes) process.stdout.write(`${note}\n`)
if (values.report) {
  mkdirSync(dirname(values.report), { recursive: true })
  writeFileSync(values.report, JSON.stringify({ passed: 0, failed: 0, skipped: 0, notes }))
}
