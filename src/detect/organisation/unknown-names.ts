/** Names that no dictionary has, in texts about business. */
import { before, endsName, isPast, isUnknown, isUnknownName } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'

/**
 * In a text about business: a name that no dictionary has, and two or more capitals behind a word such as "about".
 * Where it is a person or a place, their finders say so, and they come first.
 */
export function unknownName(text: string, tokens: readonly NameToken[], from: number, to: number): string | undefined {
  const first = tokens[from]!
  const last = before(text, tokens, from)
  if (from > 0 && !ARTICLE.test(tokens[from - 1]!.word.lower) && isUnknownName(text, tokens, from, to))
    return 'an unknown name'
  if (
    last &&
    to - from > 1 &&
    PARTNERS.has(last.word.lower) &&
    endsName(text, tokens, to) &&
    isTitleCase(tokens, from, to)
  )
    return 'capitals behind a word of partners'
  const next = tokens[to]
  if (next && to - from > 1 && ofFirm(text, tokens, to) && isTitleCase(tokens, from, to))
    return 'before a word of firms'
  if (!first.opens || first.quoted || !next || text.slice(tokens[to - 1]!.end, next.start) !== ' ') return undefined
  if (next.word.lower === 'and' && isUnknown(tokens, from, to) && isUnknown(tokens, to + 1, to + 2))
    return 'a pair of unknown names'
  const verb = next.shape === 'lower' && (AUXILIARY.has(next.word.lower) || isPast(next.word.lower))
  if (!verb) return undefined
  if (isUnknown(tokens, from, to) && !first.word.lower.endsWith('s')) return 'an unknown name before a verb'
  return to - from > 1 && isPast(next.word.lower) && isTitleCase(tokens, from, to)
    ? 'capitals before a verb'
    : undefined
}

/** "my Zanvirt account", "the Zanvirt store" */
export function beforeWordOfFirms(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  return to < tokens.length && ofFirm(text, tokens, to) && isUnknown(tokens, from, to)
}

function ofFirm(text: string, tokens: readonly NameToken[], at: number): boolean {
  return text.slice(tokens[at - 1]!.end, tokens[at]!.start) === ' ' && OF_FIRMS.has(tokens[at]!.word.lower)
}

const OF_FIRMS = new Set(
  'account accounts store stores shop team staff employee employees card office offices branch customer customers representative spokesman spokeswoman spokesperson ceo shares stock headquarters executives executive management website support warehouse plant factory contract subscription insurance mortgage loan products'.split(
    ' ',
  ),
)

/** "a Tesla", "my Labrador": things are called so. */
const ARTICLE = /^(?:an?|the|my|your|his|her|our|their|this|that|some|of|and|or)$/
const PARTNERS = new Set(
  'about with between against from by at for of like than left leave leaving contact contacted recommend trust avoid and'.split(
    ' ',
  ),
)
const AUXILIARY = new Set('is was are were have has had will would can could does did should may might says'.split(' '))

/** Capitals only, and no word of a law, a feast, a war, a sentence. */
function isTitleCase(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const { word, shape } = tokens[i]!
    if (
      shape === 'capital'
        ? factsOf(word) & (Fact.month | Fact.weekday) || NO_FIRM.has(word.lower)
        : !LINK.test(word.lower)
    )
      return false
  }
  return true
}

const LINK = /^(?:and|of|the|for)$/
const NO_FIRM = new Set(
  `act acts law rights day days week month year war wars days night eve title section article chapter constitution bible god prize award awards cup league championship world christmas easter summer winter spring autumn north south east west street road avenue number version book song film movie album part level grade class century king queen president minister mr mrs ms dr sir lord dear hi hello`.split(
    ' ',
  ),
)
