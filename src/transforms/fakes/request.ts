import type { Gender } from '../inflection/grammar.ts'
import type { Language } from './tables.ts'

/** What a policy asks of the fakes of a field. */
export interface FakeRequest {
  /** undefined: the original's */
  language: Language | undefined
  keepGender: boolean
  keepScript: boolean
  /** with a tail that makes two equal fakes unlikely */
  unique: boolean
}

/**
 * One fake: from the original (its shape only), the draws of this value (`draws[at]` is the first), how many entries
 * further to go in the lists because the entry drawn gave the original back, the subject where fakes follow it, and the
 * gender of the person where other columns of the record tell it.
 */
export type FakeMaker = (
  text: string,
  draws: Uint32Array,
  at: number,
  further: number,
  subject?: string,
  told?: Gender,
) => string
