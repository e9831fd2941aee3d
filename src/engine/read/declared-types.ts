import type { Layout } from '../../io/formats/format.ts'
import { columnTypes } from '../../io/formats/parquet/type-words.ts'
import { formatName } from '../../record/path.ts'
import type { Input } from './input.ts'

/**
 * Types that an input declares: those of a schema, of a table of a database, or that all is text, as in CSV. Field path →
 * type, in the words of who declares it. Undefined: nothing is declared, and fields have the types that their values have.
 */
export function declaredTypes({ table, options }: Input, layout: Layout): Map<string, string> | undefined {
  const folders = (options.partition ?? []).map(({ name }) => [formatName(name), 'text'] as const)
  // What documents hold is seen in the records.
  const holders = new Set(Object.keys(options.documents ?? {}))
  if (layout.schema)
    return new Map([...columnTypes(layout.schema, pathUnder), ...folders].filter(([path]) => !holders.has(path)))
  if (table)
    return new Map(
      table.facts.columns
        // What documents and lists hold is seen in the records.
        .filter(({ holds }) => holds === 'text')
        .map(({ name, type }) => [formatName(name), type]),
    )
  if (!layout.fields) return undefined
  const columns = layout.fields.map(formatName).filter((path) => !holders.has(path))
  return new Map([...columns.map((path) => [path, 'text'] as const), ...folders])
}

function pathUnder(name: string, under: string): string {
  return under === '' ? formatName(name) : `${under}.${formatName(name)}`
}
