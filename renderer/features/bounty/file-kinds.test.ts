import { expect, it } from 'vitest'
import { shortKind } from './file-kinds.ts'

it('names the kinds that are seen most shortly, and all others as the daemon does', () => {
  expect(['text/javascript', 'application/x-dosexec', 'image/x-icon', 'constructor'].map(shortKind)).toEqual([
    'JavaScript',
    'PE',
    'image/x-icon',
    'constructor',
  ])
})
