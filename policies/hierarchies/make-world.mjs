// Writes world.json from the Unicode CLDR: node policies/hierarchies/make-world.mjs CORE LOCALENAMES
// CORE and LOCALENAMES are the unpacked packages cldr-core and cldr-localenames-full of version 48.2.0.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LANGUAGES = ['kk', 'ru', 'en']
const [core, localeNames] = process.argv.slice(2)
const json = (folder, file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))

const contains = json(core, 'supplemental/territoryContainment.json').supplemental.territoryContainment
const codes = json(core, 'supplemental/codeMappings.json').supplemental.codeMappings
const names = Object.fromEntries(
  LANGUAGES.map((l) => [l, json(localeNames, `main/${l}/territories.json`).main[l].localeDisplayNames.territories]),
)

/** What CLDR has beside ISO 3166-1: parts of countries. Kosovo (XK) stays: many tables name it. */
const NO_COUNTRY = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA'])
/** What data write and CLDR does not. */
const ALSO = {
  AE: ['ОАЭ', 'БАӘ', 'UAE'],
  BY: ['Белоруссия', 'Республика Беларусь'],
  CN: ['КНР', 'ҚХР', 'PRC'],
  CZ: ['Чешская Республика', 'Чехия'],
  DE: ['ФРГ'],
  GB: ['Great Britain', 'Соединённое Королевство', 'Ұлыбритания'],
  KG: ['Кыргызстан', 'Кыргызская Республика', 'Kyrgyz Republic'],
  KP: ['Северная Корея', 'КНДР', 'North Korea', 'DPRK'],
  KR: ['Южная Корея', 'Республика Корея', 'Оңтүстік Корея', 'South Korea', 'Republic of Korea'],
  KZ: ['Республика Казахстан', 'Қазақстан Республикасы', 'РК', 'ҚР', 'Republic of Kazakhstan'],
  MD: ['Молдавия', 'Республика Молдова', 'Republic of Moldova'],
  NL: ['Голландия', 'Holland'],
  RU: ['РФ', 'Российская Федерация', 'Ресей Федерациясы', 'Russian Federation'],
  TM: ['Туркмения'],
  UA: ['Украина'],
  US: ['USA', 'United States of America', 'Соединённые Штаты Америки', 'Америка Құрама Штаттары'],
  UZ: ['Республика Узбекистан'],
}
/** The name that is shown first, then others that are read. Regions are shown only. */
const namesOf = (code, language) => [
  names[language][code],
  ...['short', 'variant'].map((kind) => names[language][`${code}-alt-${kind}`]).filter(Boolean),
]

const regions = []
const countries = []
for (const continent of contains['001']._contains) {
  regions.push({ code: continent, ...shown(continent) })
  for (const part of contains[continent]._contains) {
    // CLDR's own code for islands that M49 puts nowhere; of countries only Antarctica stands there.
    const own = part === 'QO' ? undefined : part
    if (own) regions.push({ code: own, in: continent, ...shown(own) })
    for (const alpha2 of contains[part]._contains.filter((c) => !NO_COUNTRY.has(c)))
      countries.push({
        code: alpha2,
        alpha3: codes[alpha2]._alpha3,
        numeric: codes[alpha2]._numeric,
        in: own ?? alpha2,
        ...Object.fromEntries(LANGUAGES.map((l) => [l, namesOf(alpha2, l)])),
        ...(ALSO[alpha2] && { also: ALSO[alpha2] }),
      })
  }
}
regions.push({ code: 'AQ', ...shown('AQ') })

function shown(code) {
  return Object.fromEntries(LANGUAGES.map((l) => [l, names[l][code]]))
}

const lines = (rows) =>
  rows
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((row) => `    ${JSON.stringify(row)}`)
    .join(',\n')
writeFileSync(
  new URL('world.json', import.meta.url),
  `{
  "version": "world@1",
  "source": "Unicode CLDR 48.2: territory containment (UN M49), code mappings (ISO 3166-1), names of territories",
  "licence": "Unicode-3.0, see LICENSE-unicode.txt",
  "regions": [
${lines(regions)}
  ],
  "countries": [
${lines(countries)}
  ]
}
`,
)
