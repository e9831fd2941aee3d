/**
 * Edges of tokens. JavaScript's `\b` and `\w` know ASCII only, useless beside Cyrillic.
 * Only letters with a case (Lu, Ll) join a token: Hangul, Han and Thai stand against numbers without a space.
 * All expressions are for normalised text (see normalise.ts) and carry the flags `gu`.
 */

import { once } from '../record/once.ts'
import { bitOf, digitRunsFor } from './digit-runs.ts'

/** not inside a word or number */
const LEFT = String.raw`(?<![\p{Lu}\p{Ll}\p{N}])`
const RIGHT = String.raw`(?![\p{Lu}\p{Ll}\p{N}])`
/** not a later part of a decimal, a dotted or a dashed number, a UUID */
const LEFT_OF_NUMBER = String.raw`(?<![\p{Lu}\p{Ll}\p{N}]|\p{N}[.\-]|(?<!\p{N})0,)`
/** nor the beginning of one; but `.0` and `.00` are what a table of numbers with a gap writes behind every whole one */
const RIGHT_OF_NUMBER = String.raw`(?![\p{Lu}\p{Ll}\p{N}]|-\p{N}|\.[1-9]|\.0[1-9]|\.00\p{N}|\.0\.\p{N}|\.00\.\p{N})`

/** `source` as a whole word; flags `gu`, with `i` when letters may be of either case. */
export function word(source: string, flags: 'gu' | 'giu' = 'gu'): LateExpression {
  return { ...edged(LEFT, source, RIGHT, flags), runs: runsOf(source) }
}

/**
 * `source` as a whole number: no digits, decimals or dashed groups on either side. `number('\\d{12}')` knows that it is a
 * run of twelve digits: dozens of recognisers ask for one, and share one search.
 */
export function number(source: string, flags: 'gu' | 'giu' = 'gu'): LateExpression {
  const exact = /^\\d\{(\d+)\}$/.exec(source)
  return {
    ...(exact && { digits: Number(exact[1]) }),
    runs: runsOf(source),
    ...edged(LEFT_OF_NUMBER, source, RIGHT_OF_NUMBER, flags),
  }
}

/**
 * An expression that is made when it is first asked for. Every `\p{…}` costs the engine a table of Unicode, half a
 * millisecond an expression, and of hundreds a job needs few.
 */
export interface LateExpression {
  /** how many digits it asks for, if it is a plain run of digits */
  readonly digits?: number
  /** lengths of digit runs of which a text must have one, as bits; see digit-runs.ts */
  runs?(): number
  /** how it is written; of `word` and `number` without making it */
  written(): { source: string; flags: string }
  regexp(): RegExp
}

function edged(left: string, source: string, right: string, flags: string): LateExpression {
  const whole = `${left}(?:${source})${right}`
  return { written: () => ({ source: whole, flags }), regexp: once(() => new RegExp(whole, flags)) }
}

function runsOf(source: string): () => number {
  let made: number | undefined
  return () => (made ??= digitRunsFor(source))
}

export function late(make: () => RegExp): LateExpression {
  const regexp = once(make)
  return { written: regexp, regexp }
}

/** A whole expression, edges and all, each of whose matches holds or overlaps a run of digits of one of these lengths. */
export function nearDigits(make: () => RegExp, ...lengths: number[]): LateExpression {
  return { ...late(make), runs: () => lengths.reduce((bits, n) => bits | bitOf(n), 0) }
}

/** The expression, made now if it is a late one. */
export function regexpOf(expression: RegExp | LateExpression): RegExp {
  return expression instanceof RegExp ? expression : expression.regexp()
}

/** A longer run of digits is nobody's number. */
export const LONGEST_RUN = 40

/** How an expression is written, without making a late one. */
export function writtenOf(expression: RegExp | LateExpression): { source: string; flags: string } {
  return expression instanceof RegExp ? expression : expression.written()
}

/** Every plain run of digits of a text that stands by itself. */
export const DIGIT_RUN = number(`\\d{1,${LONGEST_RUN}}`)

/** The digits of a written number. */
export function digitsOf(text: string): string {
  return isDigits(text) ? text : text.replace(/[^0-9]/g, '')
}

/** Nothing but digits of ASCII: no expression is asked for what is so mostly. */
export function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x30 || unit > 0x39) return false
  }
  return text !== ''
}

/** The letters and digits of a written number, in upper case. */
export function compact(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
}

/** `111111111111`: passes many checks, is never issued. */
export function oneDigit(digits: string): boolean {
  return /^(\d)\1*$/.test(digits)
}
