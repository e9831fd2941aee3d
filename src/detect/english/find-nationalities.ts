/** Adjectives of nationality and religion in English text; a language that is learnt or written is none. */
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { englishText, isCapital } from './english-text.ts'

const DEMONYMS = new Set(
  `afghan african albanian algerian american angolan arab argentinian argentine armenian asian australian austrian azerbaijani bahraini bangladeshi basque bavarian belarusian belgian bolivian bosnian brazilian british bulgarian burmese cambodian cameroonian canadian catalan chilean chinese colombian congolese croatian cuban cypriot czech
  danish dominican dutch ecuadorian egyptian emirati english estonian ethiopian european fijian filipino finnish flemish french georgian german ghanaian greek greenlander greenlandic guatemalan haitian hispanic honduran hungarian icelandic indian indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jewish jordanian
  kazakh kazakhstani kenyan korean kosovar kurdish kuwaiti kyrgyz laotian latino latina latvian lebanese liberian libyan lithuanian luxembourgish macedonian malagasy malawian malaysian maltese mauritian mexican moldovan mongolian montenegrin moroccan mozambican muslim namibian nepalese nepali nicaraguan nigerian norwegian omani
  pakistani palestinian panamanian paraguayan peruvian polish portuguese qatari romanian russian rwandan salvadoran samoan saudi scandinavian scottish senegalese serbian sicilian singaporean slovak slovakian slovene slovenian somali spanish sudanese swedish swiss syrian taiwanese tajik tanzanian tatar thai tibetan tongan tunisian turkish turkmen
  ugandan ukrainian uighur uyghur uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean catholic protestant orthodox buddhist hindu sikh`.split(
    /\s+/,
  ),
)
/** English words in small letters. */
const WORDS = new Set(['polish', 'orthodox', 'catholic'])
const LANGUAGE = new Set(
  'study studying studied learn learning learns learned learnt teach teaching taught teaches in'.split(' '),
)

/** Candidates of the entity `nationality`. `tokens`: of `nameTokens(text)`. */
export function findNationalities(text: string, tokens: readonly NameToken[]): Candidate[] {
  const { english, caseless } = englishText(tokens)
  if (!english) return []
  const found: Candidate[] = []
  tokens.forEach((token, i) => {
    const { lower } = token.word
    const word = lower.endsWith('s') ? lower.replace(/['’]s$|s$/u, '') : lower
    const known = DEMONYMS.has(lower) ? lower : DEMONYMS.has(word) ? word : undefined
    if (known === undefined || (!isCapital(token) && (!caseless || WORDS.has(known)))) return
    const last = tokens[i - 1]
    if (last && LANGUAGE.has(last.word.lower) && text.slice(last.end, token.start) === ' ') return
    const end = token.end - (/['’]s$/u.exec(token.word.text)?.[0].length ?? 0)
    found.push({ start: token.start, end, score: 0.55, why: ['nationality'] })
  })
  return found
}
