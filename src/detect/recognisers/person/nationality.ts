// Adjectives of nationality in English running text
import { word } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

const DEMONYMS =
  'Afghan|African|Albanian|Algerian|American|Arab|Argentinian|Armenian|Asian|Australian|Austrian|Azerbaijani|Bangladeshi|Belarusian|Belgian|Bolivian|Bosnian|Brazilian|British|Bulgarian|Cambodian|Canadian|Chilean|Chinese|Colombian|Croatian|Cuban|Cypriot|Czech|Danish|Dutch|Ecuadorian|Egyptian|English|Estonian|Ethiopian|Filipino|Finnish|French|Georgian|German|Ghanaian|Greek|Greenlander|Hungarian|Icelandic|Indian|Indonesian|Iranian|Iraqi|Irish|Israeli|Italian|Jamaican|Japanese|Jewish|Jordanian|Kazakh|Kazakhstani|Kenyan|Korean|Kurdish|Kyrgyz|Latvian|Lebanese|Libyan|Lithuanian|Malaysian|Mexican|Moldovan|Mongolian|Moroccan|Muslim|Nepalese|Nigerian|Norwegian|Pakistani|Palestinian|Peruvian|Polish|Portuguese|Romanian|Russian|Saudi|Scottish|Serbian|Slovak|Slovenian|Somali|Spanish|Swedish|Swiss|Syrian|Tajik|Tatar|Thai|Tunisian|Turkish|Turkmen|Ukrainian|Uighur|Uyghur|Uzbek|Venezuelan|Vietnamese|Welsh'

export const recogniser = {
  entity: 'nationality',
  aliases: ['NRP', 'NATIONALITY', 'ETHNIC_GROUP'],
  family: 'person',
  role: 'sensitive',
  checksum: false,
  patterns: [{ expression: word(`(?:${DEMONYMS})s?`), score: 0.55, name: 'nationality' }],
  prefilter: { capital: true, minLength: 12 },
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['they serve very good Kazakh food here'],
    reject: ['Kazakh, Uzbek, Fish', 'the polish on the table is new'],
  },
  source: 'CLDR region names as adjectives, English',
} satisfies Recogniser
