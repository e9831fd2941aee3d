import type { Hierarchy } from '../../anonymity/hierarchy.ts'
import { PerdeError } from '../../errors.ts'
import { isErasedBy } from '../../policy/field-facts.ts'
import type { ExplainedField } from '../../policy/explain.ts'
import type { HierarchySpec, Policy } from '../../policy/policy.ts'
import { formatPath, parsePath } from '../../record/path.ts'
import type { HierarchyKind } from '../plan.ts'
import { hierarchySpec, makeHierarchy } from './hierarchies.ts'

/** What a quasi-identifier becomes level by level. */
export interface ExplainedLevels {
  made: HierarchyKind
  /** the policy says the levels, or they are made from the values of the data once all were seen */
  decided: 'policy' | 'data'
  /** from an invented value (of a file: its first leaf) to the top; empty: it depends on a table that cannot be read */
  values: string[]
}

/**
 * Levels of the quasi-identifiers of the section `anonymity`, by the field's place in `fields`. Where the policy names no
 * hierarchy a run makes one from the values of the data, so these are levels of the same kind and not the same levels.
 * `file`: text of a table by its path in the policy.
 */
export function explainLevels(
  policy: Policy,
  fields: readonly ExplainedField[],
  file: (path: string) => string | undefined,
): (ExplainedLevels | undefined)[] {
  const { anonymity } = policy
  return fields.map(({ source, path, role, before, then }) => {
    if (!anonymity || role !== 'quasi-identifier') return undefined
    if (anonymity.source !== undefined && source !== anonymity.source && source !== '*') return undefined
    if (isErasedBy(policy.fields[source]![path]!)) return undefined
    const canonical = formatPath(parsePath(path))
    const spec = hierarchySpec(anonymity, canonical)
    const decided = spec ? ('policy' as const) : ('data' as const)
    return { decided, ...levelsOf(spec, then.effect === 'kept' ? before : then.after, file) }
  })
}

function levelsOf(
  spec: HierarchySpec | undefined,
  written: string | undefined,
  file: (path: string) => string | undefined,
): Omit<ExplainedLevels, 'decided'> {
  if (spec && 'file' in spec) {
    const text = file(spec.file)
    const made = text === undefined ? undefined : attempt(spec, [], { [spec.file]: text })
    return { made: 'file', values: made ? chain(made.hierarchy, [...made.hierarchy.leafIds.keys()][0]!) : [] }
  }
  for (const values of examples(spec, written)) {
    const made = attempt(spec, values, {})
    if (made) return { made: made.made, values: chain(made.hierarchy, values[0]!) }
  }
  return { made: 'values', values: [] }
}

/** Undefined: these values do not fit. */
function attempt(spec: HierarchySpec | undefined, values: string[], files: Record<string, string>) {
  try {
    return makeHierarchy('', spec, values.toSorted(), false, files)
  } catch (e) {
    if (e instanceof PerdeError) return undefined
    throw e
  }
}

function chain({ levels, leafIds }: Hierarchy, text: string): string[] {
  const leaf = leafIds.get(text)!
  return levels.map(({ values, ofLeaf }) => values[ofLeaf[leaf]!]!)
}

/** Values of nobody, the one to show first: what the field's rule writes, then what fits the way its levels are made. */
function examples(spec: HierarchySpec | undefined, written: string | undefined): string[][] {
  const own = written === undefined ? [] : [[written, ...likeThis(written)]]
  if (!spec) return [...own, ['sample']]
  if ('dates' in spec) return [...own, [DATE]]
  if ('prefix' in spec) return ['050010', ...(written === undefined ? [] : [written])].map((text) => [text])
  if ('round' in spec) return [...own, ['43.238949']]
  if ('regions' in spec) return [PLACES[spec.regions]]
  return [...own, ['37']]
}

const DATE = '1990-05-17'

/** Places that show every level: they meet one after the other. */
const PLACES: Record<'kz' | 'world', string[]> = {
  kz: ['Талдықорған', 'Жаркент', 'Қонаев', 'Шымкент', 'Семей'],
  world: ['Қазақстан', 'Өзбекстан', 'Жапония', 'Франция'],
}

/** Others of the kind, so that levels that are made from the values are what they would be for many people. */
function likeThis(text: string): string[] {
  if (/^\d{1,2}$/.test(text)) return Array.from({ length: 73 }, (_, i) => String(18 + i)).filter((age) => age !== text)
  const date = /^(\d{4})(-\d\d)(-\d\d)?$/.exec(text)
  if (!date) return []
  const [, year, month, day = ''] = date
  const others = [`${year}${month}-01`, `${year}-04-02`, `${year}-11-03`, '1995-01-01', '2003-01-01']
  return others.map((other) => (day === '' ? other.slice(0, 7) : other)).filter((other) => other !== text)
}
