import type { Explained } from '../engine/policy-files/explain.ts'
import type { AnonymitySpec } from '../policy/policy.ts'
import { table } from './table.ts'

/** What quasi-identifiers become level by level, on invented values; '' where none is made coarser. */
export function levelsTable(fields: readonly Explained[], columns?: number): string {
  const rows = fields.flatMap(rowOf)
  if (rows.length === 0) return ''
  return table(['source', 'quasi-identifier', 'levels by', 'level by level, as far as k asks for it'], rows, columns)
}

function rowOf({ source, path, generalised }: Explained): string[][] {
  if (!generalised) return []
  const { made, decided, values } = generalised
  return [
    [
      source,
      path,
      decided === 'policy' ? made : `${made}, by the data`,
      values.length === 0 ? '(depends on a table)' : values.map((text) => text.replace(/\s+/g, ' ')).join(' → '),
    ],
  ]
}

/** What is decided only when all records were seen. */
export function levelNotes(fields: readonly Explained[], anonymity: AnonymitySpec | undefined): string[] {
  const generalised = fields.filter((field) => field.generalised)
  if (!anonymity || generalised.length === 0) return []
  const byData = generalised.filter((field) => field.generalised!.decided === 'data')
  return [
    `which level a record gets is decided by a run, when it has counted all records (${wordsOf(anonymity)})`,
    ...(byData.length > 0
      ? [
          `levels of ${byData.map(({ source, path }) => `${source}.${path}`).join(', ')} are made from the values of the data, so they may be others; name them under anonymity.hierarchies to have the same in every run`,
        ]
      : []),
  ]
}

function wordsOf({ model, k, unit, plan, releases }: AnonymitySpec): string {
  const kept =
    plan !== undefined
      ? ', by the plan that the policy names'
      : releases !== undefined
        ? ', by the plan in the ledger where there is one'
        : ''
  return `${model}, k = ${k} ${unit}s${kept}`
}
