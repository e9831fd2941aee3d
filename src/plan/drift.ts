/** What a source looked like: field path → what was seen there. */
export type Schema = Record<string, SeenField>

export interface SeenField {
  /** words for the types of its values, in order; none: no value but null was seen */
  types: string[]
  /** it was there in every input that had records */
  steady: boolean
}

/** How a source changed since an earlier release. */
export interface Drift {
  source: string
  path: string
  change: 'added' | 'gone' | 'retyped'
  /** types before and now */
  before: string[]
  now: string[]
}

/** What a policy says of a field that is no more, in place of its types. */
export const GONE = 'gone'

/**
 * What changed between two looks at a source, by path. `accepted`: what the policy says that changed, path → types now,
 * or gone. A type that was there before among others is no change; nor is a field that some inputs lacked before.
 */
export function driftOf(source: string, before: Schema, now: Schema, accepted: Record<string, string>): Drift[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return paths.flatMap((path): Drift[] => {
    const then = own(before, path)
    const since = own(now, path)
    const facts = { source, path, before: then?.types ?? [], now: since?.types ?? [] }
    if (!then) return [{ ...facts, change: 'added' }]
    const said = own(accepted, path)
    if (!since) return then.steady && said !== GONE ? [{ ...facts, change: 'gone' }] : []
    const other = since.types.filter((type) => !then.types.includes(type))
    if (then.types.length === 0 || other.length === 0 || said === typesText(since.types)) return []
    return [{ ...facts, change: 'retyped' }]
  })
}

/** As a policy writes what the values of a field are now. */
export function typesText(types: readonly string[]): string {
  return types.join(' or ')
}

/** What is known of a source after one more release: fields that came are only in the inputs that came. */
export function joinSchemas(before: Schema | undefined, now: Schema): Schema {
  if (!before) return now
  const joined = Object.create(null) as Schema
  for (const path of [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()) {
    const then = own(before, path)
    const since = own(now, path)
    // What was accepted as gone or of another type is so from now on.
    if (!since) joined[path] = { ...then!, steady: false }
    else if (!then) joined[path] = since
    else joined[path] = { types: unite(then.types, since.types), steady: then.steady && since.steady }
  }
  return joined
}

function unite(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort()
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
