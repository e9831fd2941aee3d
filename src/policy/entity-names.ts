import { closest } from './suggest.ts'

/** What a policy can name as a `type` or in a `find`: recognisers and biometric modalities have this shape. */
export interface NamedEntity {
  entity: string
  aliases: readonly string[]
}

export interface EntityNames {
  /** the entity id of an id or alias; undefined: unknown */
  resolve(name: string): string | undefined
  suggest(name: string): string | undefined
  /** an id or alias of perde's own */
  isBuiltIn(name: string): boolean
}

/** `own`: ids of the policy's own entities. */
export function entityNames(known: readonly NamedEntity[], own: readonly string[] = []): EntityNames {
  const entities = [...known, ...own.map((entity) => ({ entity, aliases: [] }))]
  const ids = new Map<string, string>()
  for (const { entity, aliases } of entities) for (const alias of aliases) ids.set(alias, entity)
  for (const { entity } of entities) ids.set(entity, entity)
  return {
    resolve: (name) => ids.get(name),
    isBuiltIn: (name) => known.some(({ entity, aliases }) => entity === name || aliases.includes(name)),
    suggest: (name) =>
      closest(
        name,
        entities.map(({ entity }) => entity),
      ) ?? ids.get(closest(name, ids.keys()) ?? ''),
  }
}
