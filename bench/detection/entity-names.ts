import { entities } from '../../src/detect/entities.ts'
import { recognisers } from '../../src/detect/registry.ts'

/**
 * Does an entity that a tool reported mean the labelled type? Either it is one of perde's, and the type is its name or
 * an alias; or both are aliases of one entity of perde, as PHONE_NUMBER and PH_MOBILE_NUMBER are; or the names are equal.
 */
export type SameType = (entity: string, gold: string) => boolean

export function createSameType(): SameType {
  const names = new Map(entities().map((e) => [e.entity, new Set([e.entity, ...e.aliases].map(plain))]))
  const groups = [...names.values()]
  return (entity, gold) => {
    const own = names.get(entity)
    const [reported, wanted] = [plain(entity), plain(gold)]
    if (own) return own.has(wanted)
    return reported === wanted || groups.some((group) => group.has(reported) && group.has(wanted))
  }
}

/** The types of the labelled data that perde has an entity with check digits for. */
export function createHasChecksum(): (gold: string) => boolean {
  const names = new Set(entities().flatMap((e) => (e.checksum ? [e.entity, ...e.aliases].map(plain) : [])))
  return (gold) => names.has(plain(gold))
}

/**
 * Does a report say who somebody is? Places, organisations, plain dates, jobs and the like are background: perde has
 * them off unless asked for, and no text of the own set is called personal because of them.
 */
export function createIdentifying(): (entity: string) => boolean {
  const background = new Set(BACKGROUND.map(plain))
  for (const r of recognisers)
    if (r.offByDefault) for (const name of [r.entity, ...r.aliases]) background.add(plain(name))
  return (entity) => !background.has(plain(entity))
}

/** Names that the other tools use and perde has not. */
const BACKGROUND = [
  'LOCATION',
  'GPE',
  'ORGANIZATION',
  'DATE_TIME',
  'DATE',
  'NRP',
  'AGE',
  'TITLE',
  'URL',
  'POSTAL_CODE',
  'ZIP_CODE',
]

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/gu, '')
