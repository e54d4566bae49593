/** The same sentences as on a terminal. */
export { errorSentences as errors } from '../../../shared/errors/sentences.ts'
