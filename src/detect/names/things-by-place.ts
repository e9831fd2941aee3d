/**
 * What is called as people are by the place it stands in, in any language: districts and stops in a list with one that most
 * towns have, ports and ships in papers of voyages, ministries by their letters, programs that answer questions, herbs among herbs.
 */
import { isCommonDistrict } from '../address/address-words.ts'
import type { Candidate } from '../recogniser.ts'
import { tokenFrom } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { evidenceOf } from './words.ts'

/** Without those that are things by their place. `tokens`: of `nameTokens(text)`. */
export function withoutThingsByPlace(
  text: string,
  tokens: readonly NameToken[],
  found: readonly Candidate[],
): readonly Candidate[] {
  if (found.length === 0) return found
  const kept = found.filter((one) => !isThingByPlace(text, tokens, one))
  return kept.length === found.length ? found : kept
}

function isThingByPlace(text: string, tokens: readonly NameToken[], { start, end }: Candidate): boolean {
  const from = tokenFrom(tokens, 0, start)
  let to = from
  while (to < tokens.length && tokens[to]!.end <= end) to++
  if (to === from) return false
  const first = tokens[from]!
  const latin = first.word.script === 'latin'
  if (latin && to - from < 3 && isOfState(tokens, from, to)) return true
  if (latin && to - from < 4 && OF_VOYAGES.test(text.slice(Math.max(0, start - REACH), start))) return true
  if (to - from > 1) return false
  if (latin && first.shape === 'capital' && isSort(text, tokens, from)) return true
  if (latin && HERBS.has(first.word.lower)) return isAmongHerbs(tokens, from)
  // "Қасымда құрбым болды": beside me, and no Қасым
  if (BESIDE_ME.test(first.word.lower)) return true
  if (PROGRAMS.has(first.word.lower)) return tokens.some(({ word }) => ASSISTANTS.has(word.lower))
  return first.word.script === 'cyrillic' && first.shape !== 'lower' && isDistrict(text, tokens, from)
}

const REACH = 40

/** "MIA RK", "MVD RK": who issues papers. */
function isOfState(tokens: readonly NameToken[], from: number, to: number): boolean {
  const last = tokens[to - 1]!
  return to - from === 2 && last.shape === 'upper' && STATES.has(last.word.lower) && tokens[from]!.shape === 'upper'
}
const STATES: ReadonlySet<string> = new Set('rk rf kr ru kz uz kg rb'.split(' '))

/** "Port of Discharge: Santos", "Vessel: MV Grace", "MSC Diana" */
const OF_VOYAGES =
  /(?:(?<!\p{L})(?:ports?|place) of (?:loading|discharge|delivery|receipt|entry|call|destination|shipment)|(?<!\p{L})(?:vessel|ship|carrier|ocean vessel|voyage|feeder)(?: ?\/ ?(?:voy|voyage)\.?(?: no\.?)?)?) ?[:.] ?(?:mv |m\/v |ss |msc |cma cgm )?$|(?<!\p{L})(?:MV|M\/V|MSC|CMA CGM|COSCO|HMS|USS) $/iu

/** "a Julia notebook", "a Victoria sponge": one of a kind, by an article and the noun behind. */
function isSort(text: string, tokens: readonly NameToken[], at: number): boolean {
  const [before, { word }, next] = [tokens[at - 1], tokens[at]!, tokens[at + 1]]
  if (!before || !tokens[at]!.joined || !/^(?:an?|any|every|another)$/u.test(before.word.lower)) return false
  if (!next?.joined || next.shape !== 'lower' || text.startsWith("'", tokens[at]!.end)) return false
  const { given, surname } = evidenceOf(word)
  return given >= surname && SORTS.test(next.word.lower)
}
const SORTS =
  /^(?:notebooks?|scripts?|packages?|kernels?|repl|compiler|jobs?|pipelines?|builds?|plugins?|clusters?|servers?|repos?|apps?|bots?|shortcuts?|sponge|cakes?|jackets?|jeans|dress(?:es)?|chairs?|sofas?|lamps?|beds?|desks?|rugs?|mattress(?:es)?|tea|salads?|pizzas?|burgers?|cocktails?|roses?|bush|plants?|bags?|boots?|costumes?|dolls?|reports?|templates?|licen[cs]es?|dashboards?)$/u

const BESIDE_ME = /^(?:қасымда|қасымдағы|қасыма|қасымызда)$/u

const PROGRAMS: ReadonlySet<string> = new Set(
  'claude alexa алиса маруся gemini grok bard cortana клод алекса'.split(' '),
)
/** Programs that nobody is called like, and what they are. */
const ASSISTANTS: ReadonlySet<string> = new Set(
  'siri copilot chatgpt gpt gemini cortana bixby llm chatbot сири копилот чатгпт гпт нейросеть нейросети гигачат колонка колонку колонки opus sonnet haiku'.split(
    ' ',
  ),
)

const HERBS: ReadonlySet<string> = new Set(
  'rosemary ginger basil sage olive saffron jasmine poppy heather ivy iris lily violet daisy dahlia holly myrtle laurel marigold rose magnolia camellia veronica melissa lavender angelica hazel cherry clementine'.split(
    ' ',
  ),
)
/** Herbs, spices and what is made of them, which nobody is called like. */
const NO_NAMES: ReadonlySet<string> = new Set(
  'thyme mint oregano parsley coriander cilantro dill chives tarragon marjoram garlic onion cinnamon nutmeg pepper paprika turmeric cumin vanilla cardamom cloves lemon lime seeds seed bulbs tulips daffodils roses lilies oil pearls tea soap candle candles incense lotion'.split(
    ' ',
  ),
)

/** One of NO_NAMES right beside it in the list, or three herbs in it. */
function isAmongHerbs(tokens: readonly NameToken[], at: number): boolean {
  let herbs = 1
  for (const step of [-1, 1])
    for (let k = at + step, n = 0; n < 4 && tokens[k]; k += step, n++) {
      const { lower } = tokens[k]!.word
      if (NO_NAMES.has(lower)) return true
      if (HERBS.has(lower)) herbs++
      else if (lower !== 'and' && lower !== 'or') break
    }
  return herbs > 2
}

/** What districts, stops and lines of a town are spoken of by. */
const OF_TOWN =
  /(?<!\p{L})(?:зон[аыеу]?|мкр|микрорайон\p{L}{0,4}|район\p{L}{0,3}|маршрут\p{L}{0,3}|остановк\p{L}{0,3}|автобус\p{L}{0,3}|свет(?:а|у)? |отключ\p{L}{1,6}|доставк\p{L}{0,3}|склад\p{L}{0,3}|курьер\p{L}{0,3}|ықшам\p{L}{0,12}|аудан\p{L}{0,6}|бағыт\p{L}{0,6}|аялдама\p{L}{0,5}|жеткізу|жарық|су жоқ)/iu
const JOINS = /^(?:, ?| и | және | мен | пен | бен |, и |; ?)$/u
/** What stands right before a list of things of which a sentence tells. */
const NAMES_DISTRICTS =
  /(?<!\p{L})(?:микрорайон\p{L}{1,4}|мкр|районы|остановки|ықшамаудандар\p{L}{0,4}|аудандары)[.:]? $/iu
const BEGINS = /(?:^|[.!?;,\n«]) ?$/u
const MOST = 12

/**
 * Of a list in a text of a town's districts with one that is nobody's name, or, where another list has such a one, with one
 * that is: "Алмагуль и Самал отходят к складу, Айнабулак и Жулдыз — к другому".
 */
function isDistrict(text: string, tokens: readonly NameToken[], at: number): boolean {
  let first = at
  let sure = isSureDistrict(tokens[at]!)
  let known = isCommonDistrict(tokens[at]!.word.lower)
  let members = 1
  for (const step of [-1, 1])
    for (let k = at, n = 0; n < MOST; n++) {
      const next = neighbour(text, tokens, k, step)
      if (next < 0) break
      members++
      known ||= isCommonDistrict(tokens[next]!.word.lower)
      sure ||= isSureDistrict(tokens[next]!)
      k = next
      if (step < 0) first = next
    }
  if (members < 2) return false
  const before = text.slice(Math.max(0, tokens[first]!.start - REACH), tokens[first]!.start)
  if (NAMES_DISTRICTS.test(before)) return true
  if (!known || !OF_TOWN.test(text)) return false
  return sure || (BEGINS.test(before) && tokens.some(isSureDistrict))
}

/** Of most towns, and nobody's name. */
function isSureDistrict({ word, shape }: NameToken): boolean {
  return shape === 'capital' && isCommonDistrict(word.lower) && evidenceOf(word).given < 0.7
}

/** The single capital that a list has beside the token; -1 where it ends. */
function neighbour(text: string, tokens: readonly NameToken[], at: number, step: number): number {
  for (const reach of [1, 2]) {
    const k = at + step * reach
    const [a, b] = step > 0 ? [tokens[at], tokens[k]] : [tokens[k], tokens[at]]
    if (!a || !b) return -1
    if (tokens[k]!.shape !== 'capital' || !JOINS.test(text.slice(a.end, b.start))) continue
    return k
  }
  return -1
}

/** For the test of linear time. */
export const placeExpressions: readonly RegExp[] = [OF_VOYAGES, SORTS, OF_TOWN, JOINS, NAMES_DISTRICTS, BEGINS]
