/** Words and digits around a name in English text that make it a place, a street or a firm. */
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf } from './words.ts'

const NOTHING = { shift: 0, why: '' }

/** What is beside the tokens `from` to `to` and makes them no person, or one. */
export function aroundEnglish(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  stranger: boolean,
): { shift: number; why: string } {
  const first = tokens[from]!
  const last = tokens[to - 1]!
  if (isDigit(text, first.start - 2) && text[first.start - 1] === ' ') return { shift: -0.35, why: 'behind a number' }
  if (text[last.end] === ' ' && isDigit(text, last.end + 1)) return { shift: -0.35, why: 'before a number' }
  const behind = tokens[to + 1]
  if (tokens[to]?.word.lower === 'and' && behind?.joined && behind.shape === 'capital' && isDigit(text, behind.end + 1))
    return { shift: -0.35, why: 'corner of two streets' }
  const after = tokens[to]
  if (stranger && after?.joined && ADVERBS.has(after.word.lower) && tokens[to + 1]?.joined) {
    if (cuesOf(tokens[to + 1]!.word) & Cue.verb) return { shift: 0.3, why: 'verb of a person' }
  }
  if (stranger && /['’]s$/.test(last.word.text)) return { shift: 0.2, why: 'possessive' }
  const before = tokens[from - 1]
  if (!before || first.start - before.end !== 1) return NOTHING
  const unsure = evidenceOf(first.word).given < 0.8
  const further = tokens[from - 2]?.word.lower ?? ''
  switch (before.word.lower) {
    case 'in':
      return { shift: -0.25, why: 'a place by its preposition' }
    case 'at':
      return unsure ? { shift: -0.25, why: 'a firm by its preposition' } : NOTHING
    case 'by':
      return MADE.has(further) ? { shift: 0.2, why: 'maker' } : NOTHING
    case 'of':
      if (stranger && further === 'address') return { shift: -0.3, why: 'a firm by its address' }
      return PLACE_OF.has(further) ? { shift: -0.4, why: 'part of the name of a place' } : NOTHING
    case 'from':
    case 'to':
      return MOVED.has(further) ? { shift: -0.2, why: 'a place by its verb' } : NOTHING
    case 'for':
      return WORK.has(further) ? { shift: -0.3, why: 'a firm by its verb' } : NOTHING
    default:
      return NOTHING
  }
}

/** "X is the brainchild", "X has a", "X is 5": said of firms as often as of people; "X is very reliable" is not. */
export function isWeakVerb(tokens: readonly NameToken[], at: number): boolean {
  const verb = tokens[at]!
  const next = tokens[at + 1]
  return WEAK.has(verb.word.lower) && (!next?.joined || next.shape !== 'lower' || ARTICLES.has(next.word.lower))
}

const WEAK = new Set(['is', 'was', 'were', 'has'])
const ARTICLES = new Set(['a', 'an', 'the'])
const ADVERBS = new Set('once also then never always still often already just later'.split(' '))
const MADE = new Set(
  'written sung said directed painted composed recorded told drawn spoken book song film novel poem'.split(' '),
)
const PLACE_OF = new Set([
  'university',
  'college',
  'city',
  'town',
  'state',
  'bank',
  'county',
  'island',
  'lake',
  'port',
  'bay',
  'corner',
])
const MOVED = new Set([
  'originally',
  'moved',
  'came',
  'comes',
  'returned',
  'return',
  'flew',
  'travelled',
  'traveled',
  'trip',
  'flight',
])
const WORK = new Set(['work', 'works', 'worked', 'working'])

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0x30 && unit <= 0x39
}
