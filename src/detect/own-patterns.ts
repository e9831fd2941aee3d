/**
 * Recognisers of a policy's own patterns. They run in RE2's syntax and linear time (Cox, "Regular expression matching can
 * be simple and fast"): nobody proves the patterns of a policy free of super-linear backtracking, as the tests do ours.
 */
import { RE2JS, RE2JSException } from 're2js'
import { patternForm } from './own-pattern-form.ts'
import type { Candidate, Recogniser, Role } from './recogniser.ts'

/** One entity of a policy's `detect.patterns`. */
export interface OwnPattern {
  /** RE2 syntax: no back references, no lookaround; a match is a whole word on each side that is a letter or digit */
  pattern: string
  /** default identifier */
  role?: Exclude<Role, 'biometric' | 'insensitive'>
  /** whole words beside a match or in the field's name that raise its score */
  context?: string[]
  /** 0…1, default 0.6; below 0.5 a match counts only beside a context word */
  score?: number
}

export const OWN_SCORE = 0.6

/** A recogniser for each entity. Throws where `patternFault` has something to say. */
export function ownRecognisers(patterns: Readonly<Record<string, OwnPattern>>): Recogniser[] {
  return Object.entries(patterns).map(([entity, own]) => recogniserOf(entity, own))
}

/** What is wrong with a pattern, as a phrase for the policy's author; undefined: nothing. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.replace(WIDTHLESS, '') === '') return 'the pattern matches an empty text only'
  const around = AROUND.exec(unquoted(pattern))
  if (around)
    return `the pattern looks ${around[1] === '' ? 'ahead' : 'behind'} with "${around[0]}", which RE2 syntax has not: what stands beside a match goes into "context"`
  try {
    RE2JS.compile(pattern)
    const seen = patternForm(pattern)
    if ('fault' in seen) return seen.fault
    return RE2JS.compile(seen.form).matcher('').find() ? 'the pattern matches an empty text' : undefined
  } catch (e) {
    if (!(e instanceof RE2JSException)) throw e
    return `the pattern is not understood (RE2 syntax): ${e.message.replace(/^error parsing regexp: /, '')}`
  }
}

/** Edges, groups and repetitions: a pattern of nothing else has no character to match. */
const WIDTHLESS = /\\[bBAzZ]|\(\?(?:P?<[^>]*>|[a-zA-Z-]*:?)|[\^$()|*+?]|\{\d*,?\d*\}/g
const AROUND = /\(\?(<?)[=!]/

/** Without escaped characters and classes, in which `(?=` is no group. */
function unquoted(pattern: string): string {
  return pattern.replace(/\\./g, '..').replace(/\[[^\]]*\]/g, '')
}

function recogniserOf(
  entity: string,
  { pattern, role = 'identifier', context = [], score = OWN_SCORE }: OwnPattern,
): Recogniser {
  RE2JS.compile(pattern)
  const seen = patternForm(pattern)
  if ('fault' in seen) throw new RE2JSException(seen.fault)
  const expression = RE2JS.compile(seen.form)
  return {
    entity,
    aliases: [],
    // Of a family that the vetoes spare: who writes a pattern for UUIDs means UUIDs.
    family: 'contact',
    role,
    checksum: false,
    patterns: [],
    context: context.map((word) => word.toLowerCase()),
    // The author knows better than a general rule, though not than a check, what the same characters are.
    priority: 10,
    find(text) {
      const found: Candidate[] = []
      const matcher = expression.matcher(text)
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()]
        if (start < end && !insideWord(text, start) && !insideWord(text, end))
          found.push({ start, end, score, why: ['pattern of the policy'] })
      }
      return found
    },
    examples: { match: [], reject: [] },
    source: 'the policy',
  }
}

/** Would a border at this place cut a word or number in two? */
function insideWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && /[\p{L}\p{N}]{2}/u.test(text.slice(at - 1, at + 1))
}
