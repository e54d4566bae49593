import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

describe('what takes turns', () => {
  it('runs one after another in the order it was asked for, and gives each asker its own answer', async () => {
    const turns = new Turns()
    const seen: string[] = []
    const first = Promise.withResolvers<string>()
    const answers = [
      turns.take(async () => {
        seen.push('first begins')
        const answer = await first.promise
        seen.push('first ends')
        return answer
      }),
      turns.take(async () => {
        seen.push('second')
        return 'b'
      }),
    ]
    await Promise.resolve()
    expect(seen).toEqual(['first begins'])
    first.resolve('a')
    expect(await Promise.all(answers)).toEqual(['a', 'b'])
    expect(seen).toEqual(['first begins', 'first ends', 'second'])
  })

  it('goes on after one that failed, whose asker alone hears of it', async () => {
    const turns = new Turns()
    const failed = turns.take(() => Promise.reject(new Error('refused')))
    const next = turns.take(async () => 'done')
    await expect(failed).rejects.toThrow('refused')
    expect(await next).toBe('done')
  })
})
