import { PerdeError } from '../../errors.ts'
import { isPostgres, parsePlace, withoutPassword } from '../../io/databases/postgres/place.ts'
import { openTables, type TableSource } from '../../io/databases/postgres/table-source.ts'
import { formatNamed } from '../../io/formats/format-named.ts'
import type { DocumentKind, Format, FormatOptions } from '../../io/formats/format.ts'
import { formatName } from '../../record/path.ts'

/** Is the input a table of a database? */
export function isTable(input: string): boolean {
  return isPostgres(input)
}

/** Does the address name a schema, which a release is, rather than a table or a query? */
export function isSchema(address: string): boolean {
  return parsePlace(address).schema !== undefined
}

/** How an input may be shown and written down: an address may hold a password, and a query values. */
export function shownInput(input: string): string {
  return isTable(input) ? parsePlace(input).shown : input
}

/** As a policy may name the input. */
export function writtenInput(input: string): string {
  return isTable(input) ? withoutPassword(input) : input
}

/** What to call it, where nobody has said: the table, without its schema. */
export function tableNameOf(input: string): string | undefined {
  return isTable(input) ? (parsePlace(input).table?.name ?? 'query') : undefined
}

/** Opens all tables of a run at once: those of one database are seen as of one moment. */
export function openTableInputs(addresses: readonly string[], env: NodeJS.ProcessEnv): Promise<TableSource[]> {
  return openTables(addresses, env)
}

/**
 * How a table is read: as the CSV that its database gives, with the columns that hold documents. Of what may be said about
 * a file only the encoding makes sense, where the database does not know it. Throws USAGE.
 */
export function tableFormat(
  { facts, name, unknownEncoding }: TableSource,
  format: string | undefined,
  { encoding, documents, broken, ...other }: FormatOptions,
): { format: Format; options: FormatOptions } {
  const refuse = (message: string, hint: string) =>
    new PerdeError('USAGE', message, { where: { part: name }, hints: [hint] })
  if (format !== undefined || Object.keys(other).length > 0)
    throw refuse('a table of a database has no format, delimiter, header and the like', 'leave them out for this input')
  if (encoding !== undefined && !unknownEncoding)
    throw refuse('the database says itself how its texts are written', 'leave "encoding" out for this input')
  const values = facts.columns.flatMap(({ name, holds }): [string, DocumentKind][] =>
    holds === 'text' ? [] : [[formatName(name), holds === 'json' ? 'value' : 'array']],
  )
  return {
    format: formatNamed('csv'),
    options: {
      ...{ null: '', documents: { ...Object.fromEntries(values), ...documents } },
      ...(encoding !== undefined && { encoding }),
      ...(broken !== undefined && { broken }),
    },
  }
}
