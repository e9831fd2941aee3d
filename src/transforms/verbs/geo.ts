import { ofSameKind, toStrings } from '../cells.ts'
import { compareText, constant, formatDecimal, multipleOf } from '../decimal.ts'
import { cellCentre, cellDecimals } from '../geohash.ts'
import { ValueFault } from '../verb.ts'
import type { Transform, Verb } from '../verb.ts'

interface Options {
  /** digits kept after the point of one coordinate: 1 is about 11 km, 2 about 1.1 km, 3 about 110 m of latitude */
  decimals?: number
  /** length of the geohash whose cell's centre is written for a `latitude,longitude` in one field */
  geohash?: number
}

/** Moves a coordinate to a coarser grid. Latitude and longitude in two fields want the same `decimals`. */
export const verb = {
  name: 'geo',
  summary: 'moves a place to the middle of a coarse cell',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    properties: {
      decimals: { type: 'integer', minimum: 0, maximum: 6 },
      geohash: { type: 'integer', minimum: 1, maximum: 9 },
    },
  },
  writes: ({ geohash }) => (geohash === undefined ? 'words' : 'text'),
  parseShort(words) {
    if (words.length === 1 && /^[0-6]$/.test(words[0]!)) return { decimals: Number(words[0]) }
    return words.length === 2 && words[0] === 'geohash' && /^[1-9]$/.test(words[1]!)
      ? { geohash: Number(words[1]) }
      : undefined
  },
  bind: ({ decimals, geohash }) => (geohash === undefined ? coordinate(decimals!) : pair(geohash)),
} satisfies Verb<Options>

const FAR = constant(180)
const FAR_BACK = constant(-180)

function coordinate(decimals: number): Transform {
  const step = { ...constant(1), scale: decimals, number: 10 ** -decimals }
  return ofSameKind((text, index) => {
    const n = multipleOf(text, step, 'nearest')
    if (n === undefined || compareText(text, FAR)! > 0 || compareText(text, FAR_BACK)! < 0) {
      throw new ValueFault(index, 'the value is no coordinate in decimal degrees')
    }
    return formatDecimal({ units: n, scale: decimals })
  })
}

/** Degrees as in `43.238, 76.945`, with a comma, a semicolon or a space between. */
const PAIR = /^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/

function pair(length: number): Transform {
  const decimals = cellDecimals(length)
  return toStrings((text, index) => {
    const match = PAIR.exec(text)
    const latitude = Number(match?.[1])
    const longitude = Number(match?.[2])
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
      throw new ValueFault(index, 'the value is no "latitude,longitude" in decimal degrees')
    const cell = cellCentre(latitude, longitude, length)
    return `${cell.latitude.toFixed(decimals)},${cell.longitude.toFixed(decimals)}`
  })
}
