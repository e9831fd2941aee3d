/** Countries (CLDR, English) by their words, and places that every reader knows. */
import regions from '../../../policies/names/regions.json' with { type: 'json' }
import { once } from '../../record/once.ts'

/** What texts write and CLDR does not. */
const MORE =
  'Czech Republic|England|Scotland|Wales|Northern Ireland|Great Britain|USA|UK|UAE|Turkey|Hong Kong|Macau|Burma|Ivory Coast|Holland|Korea|Palestine|Congo|Macedonia|United States of America|Bosnia|Vatican|Swaziland|Catalonia|Crimea|Tibet|Kurdistan'

/** Names of countries in lower case, the longest first, by their first word. */
const byFirstWord = once(() => {
  const names = [...regions.en.filter((name) => /^[\p{L} -]{4,}$/u.test(name)), ...MORE.split('|')]
    .filter((name) => !/^(?:Pseudo|Unknown|Outlying|Eurozone|European Union|United Nations)/u.test(name))
    .map((name) => name.toLowerCase())
  const table = new Map<string, string[][]>()
  for (const name of names) {
    const words = name.split(' ')
    const known = table.get(words[0]!)
    if (known) known.push(words)
    else table.set(words[0]!, [words])
  }
  for (const list of table.values()) list.sort((a, b) => b.length - a.length)
  return table
})

/** First words of the names of countries. */
export const countryWords = once(() => new Set(byFirstWord().keys()))

/** How many of the words, given one by one in lower case, make the name of a country; 0 for none. */
export function countryAt(word: (at: number) => string | undefined): number {
  const names = byFirstWord().get(word(0) ?? '')
  const known = names?.find((words) => words.every((w, i) => word(i) === w))
  return known ? known.length : 0
}

/** Large cities and states of one word that are no given names or words. Written by hand. */
export const placeWords = new Set(
  `amsterdam ankara antwerp athens baghdad bangkok barcelona beijing beirut belgrade berlin bogota boston bratislava brisbane brussels bucharest budapest cairo calgary caracas casablanca chicago cologne copenhagen cleveland delhi detroit doha dubai dublin edinburgh frankfurt geneva glasgow gothenburg hamburg hanoi havana helsinki houston istanbul jakarta jerusalem johannesburg kabul karachi kiev kyiv lagos leeds lisbon liverpool ljubljana london luanda madrid malaga malmo manchester manila marseille melbourne memphis miami milan milwaukee minneapolis minsk montreal moscow mumbai munich nairobi naples nashville osaka oslo ottawa palermo paris philadelphia porto prague quebec riga rome rotterdam seattle seoul shanghai sheffield shymkent sofia stockholm strasbourg stuttgart sydney taipei tallinn tashkent tbilisi tehran tokyo toronto toulouse tunis turin valencia vancouver venice vienna vilnius warsaw wellington winnipeg yerevan zagreb zurich almaty astana
  alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming
  bavaria catalonia lombardy normandy ontario alberta manitoba tuscany siberia kashmir punjab`.split(/\s+/),
)
