import { headerWords } from './header-words.ts'
import type { ReportRow } from './report-row.ts'

/** A foreign key of a scanned table: its columns, and those of the table that they are of, by field path. */
export interface ForeignKey {
  columns: string[]
  /** how the other table is called in the database */
  table: string
  references: string[]
}

/** What is known of a source beside its fields. */
export interface JoinedSource {
  source: string
  /** how the table is called in its database */
  table?: string
  foreignKeys?: readonly ForeignKey[]
}

/**
 * Columns that name the same things get one rule, so that they still join in a release: those that a foreign key connects, and
 * ids of one name in several sources (`customer_id`, and `id` of `customers`). Where one of them gets a pseudonym, all do, in
 * one domain. Anything else that is suggested stays.
 */
export function joinColumns(rows: readonly ReportRow[], sources: readonly JoinedSource[]): ReportRow[] {
  const groups = groupsOf(rows, sources)
  const leaders = new Map<string, ReportRow>()
  for (const row of rows) {
    const group = groups(keyOf(row.source, row.path))
    const known = leaders.get(group)
    if (isPseudonym(row) && (!known || isLess(known, row))) leaders.set(group, row)
  }
  return rows.map((row) => {
    const leader = leaders.get(groups(keyOf(row.source, row.path)))
    if (!leader) return row
    const { source, path, role, entity } = leader
    // The ids of two tables are of two kinds of things.
    const suggest =
      sources.length > 1
        ? leader.suggest.replace(/pseudonym id \}$/, `pseudonym ${singular(source)}-id }`)
        : leader.suggest
    if (row === leader) return { ...row, suggest }
    if (suggest === row.suggest || !mayFollow(row)) return row
    const evidence = [...row.evidence, `joins with ${path} of ${source}`]
    return isPseudonym(row) ? { ...row, suggest, evidence } : { ...row, role, entity, suggest, confidence: Math.max(row.confidence, SURE), evidence } // prettier-ignore
  })
}

/** From this confidence on a verdict needs no second look. */
const SURE = 0.5

const PSEUDONYM = /\bdo: pseudonym ([a-z0-9-]+) \}$/

function isPseudonym({ suggest }: ReportRow): boolean {
  return PSEUDONYM.test(suggest)
}

/** What is surely something else is not made an id by its name or its key: it is dropped or coarsened as that. */
function mayFollow(row: ReportRow): boolean {
  return isPseudonym(row) || row.role === 'insensitive' || row.confidence < SURE
}

/** A domain that names the thing is better than the bare `id`; a known kind of number than a name. */
function isLess(known: ReportRow, row: ReportRow): boolean {
  const rank = ({ suggest }: ReportRow) =>
    (suggest.includes('type:') ? 2 : 0) + (PSEUDONYM.exec(suggest)![1] === 'id' ? 0 : 1)
  return rank(known) < rank(row)
}

/** Gives the group of a column: columns are in one where keys or names connect them. */
function groupsOf(rows: readonly ReportRow[], sources: readonly JoinedSource[]): (column: string) => string {
  const above = new Map<string, string>()
  const find = (column: string): string => {
    const next = above.get(column)
    return next === undefined || next === column ? column : find(next)
  }
  const join = (a: string, b: string) => void above.set(find(a), find(b))
  for (const { source, table, foreignKeys = [] } of sources) {
    if (table !== undefined)
      for (const row of rows) if (row.source === source) join(keyOf(source, row.path), keyOf(TABLES + table, row.path))
    for (const { columns, table: other, references } of foreignKeys)
      columns.forEach((column, i) => join(keyOf(source, column), keyOf(TABLES + other, references[i]!)))
  }
  const named = new Set(rows.flatMap(({ path }) => idOf(path) ?? []))
  for (const { source, path } of rows) {
    const id =
      idOf(path) ?? (isBareId(path) && named.has(`${singular(source)}-id`) ? `${singular(source)}-id` : undefined)
    if (id !== undefined) join(keyOf(source, path), keyOf(NAMES, id))
  }
  return find
}

/** No source is called like these. */
const TABLES = 'table '
const NAMES = 'name '

function keyOf(source: string, path: string): string {
  return JSON.stringify([source, path])
}

/** `customer_id`, `customerId` and `customer.id`; undefined: it is the id of nothing that is named. */
function idOf(path: string): string | undefined {
  const words = headerWords(path)
  return words.length >= 2 && words.at(-1) === 'id' ? words.slice(-2).join('-') : undefined
}

function isBareId(path: string): boolean {
  return headerWords(path).join() === 'id'
}

/** As English has it, which names of tables mostly are. */
function singular(name: string): string {
  const last = name.split('-').at(-1)!
  return last
    .replace(/ies$/, 'y')
    .replace(/(?<=s|x|z|ch|sh)es$/, '')
    .replace(/(?<!s)s$/, '')
}
