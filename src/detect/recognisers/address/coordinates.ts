// ISO 6709 as people and maps write it: decimal degrees, degrees with minutes; RFC 5870 for geo URIs
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

const LATITUDE = String.raw`[-+]?\d{1,2}\.\d{3,12}`
const LONGITUDE = String.raw`[-+]?\d{1,3}\.\d{3,12}`
const DMS = String.raw`\d{1,3} ?° ?\d{1,2} ?['’′] ?\d{1,2}(?:[.,]\d{1,4})? ?(?:["”″]|'')?`

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
      '0.0001° N, 0.0002° E',
      '0°00\'01"N 0°00\'02"E',
    ],
    reject: ['0.0001, 0.0002', 'координаты 91.0001, 0.0002', 'location 0.0001, 181.0002', 'geo:0.1'],
  },
  source: 'ISO 6709 annexes D and H; RFC 5870',
} satisfies Recogniser

/** At most 90 degrees from the equator and 180 from Greenwich; `0.0001° N`, `0°00'01"`. */
function isPlace(match: string): boolean | undefined {
  const degrees = match.includes("'") || /[’′]/.test(match) ? DEGREES_OF_DMS : DECIMALS
  const [latitude, longitude] = [...match.matchAll(degrees)].map(([d]) => Math.abs(Number.parseFloat(d)))
  return latitude !== undefined && longitude !== undefined && latitude <= 90 && longitude <= 180 ? undefined : false
}

const DECIMALS = /[-+]?\d{1,3}\.\d{1,12}/g
const DEGREES_OF_DMS = /\d{1,3}(?= ?°)/g
