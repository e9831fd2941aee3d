/**
 * Addresses in English by their pieces: what stands between commas and line ends is a house with a street, a flat, a post box, a
 * quarter, a town with its postcode, or a bare name. Pieces in a row are an address where they weigh enough together: British
 * and American labels of parcels, Indian affidavits ("H.No. 12, Gandhi Nagar, Pune - 411038"), and addresses of Kazakhstan in
 * English ("Aktobe, 12 mkr, house 5, apt 80").
 */
import { englishText } from '../english/english-text.ts'
import { nameEvidence } from '../names/evidence.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'

const STREET =
  '(?:street|st|str|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|square|sq|terrace|terr|way|parkway|pkwy|highway|hwy|crescent|cres|close|circle|cir|trail|row|walk|mews|quay|rise|grove|gardens|gdns|hill|green|park|view|prospect|passage|marg|salai|main road|heol|ffordd|bulvar)'
/** Of which one with a name before it is no street unless it is a quarter. */
const QUARTER =
  '(?:nagar|colony|residency|enclave|layout|vihar|puram|apartments?|towers|society|chowk|bazaar|estate|phase|extension|village|district|region|oblast|city|town|mkr|mcr|md|mikrorayon|microdistrict|micro-district|settlement|county|township|barangay|subdivision|heights|cross|main|bagh|marg|kunj|nivas|bhavan|house|cottage|farm|lodge|rectory|vicarage|mill|barn|manor|court|hall)'
const STATE =
  '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|PR|NSW|VIC|QLD|TAS|ACT|ON|QC|BC|AB|MB|SK|NS|NB)'
const POSTCODE = '(?:[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)'
const NUMBER = '\\d{1,5}[A-Za-z]?(?:[-/]\\d{1,4}[A-Za-z]?){0,2}'
const WORD = "[\\p{L}][\\p{L}'’.-]{0,20}"
const END = '(?![\\p{L}\\p{N}])'

/** What a piece is, in the order in which they are asked; each begins where the piece begins. */
const KINDS: readonly { name: string; points: number; expression: RegExp; numbered: boolean }[] = [
  {
    name: 'box',
    points: 3,
    numbered: true,
    expression: sticky(
      `(?:p\\.? ?o\\.? ?box|post box|postbox|r\\.?r\\.?|rural route|po bag|private bag) #?${NUMBER}(?: box ${NUMBER})?(?: ${NUMBER})?(?: ${WORD}){0,3}${END}`,
    ),
  },
  {
    name: 'dwelling',
    points: 2,
    numbered: true,
    expression: sticky(
      `(?:c/o )?(?:(?:flat|apt|apartment|unit|suite|ste|room|house|home|hse|h|bldg?|building|block|blk|floor|fl|office|entrance|entr|plot|door|old|new|street|st|sector|shop|lot|tower|wing|site|h\\.? ?no|d\\.? ?no|box)\\.? ?(?:(?:no|number|num|nr)\\.? ?:?)?|#) ?[A-Z]?-?\\d{1,5}[A-Za-z]?(?:[-/]\\d{1,5}){0,3}(?:[-/]?[A-Z])?(?: ${WORD}){0,3}?${END}`,
    ),
  },
  {
    name: 'house and street',
    points: 3,
    numbered: true,
    expression: sticky(
      `(?:c/o )?${NUMBER}(?: [NSEW]\\.?)?(?:,? (?:${WORD}|\\d{1,3}(?:st|nd|rd|th))){1,4}? ${STREET}\\.?(?: [NSEW]\\.?)?(?: (?:apt|unit|suite|ste|flat|#)\\.? ?[A-Z]?\\d{0,4}[A-Z]?)?${END}`,
    ),
  },
  {
    name: 'street and house',
    points: 3,
    numbered: true,
    expression: sticky(`(?:${WORD} ){1,3}?${STREET}\\.?,? ${NUMBER}${END}`),
  },
  {
    name: 'quarter with a number',
    points: 2,
    numbered: true,
    expression: sticky(
      `${NUMBER}(?:st|nd|rd|th)? (?:mkr|mcr|md|mikrorayon|microdistrict|micro-district|cross|main|phase|block|floor)(?: (?:street|road))?\\.?${END}|(?:mkr|mcr|mikrorayon|microdistrict)\\.? ${NUMBER}${END}`,
    ),
  },
  {
    name: 'floor',
    points: 1,
    numbered: true,
    expression: sticky(
      `(?:(?:ground|first|second|third|fourth|fifth|sixth|top|\\d{1,2}(?:st|nd|rd|th)) (?:entrance|floor|stairwell)|entrance (?:one|two|three|four))${END}`,
    ),
  },
  {
    name: 'street in front',
    points: 2,
    numbered: false,
    expression: sticky(
      `(?:heol|ffordd|stryd|lôn|rue|calle|avenida|rua|via|ulitsa)(?: ${WORD}){1,3}(?: ${NUMBER})?(?= ?(?:$|[,\\n.;]))`,
    ),
  },
  {
    name: 'state and postcode',
    points: 3,
    numbered: true,
    expression: sticky(`(?:${WORD} ){0,4}?${STATE},? (?:\\d{5}(?:-\\d{4})?|\\d{4}|${POSTCODE})${END}`),
  },
  {
    name: 'town and postcode',
    points: 3,
    numbered: true,
    expression: sticky(`(?:${WORD} ){0,4}?${POSTCODE}${END}`),
  },
  {
    name: 'town and six digits',
    points: 2,
    numbered: true,
    expression: sticky(`(?:${WORD} ){1,3}?(?:[-–] ?)?\\d{3} ?\\d{3}${END}`),
  },
  {
    name: 'postcode and town',
    points: 2,
    numbered: true,
    expression: sticky(`(?:[A-Z]{2}-)?\\d{6}(?: ${WORD}){0,2}${END}`),
  },
  {
    name: 'street',
    points: 2,
    numbered: false,
    expression: sticky(`(?:(?:${WORD}|\\d{1,3}(?:st|nd|rd|th)) ){1,4}?${STREET}\\.?(?= ?(?:$|[,\\n.;]))`),
  },
  {
    name: 'quarter',
    points: 2,
    numbered: false,
    expression: sticky(`(?:${WORD} ){1,3}?${QUARTER}\\.?(?= ?(?:$|[,\\n.;]))`),
  },
  {
    name: 'house and name',
    points: 1,
    numbered: true,
    expression: sticky(`(?:c/o )?${NUMBER} (?:${WORD} ){0,2}${WORD}(?= ?(?:$|[,\\n]))`),
  },
  {
    name: 'number',
    points: 0,
    numbered: true,
    expression: sticky(`(?:no\\.? ?)?${NUMBER}(?= ?(?:$|[,\\n.;]))`),
  },
]
/** A bare name, in between or at either end. */
const NAME = sticky(`(?:${WORD} ){0,3}${WORD}(?= ?(?:$|[,\\n.;]))`)

function sticky(source: string): RegExp {
  return new RegExp(source, 'iuy')
}

/** Without one of these no text is read. */
const CUE =
  /(?<!\p{L})(?:p\.? ?o\.? ?box|(?:str|ave|st|rd|mkr|mcr|bld|bldg|apt|flat|house|street|lane|road|avenue|drive|nagar|colony|unit|close|court)(?!\p{L})|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![\p{L}\p{N}])|h\.? ?no)/giu
/** Behind it an address begins, in the middle of a piece. */
const BEGINS =
  /.{0,80}?(?:(?<!\p{L})(?:address|addr|r\/o|resident of|residents? at|residing at|resides at|living at|living in|lives? (?:at|in|on)|lived (?:at|in)|live (?:at|in|on)|located at|deliver(?:ed|y)? to|ship to|sent? to|drop (?:it )?(?:off )?at|collect(?:ion)? from|pick ?up from|leave (?:it|them|the parcel) at|moved? to|moving to|come to|based at|home at|house at|stay(?:ing)? at|i'm at|im at|it's|its|to|at|from|is|res)(?:[:.\s-]{1,4}|$)|[:;/|]\s{1,3}|[.!?] {1,2})/iuy
/** A cue is no further from where an address begins. */
const REACH = 100
const DWELLS = /[,\n].{0,80}\d|\d.{0,80}[,\n]/
const BARE_POINTS = 4
const MOST = 9

/** "room 4, floor 2": of one building, and nobody's alone. */
const COUNTED = new Set(['dwelling', 'quarter with a number', 'house and name', 'number'])

/** No address ends in one. */
const LOOSE = new Set(['name', 'house and name'])

/** Kinds that begin with no digit, or with nothing else: not asked. */
const NOT_OF_DIGITS = new Set(
  'box|street and house|state and postcode|town and postcode|town and six digits|quarter|street in front'.split('|'),
)
const NOT_OF_LETTERS = new Set(['house and street', 'house and name'])

interface Piece {
  start: number
  end: number
  points: number
  numbered: boolean
  name: string
  /** the piece goes on behind what was read of it: nothing follows */
  cut: boolean
}

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findPostalLines(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  const { english, caseless, technical } = englishText(tokens)
  if (!english || technical || !/\d/.test(text) || !/[,\n]/.test(text) || !DWELLS.test(text)) return found
  const cues = [...text.matchAll(CUE)].map((m) => m.index)
  if (cues.length === 0) return found
  let from = 0
  let cue = 0
  while (from < text.length) {
    while (cue < cues.length && cues[cue]! < from) cue++
    const next = cues[cue]
    if (next === undefined) break
    const run = next - from < REACH ? runFrom(text, from, caseless) : undefined
    if (run === undefined) {
      from = nextPiece(text, from)
      continue
    }
    found.push({
      start: run.start,
      end: run.end,
      score: run.points > 5 ? 0.8 : 0.62,
      why: [`pieces of an address: ${run.points}`],
    })
    from = Math.max(run.end, from + 1)
    from = /[,\n]/.test(text[from] ?? '') ? from + 1 : nextPiece(text, from)
  }
  return found
}

function nextPiece(text: string, from: number): number {
  for (let at = from; at < text.length; at++)
    if (text[at] === ',' || text[at] === '\n' || text[at] === '\t') return at + 1
  return text.length
}

/** The address whose first piece begins at `from`, or inside that piece behind a word that says so. */
function runFrom(
  text: string,
  from: number,
  caseless: boolean,
): { start: number; end: number; points: number } | undefined {
  const starts = [skip(text, from)]
  const edge = nextPiece(text, from)
  for (let at = from, n = 0; n < 4; n++) {
    BEGINS.lastIndex = at
    const m = BEGINS.exec(text)
    if (!m || m.index + m[0].length >= edge) break
    at = m.index + m[0].length
    starts.push(skip(text, at))
  }
  for (const start of starts) {
    const run = readRun(text, start, caseless, start !== starts[0])
    if (run) return run
  }
  return undefined
}

function skip(text: string, from: number): number {
  let at = from
  while (at < text.length && /[\s"“(]/.test(text[at]!)) at++
  return at
}

function readRun(
  text: string,
  from: number,
  caseless: boolean,
  cued: boolean,
): { start: number; end: number; points: number } | undefined {
  const pieces: Piece[] = []
  let at = from
  let lines = 0
  while (at < text.length && pieces.length < MOST) {
    const piece = pieceAt(text, at, caseless)
    if (!piece) break
    pieces.push(piece)
    if (piece.cut) break
    const gap = /^[ \t]*(?:,[ \t]*\n?|\n)[ \t]*/u.exec(text.slice(piece.end, piece.end + 12))
    if (!gap) break
    if (gap[0].includes('\n')) lines++
    at = piece.end + gap[0].length
  }
  // Bare names at the end belong to it only where they may be a town: right behind a street, at the end of a line or text.
  while (pieces.length > 0 && LOOSE.has(pieces.at(-1)!.name)) pieces.pop()
  if (pieces.length === 0) return undefined
  // Names before the first part: two at most, the house and the town.
  let first = pieces.findIndex(({ name }) => name !== 'name')
  const skipped = Math.max(
    first - 2,
    pieces.findLastIndex((p, i) => i < first && isOfPerson(text, p, pieces[first]!)) + 1,
    0,
  )
  pieces.splice(0, skipped)
  first -= skipped
  const strong = pieces.filter(({ points }) => points > 0)
  const points = strong.reduce((sum, p) => sum + p.points, 0)
  if (strong.length < 2 && !(strong.length === 1 && strong[0]!.points > 2 && first > 0 && cued)) return undefined
  if (points + (first > 0 ? 1 : 0) < BARE_POINTS || !pieces.some((p) => p.numbered) || lines > 6) return undefined
  if (first === 0 && strong.every(({ name }) => COUNTED.has(name))) return undefined
  if (strong.every(({ name }) => name === strong[0]!.name) && strong.length > 1 && strong[0]!.points < 3)
    return undefined
  return { start: pieces[0]!.start, end: pieces.at(-1)!.end, points }
}

/** A line of its own before a numbered one, or two words with a given name: who lives there. */
function isOfPerson(text: string, { start, end }: Piece, first: Piece): boolean {
  const words = text.slice(start, end).toLowerCase().split(' ')
  if (words.length === 1) return false
  if (
    first.numbered &&
    first.points > 1 &&
    /^\s*\n/.test(text.slice(end, end + 4)) &&
    first.name !== 'town and postcode'
  )
    return true
  return words.some((word) => nameEvidence(word, 'latin').given >= 0.85)
}

function pieceAt(text: string, at: number, caseless: boolean): Piece | undefined {
  const digit = /\d/.test(text[at]!) || text.startsWith('c/o', at)
  for (const { name, points, expression, numbered } of KINDS) {
    if ((digit ? NOT_OF_DIGITS : NOT_OF_LETTERS).has(name)) continue
    expression.lastIndex = at
    const m = expression.exec(text)
    if (!m || !isWritten(m[0], caseless)) continue
    const end = at + m[0].length
    return { start: at, end, points, numbered, name, cut: !/^ ?(?:[,\n]|$)/.test(text.slice(end, end + 2)) }
  }
  NAME.lastIndex = at
  const m = NAME.exec(text)
  if (!m || !isName(m[0], caseless)) return undefined
  const end = at + m[0].length
  return {
    start: at,
    end,
    points: 0,
    numbered: false,
    name: 'name',
    cut: !/^ ?(?:[,\n]|$)/.test(text.slice(end, end + 2)),
  }
}

/** Words of people who use capitals have one in a name; the words of dwellings need none. */
function isWritten(piece: string, caseless: boolean): boolean {
  if (caseless || /\p{Lu}/u.test(piece)) return !SENTENCE.test(piece)
  return !/\p{L}{2}/u.test(piece.replace(SMALL, ''))
}

function isName(piece: string, caseless: boolean): boolean {
  if (SENTENCE.test(piece)) return false
  return caseless ? piece.split(' ').length < 4 : piece.split(' ').every((w) => /^\p{Lu}/u.test(w) || LINK.test(w))
}

const LINK = /^(?:of|the|on|upon|in|le|la|de|y|yr|old|al|under|by)$/
const SMALL =
  /(?<!\p{L})(?:first|second|third|fourth|fifth|ground|top|flat|apt|apartment|unit|suite|ste|room|house|home|bldg?|building|block|floor|office|entrance|plot|door|sector|mkr|mcr|md|no|number|h|fl|st|nd|rd|th|c|o|str|street|ave|microdistrict|mikrorayon)(?!\p{L})/giu
/** What no address has in it. */
const SENTENCE =
  /(?<!\p{L})(?:is|was|are|were|have|has|had|will|please|pls|call|ring|text|and|or|but|because|when|with|for|i|we|you|he|she|they|it|my|your|our|his|her|this|that|there|not|no one|from|to|at|tel|phone|mob|mobile|email|dob|name|date|since|until|between|page|chapter|version|recipient|consignee|shipper|attn|born|aged|passport)(?!\p{L})/iu

/** For the test of linear time. */
export const postalExpressions: readonly RegExp[] = [
  CUE,
  BEGINS,
  SENTENCE,
  SMALL,
  NAME,
  ...KINDS.map((k) => k.expression),
]
