import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { errorSentences } from '../../shared/errors/sentences.ts'
import { isExpected, PlainError, plainReason } from './plain-reason.ts'

describe('why a console cannot start', () => {
  it.each<[unknown, string, boolean]>([
    [new ConsoleError('journal-in-use'), errorSentences['journal-in-use'], true],
    [new ConsoleError('wallet-missing', 'no file'), `${errorSentences['wallet-missing']} (no file)`, true],
    [Object.assign(new Error('listen'), { code: 'EADDRINUSE' }), 'the port is taken by another program: choose another --port', true],
    [new PlainError('the file x cannot be read'), 'the file x cannot be read', true],
    [new ConsoleError('internal'), errorSentences.internal, false],
    [new TypeError('x is not a function'), 'x is not a function', false],
    ['thrown', 'it failed for an unknown reason', false],
  ])('%s is said in one line, with a stack only where the program is at fault', (error, line, expected) => {
    expect([plainReason(error), isExpected(error)]).toEqual([line, expected])
  })
})
