/**
 * Finds street addresses. Cues are words such as "ул.", "көшесі", "Street", "кв."; a span grows over neighbouring cues,
 * proper nouns and house numbers. Single letters ("д.", "г.", "а.") are cues only where a name or a number follows:
 * "г." behind four digits is a year.
 */
import { late, type LateExpression } from '../boundary.ts'
import { Kind, kindAt } from '../letters.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'

const NAME = String.raw`\p{Lu}[\p{L}\p{M}’'-]{1,25}`
const NAMES = String.raw`(?:\d{1,3}(?:-?[а-я]{1,2})? )?(?:${NAME}|\p{Lu}\.)(?: (?:${NAME}|\d{1,3}|\p{Lu}\.)){0,3}(?:-?(?<=-)\d{1,3})?`
const HOUSE = String.raw`\d{1,4}(?:[/-]\d{1,4})?(?:[ -]?[а-яa-z])?(?![\p{L}\p{N}])`

/** One part of an address, with its weight: 2 stands alone with a name and a number, 1 needs a neighbour. */
export const PARTS: readonly Part[] = [
  // ru: street word before its name, or behind it
  part(
    String.raw`(?:ул|улица|улице|улицы|пр|пр-т|просп|проспект|проспекте|пр-кт|пер|переулок|переулке|б-р|бул|бульвар|наб|набережная|ш|шоссе|площадь|пл|проезд|тупик|аллея)\.? ?${NAMES}(?:,? ?${HOUSE})?`,
    2,
    /^(?:ул|улиц[аеы]|пр|просп|проспекте?|пер|переулок|переулке|б|бул|бульвар|наб|набережная|ш|шоссе|площадь|пл|проезд|тупик|аллея)(?:$|\p{Lu})/u,
  ),
  part(
    String.raw`${NAME}(?: ${NAME})? (?:улица|улице|улицы|проспект|проспекте|переулок|бульвар|шоссе|набережная|проезд)(?:,? ?${HOUSE})?`,
    2,
    /^(?:улиц|проспект|переулок|бульвар|шоссе|набережная|проезд)/u,
    behindName,
  ),
  part(
    String.raw`(?:мкр|мкрн|мкр-н|микрорайон|микрорайоне|ш\/а|ықшамаудан|шағын аудан)\.? ?(?:${NAMES}|\d{1,3})`,
    2,
    /^(?:мкр|микрорайон|ш$|ықшамаудан|шағын$)/u,
  ),
  part(
    String.raw`\d{1,2} ?-?(?:мкр|мкрн|микрорайон|ш\/а|ықшамауданы|шағын ауданы)`,
    2,
    /^(?:мкр|микрорайон|ш$|ықшамауданы|шағын$)/u,
    (text, start) => digitIn(text, start - 3, start),
  ),
  part(
    String.raw`(?:д|дом|корп|корпус|стр|строение|кв|квартира|оф|офис|подъезд|эт|этаж|к)\.? ?№? ?${HOUSE}`,
    1,
    /^(?:д|дом|корп|корпус|стр|строение|кв|квартира|оф|офис|подъезд|эт|этаж|к)$/u,
    beforeNumber,
  ),
  part(
    String.raw`(?:г|город|с|село|пос|поселок|посёлок|п|дер|деревня|ст|станица|а)\. ?${NAME}(?:-${NAME})?`,
    1,
    /^(?:г|город|с|село|пос|поселок|посёлок|п|дер|деревня|ст|станица|а)$/u,
    (text, _, end) => text[end] === '.',
    String.raw`(?<!\d ?)`,
  ),
  part(
    String.raw`${NAME}(?: ${NAME})? (?:область|обл|район|р-н|облысы|ауданы|край)\.?`,
    1,
    /^(?:обл|район|р$|ауданы|край)/u,
    behindName,
  ),
  // kk: the word stands behind the name
  part(
    String.raw`${NAME}(?:[ -]${NAME}|\p{Lu}\.| (?:би|хан|батыр|ата|ана|қажы|баба)){0,2} ?(?:көшесі|көш|даңғылы|даңғ|тұйығы|бульвары|шағын ауданы|ықшамауданы|мөлтек ауданы|ш\/а|мкр)(?:нде|нің|нда|ның)?\.?(?:,? ?${HOUSE}(?:-?үй)?)?`,
    2,
    /көш|даңғ|тұйығы|бульвары|шағын$|ықшамауданы|мөлтек$|ш$|мкр/u,
  ),
  part(
    String.raw`${NAME}(?: ${NAME})? (?:қаласы|қ|ауылы|а|кенті|селосы)\.?(?=[, ]|$)`,
    1,
    /^(?:қаласы|қ|ауылы|а|кенті|селосы)$/u,
    behindName,
  ),
  part(
    String.raw`\d{1,4}[а-яa-z]? ?-? ?(?:үй|пәтер|корпус|кеңсе|қабат)|(?:үй|пәтер|п) ?-?\.? ?${HOUSE}`,
    1,
    /^.?(?:үй|пәтер|корпус|кеңсе|қабат)|^п$/u,
    (text, start, end) => digitIn(text, start - 5, start) || beforeNumber(text, start, end),
  ),
]

export interface Part {
  expression: LateExpression
  weight: number
  /** a run of letters that every match of the expression holds one of: it runs only where there is one */
  cue: RegExp
  /** whether the surroundings of the word with the cue, from `start` to `end`, allow a match */
  allowed: (text: string, start: number, end: number) => boolean
}

function part(source: string, weight: number, cue: RegExp, allowed: Part['allowed'] = () => true, before = ''): Part {
  const expression = late(() => new RegExp(`(?<![\\p{L}\\p{N}])${before}(?:${source})`, 'gu'))
  return { expression, weight, cue, allowed }
}

/** A number within the few signs that stand between a word and its number. */
function beforeNumber(text: string, _: number, end: number): boolean {
  return digitIn(text, end, end + 5)
}

function digitIn(text: string, from: number, to: number): boolean {
  for (let i = Math.max(0, from); i < to && i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x30 && unit <= 0x39) return true
  }
  return false
}

/** A space before, and before it letters, marks, apostrophes and hyphens with a capital among them. */
function behindName(text: string, start: number): boolean {
  if (text[start - 1] !== ' ') return false
  for (let i = start - 2; i >= Math.max(0, start - 60); i--) {
    const kind = kindAt(text, i)
    if (kind & Kind.upper) return true
    const unit = text.charCodeAt(i)
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff
    if (
      !isSurrogate &&
      (kind & (Kind.letter | Kind.mark)) === 0 &&
      text[i] !== '-' &&
      text[i] !== "'" &&
      text[i] !== '’'
    )
      return false
  }
  return false
}

/** What may stand between two parts of one address. */
const GLUE = /^[\s,;.]{0,4}(?:\(|№)?$/u

/** No address is without one of these; they stand before or behind a name or a number. */
const HINT =
  /(?<!\p{L})(?:ул|пр|просп|пер|б-р|бул|наб|ш|пл|проезд|тупик|аллея|мкр|микрор|ш\/а|ықшам|шағын|мөлтек|г|город|с|пос|дер|обл|көш|даңғ|тұйық|қ|үй|пәтер)|улиц|проспект|переул|бульвар|шоссе|набереж|область|район|облысы|ауданы|қаласы/iu

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findAddresses(text: string, tokens: readonly NameToken[]): Candidate[] {
  const tried = partsToTry(text, tokens)
  if (tried.length === 0) return []
  const parts = findParts(text, tried)
  if (parts.length === 0 || !HINT.test(text)) return []
  const found: Candidate[] = []
  for (let i = 0; i < parts.length;) {
    let { end, weight } = parts[i]!
    let j = i + 1
    while (j < parts.length && parts[j]!.start >= end && GLUE.test(text.slice(end, parts[j]!.start))) {
      weight += parts[j]!.weight
      end = parts[j]!.end
      j++
    }
    const start = parts[i]!.start
    const numbered = /\d/.test(text.slice(start, end))
    if (weight >= LEAST && numbered) {
      found.push({ start, end, score: weight >= 3 ? 0.8 : 0.62, why: [`${j - i} parts of an address`] })
    }
    i = j
  }
  return found
}

interface Found {
  start: number
  end: number
  weight: number
}

/** The parts whose cues the text has; none where their weights together are too little for an address. */
export function partsToTry(text: string, tokens: readonly NameToken[]): readonly Part[] {
  let tried = 0
  let weight = 0
  for (const { start, end, word } of tokens) {
    const cues = (word.addressCues ??= addressCues(word.text))
    if (cues === 0) continue
    if (cues === UNKNOWN_CUES) return PARTS
    PARTS.forEach((p, i) => {
      if ((cues & (1 << i)) === 0 || !p.allowed(text, start, end)) return
      tried |= 1 << i
      weight += p.weight * (cues >> COUNT_AT)
    })
  }
  return weight < LEAST ? [] : PARTS.filter((_, i) => tried & (1 << i))
}

/** Bits of the parts whose cue a word holds, and above them how many cues of one part it may hold. */
function addressCues(word: string): number {
  if (word.length > LONGEST_WORD) return UNKNOWN_CUES
  const runs = word.split(/[^\p{L}]+/u)
  let cues = 0
  PARTS.forEach(({ cue }, i) => {
    if (runs.some((run) => cue.test(run))) cues |= 1 << i
  })
  return cues && cues | (Math.min(runs.length, MOST_COUNTED) << COUNT_AT)
}

const COUNT_AT = PARTS.length
const MOST_COUNTED = 255
/** A longer word may be cut where `nameTokens` cuts. */
const LONGEST_WORD = 60
const UNKNOWN_CUES = -1
/** The weight of an address. */
const LEAST = 2

/** Parts in the order of the text; of overlapping ones the heavier, then the longer. */
function findParts(text: string, tried: readonly Part[]): Found[] {
  const all: Found[] = []
  for (const { expression, weight } of tried)
    for (const m of text.matchAll(expression.regexp())) all.push({ start: m.index, end: m.index + m[0].length, weight })
  all.sort((a, b) => b.weight - a.weight || b.end - b.start - (a.end - a.start))
  const kept: Found[] = []
  for (const p of all) if (!kept.some((k) => p.start < k.end && k.start < p.end)) kept.push(p)
  return kept.sort((a, b) => a.start - b.start)
}

/** For the test of linear time. */
export const addressExpressions = [HINT, ...PARTS.map((p) => p.expression)]
