import { describe, expect, it } from 'vitest'
import { lateLog } from './late-log.ts'
import { createLog } from './log.ts'

function real() {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', format: 'text', write: (line) => void lines.push(line.slice(13).trimEnd()) }) }
}

describe('a log before there is one', () => {
  it('keeps what is said, in order and with its room, and passes on what is said later', () => {
    const { lines, log: target } = real()
    const { log, become } = lateLog()
    const child = log.child({ room: 'host' })
    log.info('first', { at: 1 })
    child.warn('second')
    expect(lines).toEqual([])
    become(target)
    child.error('third')
    log.debug('not at this level')
    expect(lines).toEqual(['info  first  at=1', 'warn  second  room=host', 'error third  room=host'])
  })

  it('stays with the first real one', () => {
    const [one, other] = [real(), real()]
    const { log, become } = lateLog()
    log.info('said once')
    become(one.log)
    become(other.log)
    log.info('and on')
    log.child({ room: 'new' }).info('in a room')
    expect(one.lines).toEqual(['info  said once', 'info  and on', 'info  in a room  room=new'])
    expect(other.lines).toEqual([])
  })
})
