import type { Answer, Bounty, Drop } from './bounty-state.ts'
import type { Effect, Question } from './inputs.ts'

/** The longest that anything waits by its own patience, blocks. */
export const LONGEST_WAIT = 256

/** Whether a wait until `moment` goes on; one that is further ahead than any patience was set on a chain that has begun anew since. */
export const isAhead = (moment: number, block: number): boolean => block < moment && moment - block <= LONGEST_WAIT

/** One decision in the making: the bounty so far and what is to be done. Lives inside one call of `decide`. */
export class Turn {
  bounty: Bounty
  readonly effects: Effect[] = []
  constructor(bounty: Bounty) {
    this.bounty = bounty
  }

  change(part: Partial<Bounty>): void {
    this.bounty = { ...this.bounty, ...part }
  }

  /** Changes my part; only where there is one. */
  mine(part: Partial<Answer>): void {
    const { answer } = this.bounty
    if (answer) this.change({ answer: { ...answer, ...part } })
  }

  do(...effects: readonly Effect[]): void {
    this.effects.push(...effects)
  }

  drop(drop: Drop): void {
    this.change({ work: { is: 'dropped', drop } })
    this.do({ is: 'save' }, { is: 'line', code: drop.is === 'skipped' ? 'skipped' : 'not-answered', amount: null })
  }

  /**
   * Asks the daemon, unless a question is under way or the last answer is too fresh. Each question makes the next one wait longer, up to
   * `longest` blocks; a wait that was longer than that was for a question that could.
   */
  ask(question: Question, block: number, longest = question.urgent ? 4 : 32): void {
    const { asked } = this.bounty
    if (asked.pending || (isAhead(asked.nextAt, block) && asked.nextAt - block <= longest)) return
    const wait = Math.min(2 ** Math.min(asked.times + 1, 8), longest)
    this.change({ asked: { pending: true, nextAt: block + wait, times: asked.times + 1 } })
    this.do({ is: 'ask', question, gap: this.bounty.gap })
  }
}
