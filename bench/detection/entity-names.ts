import { recognisers } from '../../src/detect/registry.ts'

/** Does an entity that a tool reported mean the labelled type? Either by perde's entity and its aliases, or by equal names. */
export type SameType = (entity: string, gold: string) => boolean

export function createSameType(): SameType {
  const names = new Map(recognisers.map((r) => [r.entity, new Set([r.entity, ...r.aliases].map(plain))]))
  return (entity, gold) => names.get(entity)?.has(plain(gold)) ?? plain(entity) === plain(gold)
}

/** The types of the labelled data that perde has an entity with check digits for. */
export function createHasChecksum(): (gold: string) => boolean {
  const names = new Set(recognisers.filter((r) => r.checksum).flatMap((r) => [r.entity, ...r.aliases].map(plain)))
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
