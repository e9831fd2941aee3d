import { indexRows } from '../../anonymity/linkage/row-index.ts'
import type { LinkedSources } from '../../evidence/release/risk.ts'
import { isErased, isKept, type Plan, type PlannedField } from '../../plan/plan.ts'
import { propertiesOf, verbNamed } from '../../transforms/verb-named.ts'
import type { CollectedLinks } from '../passes/link-collector.ts'

/**
 * Sources that can be joined record by record, where one of them at least is made anonymous: by pseudonyms of one domain,
 * by an identifier that both keep, by a field of one name that has nearly as many values as records. What is joined has
 * more quasi-identifiers than either, and was not measured.
 */
export function findLinks(plan: Plan, collected: readonly (CollectedLinks | undefined)[]): LinkedSources[] {
  const links: LinkedSources[] = []
  plan.sources.forEach((a, i) =>
    plan.sources.forEach((b, j) => {
      if (j <= i || !(a.anonymity || b.anonymity)) return
      const add = (fields: [string, string], by: LinkedSources['by']) => {
        if (!links.some((l) => l.sources[1] === b.name && l.sources[0] === a.name && l.fields.join() === fields.join()))
          links.push({ sources: [a.name, b.name], fields, by, measured: false })
      }
      for (const f of a.fields)
        for (const g of b.fields) {
          if (domainsOf(f).some((domain) => domainsOf(g).includes(domain))) add([f.path, g.path], 'pseudonym')
          else if (isClearIdentifier(f) && isClearIdentifier(g) && isSame(f, g)) add([f.path, g.path], 'identifier')
        }
      const second = tellingFields(collected[j])
      for (const path of tellingFields(collected[i])) if (second.includes(path)) add([path, path], 'value')
    }),
  )
  return links
}

/** Where equal values get equal ones: verb, key and domain; none where nothing joins beyond the field. */
function domainsOf({ do: steps, else: otherwise = [] }: PlannedField): string[] {
  return [...steps, ...otherwise].flatMap(({ verb, options }) => {
    const { joins } = propertiesOf({ verb, options })
    if (joins !== 'domain' && joins !== 'run') return []
    return (verbNamed(verb).keys?.(options) ?? []).flatMap(({ algorithm, root = '', domain }) =>
      domain === undefined ? [] : [JSON.stringify([verb, algorithm, root, domain])],
    )
  })
}

function isClearIdentifier(field: PlannedField): boolean {
  return field.role === 'identifier' && isKept(field) && !isErased(field)
}

function isSame(a: PlannedField, b: PlannedField): boolean {
  return a.entity !== undefined && b.entity !== undefined ? a.entity === b.entity : a.path === b.path
}

/** Values by records, above which a field is as good as an identifier. */
const TELLING = 0.5

function tellingFields(links: CollectedLinks | undefined): string[] {
  const { seeds, columns } = links ?? { seeds: new Float64Array(0), columns: [] }
  return columns.flatMap(({ path, written, comparison, field }) =>
    comparison.kind === 'computed' &&
    field >= 0 &&
    seeds.length > 1 &&
    indexRows([written], seeds.length).sizes.length > TELLING * seeds.length
      ? [path]
      : [],
  )
}
