import { dateHierarchy } from '../../anonymity/hierarchies/dates.ts'
import { hierarchyFromCsv } from '../../anonymity/hierarchies/from-csv.ts'
import { intervalHierarchy } from '../../anonymity/hierarchies/intervals.ts'
import { prefixHierarchy } from '../../anonymity/hierarchies/prefixes.ts'
import { regionHierarchy } from '../../anonymity/hierarchies/regions.ts'
import { roundingHierarchy } from '../../anonymity/hierarchies/rounding.ts'
import { leafOf, withNull, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec, HierarchySpec } from '../../policy/policy.ts'
import { hierarchyByValues, type MadeHierarchy } from './hierarchy-by-values.ts'

/** What the policy says of the hierarchy of a field; undefined: nothing. */
export function hierarchySpec({ hierarchies }: AnonymitySpec, field: string): HierarchySpec | undefined {
  return Object.hasOwn(hierarchies, field) ? hierarchies[field] : undefined
}

/**
 * The hierarchy of a field: as the policy says, else made from its values (`hierarchyByValues`). `texts`: the different values, sorted, so that the same values
 * give the same hierarchy in whatever order they came. Throws POLICY_INVALID, naming the field and never a value.
 */
export function makeHierarchy(
  field: string,
  spec: HierarchySpec | undefined,
  texts: readonly string[],
  hasNull: boolean,
  files: Record<string, string>,
): MadeHierarchy {
  try {
    const { made, hierarchy } = spec ? asSaid(spec, texts, files) : hierarchyByValues(texts)
    return { made, hierarchy: hasNull ? withNull(hierarchy) : hierarchy }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ field }) : e
  }
}

/**
 * Leaf of each number that the profile gave a value: 0 is null, n the n-th text. Throws POLICY_INVALID where values have
 * none: nobody knows what stands above them.
 */
export function leavesOf(field: string, { hierarchy }: MadeHierarchy, texts: readonly string[]): Uint32Array {
  const leaves = new Uint32Array(texts.length + 1)
  leaves[0] = hierarchy.nullLeaf ?? 0
  let missing = 0
  for (const [i, text] of texts.entries()) {
    const leaf = leafOf(hierarchy, text)
    if (leaf < 0) missing++
    else leaves[i + 1] = leaf
  }
  if (missing > 0)
    throw new PerdeError(
      'POLICY_INVALID',
      `${missing} of ${texts.length} different values of "${field}" have no leaf in its hierarchy`,
      {
        where: { field },
        hints: [
          'perde hierarchy lint FILE --data INPUT --field NAME finds the usual reasons: spaces, capitals, another spelling',
          'values that are none can be made null first: on-error: null',
        ],
        facts: { missing },
      },
    )
  return leaves
}

function asSaid(spec: HierarchySpec, texts: readonly string[], files: Record<string, string>): MadeHierarchy {
  if ('file' in spec) return { made: 'file', hierarchy: hierarchyOfFile(spec.file, files[spec.file]!) }
  if ('intervals' in spec) {
    const { intervals: widths, ...outer } = spec
    return { made: 'intervals', hierarchy: intervalHierarchy(texts, { widths, ...outer }) }
  }
  if ('dates' in spec) return { made: 'dates', hierarchy: dateHierarchy(texts, spec.dates) }
  if ('prefix' in spec) return { made: 'prefix', hierarchy: prefixHierarchy(texts, spec.prefix) }
  if ('round' in spec) return { made: 'round', hierarchy: roundingHierarchy(texts, spec.round) }
  return { made: 'regions', hierarchy: regionHierarchy(texts, spec.regions, spec.names) }
}

/** The hierarchy of a table that the policy names. Throws POLICY_INVALID with the file and the line. */
export function hierarchyOfFile(file: string, text: string): Hierarchy {
  try {
    return hierarchyFromCsv(text)
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: file }) : e
  }
}
