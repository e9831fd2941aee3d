import { createPublishable } from '../../detect/publishable.ts'
import type { Schema } from '../../plan/drift.ts'
import { typesOfKinds } from '../../record/value-types.ts'
import type { AppliedPart } from '../passes/apply-pass.ts'
import type { Input } from '../read/input.ts'
import type { Coverage } from './check-coverage.ts'

/** Types of the fields of one input, by path. */
export type SeenTypes = ReadonlyMap<string, readonly string[]>

/** What the beginning of an input shows. */
export function typesAtBeginning(input: Input, { declared, kinds }: Coverage): SeenTypes {
  return seenTypes(input, declared, kinds)
}

/** What all of an input showed; undefined: it had no records, and declares nothing. */
export function typesOfPart({ input, fields, read }: AppliedPart, { declared }: Coverage): SeenTypes | undefined {
  if (!declared && read.records === 0) return undefined
  const met = Object.entries(fields).filter(([, { kinds }]) => kinds !== 0)
  return seenTypes(input, declared, new Map(met.map(([path, { kinds }]) => [path, kinds])))
}

function seenTypes({ options }: Input, declared: Coverage['declared'], kinds: ReadonlyMap<string, number>): SeenTypes {
  const types = new Map<string, readonly string[]>()
  for (const [path, type] of declared ?? []) types.set(path, [type])
  // Where everything is declared, only what documents in cells hold is seen in the records.
  if (!declared || options.documents)
    for (const [path, bits] of kinds) if (!types.has(path)) types.set(path, typesOfKinds(bits))
  return types
}

/** What a source looks like, from what its inputs look like. */
export function schemaOf(seen: readonly SeenTypes[]): Schema {
  const schema = Object.create(null) as Schema
  for (const path of [...new Set(seen.flatMap((types) => [...types.keys()]))].sort()) {
    const own = seen.flatMap((types) => types.get(path) ?? [])
    schema[path] = { types: [...new Set(own)].sort(), steady: seen.every((types) => types.has(path)) }
  }
  return schema
}

/** Fields that hold other types in some inputs of a source than in others, as they may be shown. */
export function dividedTypes(seen: readonly SeenTypes[]): string[] {
  const publishable = createPublishable()
  return Object.keys(schemaOf(seen)).filter((path) => {
    const sets = seen.flatMap((types) => (types.get(path)?.length ? [types.get(path)!] : []))
    return publishable(path) && sets.some((a) => sets.some((b) => !a.some((type) => b.includes(type))))
  })
}
