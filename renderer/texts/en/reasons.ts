/** The same words as on a terminal. */
export { reasonSentences as reasons } from '../../../shared/errors/reason-sentences.ts'
