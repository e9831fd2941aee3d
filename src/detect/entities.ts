/** What can be detected: the list behind `perde entities`. */
import { NAME_HINTS } from './column-names.ts'
import { modalities } from './modalities.ts'
import { QUASI_HINTS, SENSITIVE_HINTS } from './quasi-names.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'

export interface Entity {
  entity: string
  /** other names of the same thing, Presidio's and Google's among them */
  aliases: string[]
  family: Recogniser['family']
  /** ISO 3166-1 alpha-2; absent where it is not of one country */
  country?: string
  /** a check digit or structure proves it */
  checksum: boolean
  /** the highest score of a bare match, before context */
  score: number
}

/** Families of the entities that only a column can be. */
const COLUMN_FAMILIES: Record<string, Recogniser['family']> = {
  passport: 'document',
  'driving-licence': 'document',
  vehicle: 'document',
  'national-id': 'national-id',
  locality: 'address',
  postcode: 'address',
  coordinates: 'address',
  'event-date': 'date',
  health: 'health',
  secret: 'secret',
}

/** Every entity of texts, of biometric values and of columns, sorted by family and name. */
export function entities(): Entity[] {
  const all: Entity[] = recognisers.map((r) => ({
    entity: r.entity,
    aliases: r.aliases,
    family: r.family,
    ...(r.country !== undefined && { country: r.country }),
    checksum: r.checksum,
    score: bareScore(r),
  }))
  for (const m of modalities)
    all.push({
      entity: m.entity,
      aliases: m.aliases,
      family: 'biometric',
      checksum: m.ofBytes !== undefined,
      score: 0.95,
    })
  for (const { entity, confidence } of [...NAME_HINTS, ...QUASI_HINTS, ...SENSITIVE_HINTS])
    if (!all.some((e) => e.entity === entity))
      all.push({ entity, aliases: [], family: COLUMN_FAMILIES[entity] ?? 'person', checksum: false, score: confidence })
  return all.sort((a, b) => (a.family === b.family ? (a.entity < b.entity ? -1 : 1) : a.family < b.family ? -1 : 1))
}

/** Finders score each candidate by itself; what a plain one gets stands here. */
function bareScore(r: Recogniser): number {
  if (r.patterns.length === 0) return 0.6
  const base = Math.max(...r.patterns.map((p) => p.score))
  const score = r.validate && r.chance !== undefined ? 1 - (1 - base) * Math.min(1, 8 * r.chance) : base
  return Math.round(100 * score) / 100
}
