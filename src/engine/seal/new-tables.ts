import canonicalize from 'canonicalize'
import type { TableColumn, TableKey } from '../../io/databases/postgres/catalogue.ts'
import type { NewTable } from '../../io/databases/postgres/load.ts'
import { formatTableName, type TableName } from '../../io/databases/postgres/place.ts'
import type { Plan, PlannedField, SourcePlan } from '../../plan/plan.ts'
import { isKept, isRemoved } from '../../plan/plan.ts'
import { formatName } from '../../record/path.ts'
import { propertiesOf } from '../../transforms/verb-named.ts'
import type { AppliedPart } from '../passes/apply-pass.ts'

/** What the tables of a release look like, and which keys of the source they do not have. */
export interface NewTables {
  tables: NewTable[]
  lost: { source: string; key: string }[]
}

/**
 * Tables like those that were read: columns keep their types where values keep theirs, else they are texts; keys hold
 * where different values stay different, and foreign keys where both sides are treated alike. One element a part.
 */
export function newTables(plan: Plan, parts: readonly AppliedPart[], constraints: 'keep' | 'none'): NewTables {
  const described = parts.map((part) => describePart(plan, part, constraints))
  const lost: NewTables['lost'] = []
  const tables = described.map(({ name, columns, keys, others, treated }): NewTable => {
    const kept = (key: TableKey) => key.columns.every((column) => treated.get(column)?.unique)
    const own = keys.filter((key) => key.kind !== 'foreign' && kept(key))
    const foreign = keys.flatMap((key) => {
      if (!key.references) return []
      const other = described.find(
        (d) =>
          d.from === nameOf(key.references!.table) && d.identity === described.find((x) => x.name === name)!.identity,
      )
      const alike = key.columns.every((column, i) => {
        const there = other?.treated.get(key.references!.columns[i]!)
        return there?.unique && treated.get(column)?.how === there.how
      })
      return other && alike ? [{ ...key, references: { table: other.name, columns: key.references.columns } }] : []
    })
    const made = constraints === 'none' ? [] : [...own, ...foreign]
    for (const key of keys) if (!made.some((m) => m.name === key.name)) lost.push({ source: name, key: key.name })
    for (const key of others) lost.push({ source: name, key })
    return {
      name,
      columns,
      keys: made.map(({ kind, name, columns, ...more }) => ({
        kind,
        name,
        columns,
        ...(more.references && { references: more.references as { table: string; columns: string[] } }),
      })),
    }
  })
  return { tables, lost }
}

/** How the values of a column are treated: `how` is the same for columns whose equal values stay equal. */
interface Treated {
  how: string
  unique: boolean
}

function describePart(plan: Plan, { input, fields }: AppliedPart, constraints: 'keep' | 'none') {
  const source = plan.sources[input.source]!
  const { facts, table, identity } = input.table!
  const treated = new Map<string, Treated>()
  const columns: NewTable['columns'] = []
  for (const column of facts.columns) {
    const rules = rulesOf(source, fields, column)
    if (rules === 'removed') continue
    const how = rules.map(({ do: steps, when, else: otherwise }) => ({ steps, when, otherwise }))
    const isOwn = rules.every(isKept) && !isGeneralised(source, column)
    treated.set(column.name, {
      how: isOwn ? '' : canonicalize(how)!,
      unique: isOwn || (!isGeneralised(source, column) && rules.every(keepsApart)),
    })
    columns.push({
      name: column.name,
      type: isOwn ? column.type : typeAfter(column, rules),
      // A rule that may write null was refused before the first record.
      required: column.required && constraints === 'keep',
    })
  }
  return {
    name: input.sourceName,
    from: table && nameOf(table),
    identity,
    columns,
    keys: facts.keys,
    others: facts.others,
    treated,
  }
}

function nameOf(table: TableName): string {
  return formatTableName(table)
}

/** The rules that met values of a column or of what is in it. */
function rulesOf(source: SourcePlan, fields: AppliedPart['fields'], { name }: TableColumn): PlannedField[] | 'removed' {
  const path = formatName(name)
  const met = Object.entries(fields).filter(([p]) => p === path || p.startsWith(`${path}.`) || p.startsWith(`${path}[`))
  const own = fields[path]
  if (own && (own.field < 0 ? source.unlisted === 'drop' : isRemoved(source.fields[own.field]!))) return 'removed'
  return met.flatMap(([, { field }]) => (field < 0 ? [] : [source.fields[field]!]))
}

function isGeneralised({ anonymity }: SourcePlan, { name }: TableColumn): boolean {
  return anonymity?.fields.includes(formatName(name)) === true
}

function keepsApart({ do: steps, when }: PlannedField): boolean {
  return when === undefined && steps.every((step) => propertiesOf(step).unique)
}

/** Verbs that leave a value one of its type. */
const KEEPING: [types: RegExp, verbs: ReadonlySet<string>, type?: string][] = [
  [/^(date|timestamp( with(out)? time zone)?)$/, new Set(['keep', 'null', 'shift-date'])],
  [/^(numeric|smallint|integer|bigint)/, new Set(['keep', 'null', 'round', 'clip']), 'numeric'],
  [/./, new Set(['keep', 'null'])],
]

function typeAfter({ type, holds }: TableColumn, rules: readonly PlannedField[]): string {
  if (holds === 'json') return type
  const verbs = rules.flatMap((rule) => [...rule.do, ...(rule.else ?? [])]).map((step) => step.verb)
  const known = KEEPING.find(([types, kept]) => types.test(type) && verbs.every((verb) => kept.has(verb)))
  if (known && verbs.length > 0) return known[2] ?? type
  return holds === 'array' ? 'text[]' : 'text'
}
