// ISO 6709 as people and maps write it: decimal degrees, degrees with minutes; RFC 5870 for geo URIs
import { number } from '../../boundary.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'
import { isProse } from '../../surroundings.ts'

const LATITUDE = String.raw`[-+]?\d{1,2}\.\d{3,12}`
const LONGITUDE = String.raw`[-+]?\d{1,3}\.\d{3,12}`
const DMS = String.raw`\d{1,3} ?° ?\d{1,2} ?['’′] ?\d{1,2}(?:[.,]\d{1,4})? ?(?:["”″]|'')?`

/** As maps give them: two numbers of four decimals or more that a comma parts, and no third beside them. */
const IN_TALK =
  /(?<![\p{L}\p{N}.]|\p{N}[,;] ?)[-+]?[1-9]\d?\.\d{4,8}, ?[-+]?[1-9]\d{0,2}\.\d{4,8}(?![\p{L}\p{N}%°]|\.\d|[,;] ?[-+]?\d|[- ](?:mm|cm|m|km|kg|g|mg|ml|°|V|A|Hz|eV|USD|EUR)(?!\p{L}))/gu

export const recogniser = {
  entity: 'coordinates',
  aliases: ['LAT_LONG', 'COORDINATES', 'GPS_COORDINATES'],
  family: 'address',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    // Two decimals side by side are measurements as often.
    {
      expression: number(String.raw`${LATITUDE} ?[,;/] ?${LONGITUDE}|${LATITUDE} ${LONGITUDE}`),
      score: 0.4,
      name: 'latitude and longitude',
      needsContext: true,
    },
    {
      expression: number(
        String.raw`lat(?:itude)?\.?[ :=]{1,3}${LATITUDE}[ ,;]{1,3}(?:lon|lng|long|longitude)\.?[ :=]{1,3}${LONGITUDE}`,
        'giu',
      ),
      score: 0.8,
      name: 'latitude and longitude by name',
    },
    {
      expression: number(String.raw`geo:${LATITUDE},${LONGITUDE}(?:,[-+]?\d{1,5}(?:\.\d{1,3})?)?`, 'giu'),
      score: 0.8,
      name: 'geo URI',
    },
    {
      expression: number(
        String.raw`${LATITUDE} ?° ?[NSСЮ]?[,; ]{1,2}${LONGITUDE} ?° ?[EWВЗ]?|[NS] ?${LATITUDE}°?[,; ]{1,2}[EW] ?${LONGITUDE}°?|${LATITUDE}°? ?[NS][,; ]{1,2}${LONGITUDE}°? ?[EW]`,
      ),
      score: 0.7,
      name: 'degrees of latitude and longitude',
    },
    {
      expression: number(String.raw`(?:[NS] ?)?${DMS} ?[NSСЮ]?[,; ]{1,2}(?:[EW] ?)?${DMS} ?[EWВЗ]?`),
      score: 0.7,
      name: 'degrees, minutes and seconds',
    },
  ],
  prefilter: { digits: 4, minLength: 9 },
  validate: isPlace,
  find: ofTalk,
  needs: [IN_TALK],
  expressions: [IN_TALK],
  context: [
    'координат*',
    'геолокаци*',
    'геопозици*',
    'геометк*',
    'локаци*',
    'геоданн*',
    'gps',
    'геотег*',
    'широт*',
    'долгот*',
    'орналасқан жер*',
    'осы жер*',
    'мына жер*',
    'тұрған жер*',
    'нүкте*',
    'точк*',
    'карта*',
    '2gis',
    '2гис',
    'ендік*',
    'бойлық*',
    'я здесь',
    'на карте',
    'картада',
    'картадағы',
    'навигатор*',
    'on the map',
    'google maps',
    'location',
    'coordinates',
    'coords',
    'lat',
    'latitude',
    'lat lon',
    'latlng',
    'geo',
    'pin',
    'dropped a pin',
    'meet here',
  ],
  examples: {
    // in the sea off the coast of Guinea, where nobody lives
    match: [
      'скинь локацию 0.000100, 0.000200',
      'координаты: 0.0001 0.0002',
      'дом 0.000100, 0.000200 точка на карте',
      'geo:0.0001,0.0002',
      'lat 0.0001 lon -0.0002',
      'the gate is at 1.00010, -2.00020 behind the barn',
      '0.0001° N, 0.0002° E',
      '0°00\'01"N 0°00\'02"E',
    ],
    reject: [
      '0.0001, 0.0002',
      '1.00010, -2.00020',
      'we measured 1.00010, 2.00020, 3.00030 in all',
      'it grew from 1.00010, 2.00020 mm each',
      'координаты 91.0001, 0.0002',
      'location 0.0001, 181.0002',
      'geo:0.1',
    ],
  },
  source: 'ISO 6709 annexes D and H; RFC 5870',
} satisfies Recogniser

/** In running text that is no table of measurements: no other decimals stand in it. */
function ofTalk(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const m of text.matchAll(IN_TALK)) {
    if (isPlace(m[0]) === false || !isProse(text) || DECIMAL.test(text.replace(IN_TALK, ''))) continue
    found.push({
      start: m.index,
      end: m.index + m[0].length,
      score: 0.55,
      why: ['two numbers of a map in running text'],
    })
  }
  return found
}

const DECIMAL = /\d\.\d{3}/

/** At most 90 degrees from the equator and 180 from Greenwich; `0.0001° N`, `0°00'01"`. */
function isPlace(match: string): boolean | undefined {
  const degrees = match.includes("'") || /[’′]/.test(match) ? DEGREES_OF_DMS : DECIMALS
  const [latitude, longitude] = [...match.matchAll(degrees)].map(([d]) => Math.abs(Number.parseFloat(d)))
  return latitude !== undefined && longitude !== undefined && latitude <= 90 && longitude <= 180 ? undefined : false
}

const DECIMALS = /[-+]?\d{1,3}\.\d{1,12}/g
const DEGREES_OF_DMS = /\d{1,3}(?= ?°)/g
