/** What a field or a piece of text is, and the shape of a recogniser: one entity, one file, a plain object. */

import type { LateExpression } from './boundary.ts'
import type { NameToken } from './names/tokens.ts'

export type Role = 'identifier' | 'quasi-identifier' | 'sensitive' | 'biometric' | 'insensitive'

/** UTF-16 offsets into the original text. Equal cells share theirs, so nobody may change one. */
export interface Detection {
  readonly start: number
  readonly end: number
  readonly entity: string
  /** 0…1; what is under the policy's `confidence` (default 0.5) is not reported */
  readonly score: number
  /** decision record: fixed phrases (`pattern iin`, `checksum`, `context: жсн`, `veto: timestamp`), never the value */
  readonly why?: readonly string[]
}

/** true: proven by a check; false: cannot be this entity; undefined: cannot tell. */
export type Validation = boolean | undefined

/** A place where an entity may stand; offsets into the normalised text. */
export interface Candidate {
  start: number
  end: number
  /** before context */
  score: number
  validated?: Validation
  /** false: its place says what it is, so it is reported without a context word that its recogniser asks for */
  needsContext?: false
  /** fixed phrases of the decision record */
  why: readonly string[]
}

/** What a value must contain before any pattern of a recogniser runs on it. */
export interface Prefilter {
  /** at least so many digits */
  digits?: number
  at?: boolean
  letters?: boolean
  /** at least one letter of A-Z, a-z */
  latin?: boolean
  /** at least one capital letter of any script */
  capital?: boolean
  colon?: boolean
  dot?: boolean
  /** a run of at least so many ASCII letters and digits */
  run?: number
  minLength?: number
  maxLength?: number
}

export interface Pattern {
  /** a linear-time expression with flags `gu`; matched against the normalised text */
  expression: RegExp | LateExpression
  /** score without validation and context */
  score: number
  name: string
  /** a match of this form is not reported without a context word, even where its check passed */
  needsContext?: boolean
}

export interface Recogniser {
  /** word of the policy's `type`: `iin`, `phone`, `email`, … */
  entity: string
  /** other names of the same thing, Presidio's and Google's first: `KZ_IIN`, `EMAIL_ADDRESS` */
  aliases: string[]
  family:
    | 'contact'
    | 'finance'
    | 'national-id'
    | 'document'
    | 'person'
    | 'address'
    | 'date'
    | 'health'
    | 'secret'
    | 'biometric'
    | 'organisation'
  /** ISO 3166-1 alpha-2, or undefined where it is not of one country */
  country?: string
  role: Role
  checksum: boolean
  patterns: Pattern[]
  /** cheap test on the value's character classes before any pattern runs */
  prefilter?: Prefilter
  validate?(match: string): Validation
  /**
   * asked when `validate` said false and a context word is near: true, proven by a wider rule; undefined, a form that the
   * word makes likely enough
   */
  validateInContext?(match: string): Validation
  /**
   * asked of a candidate that is the whole text, where single values are looked at (`wholeValue`): is it to be reported
   * with no word beside it? `validated` is what the check said.
   */
  whole?(value: string, validated: Validation): boolean
  /** for what no expression can say (names, addresses): candidates in the normalised text, in any order; `words` of it are cut once for all */
  find?(text: string, locales: readonly string[], words: () => readonly NameToken[]): Candidate[]
  /** expressions of which one matches in every text where `find` finds anything; it is not asked about the others */
  needs?: readonly (RegExp | LateExpression)[]
  /** lists of expressions: of each, too, one matches in every such text; running text nearly always has them, so only cells are asked */
  needsInCells?: readonly (readonly (RegExp | LateExpression)[])[]
  /** the expressions that `find` runs, so that a test can count their work */
  expressions?: readonly (RegExp | LateExpression)[]
  /** length of the number before a numeric column lost its leading zeros; the column verdict pads up to three */
  padTo?: number
  /** whole words, lower case, that raise the score when near or in the field's name */
  context?: string[]
  /** whole words that lower it to nothing */
  veto?: string[]
  /** 0…1 chance that a random value of the pattern's shape passes the validator; the column verdict tests against it */
  chance?: number
  /** a pattern alone is not reported without a context word */
  needsContext?: boolean
  /** when two recognisers claim the same span, the higher wins; default 0 */
  priority?: number
  /** not reported in free text unless asked for (postcode, organisation, …) */
  offByDefault?: boolean
  /** reported inside running text only: a cell that is nothing but a place, a job or a date says little about whom */
  proseOnly?: boolean
  examples: { match: string[]; reject: string[] }
  /** where patterns and checks come from */
  source: string
}
