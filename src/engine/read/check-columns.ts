import { PerdeError } from '../../errors.ts'
import type { Input } from './input.ts'

/** What an input says of its columns before its records; undefined: nothing. */
export interface Columns {
  fields: readonly string[] | undefined
  /** field path → type */
  declared: ReadonlyMap<string, string> | undefined
}

/**
 * Files of one source have the same columns in the same order and of the same types, unless the policy says that they
 * differ: a reader of all of them would shift values into other columns, and a field that one of them lacks would go
 * unnoticed. `columns`: by input. Throws INPUT_FORMAT with the file and the column.
 */
export function checkColumns(
  inputs: readonly Input[],
  columns: readonly Columns[],
  publishable: (name: string) => boolean,
): void {
  const first = new Map<number, number>()
  for (const [i, input] of inputs.entries()) {
    const own = columns[i]!
    if ((!own.fields && !own.declared) || input.columns === 'differ') continue
    const other = first.get(input.source)
    if (other === undefined) first.set(input.source, i)
    else {
      const compared = { input, first: inputs[other]!, publishable }
      if (own.fields) compare(columns[other]!.fields ?? [], own.fields, compared)
      compareTypes(columns[other]!.declared, own.declared, compared)
    }
  }
}

interface Compared {
  input: Input
  first: Input
  publishable(name: string): boolean
}

function compare(expected: readonly string[], found: readonly string[], { input, first, publishable }: Compared): void {
  const named = (name: string) => (publishable(name) ? `the column "${name}"` : 'a column')
  const missing = expected.find((name) => !found.includes(name))
  const added = found.find((name) => !expected.includes(name))
  const moved = expected.findIndex((name, c) => found[c] !== name)
  const what =
    missing !== undefined
      ? `lacks ${named(missing)}, which the first of its source has`
      : added !== undefined
        ? `has ${named(added)}, which the first of its source has not`
        : moved >= 0
          ? 'has its columns in another order than the first of its source'
          : undefined
  if (what !== undefined) throw differs(what, missing ?? added, { input, first, publishable })
}

function compareTypes(expected: Columns['declared'], found: Columns['declared'], compared: Compared): void {
  for (const [path, type] of found ?? []) {
    const other = expected?.get(path)
    // Nested fields that one of them lacks are columns too.
    if (other === undefined) throw differs('has a column which the first of its source has not', path, compared)
    if (other !== type)
      throw differs(`has a column of the type ${type}, which is ${other} in the first`, path, compared)
  }
  const missing = [...(expected?.keys() ?? [])].find((path) => found !== undefined && !found.has(path))
  if (missing !== undefined) throw differs('lacks a column which the first of its source has', missing, compared)
}

function differs(what: string, field: string | undefined, { input, first, publishable }: Compared): PerdeError {
  return new PerdeError('INPUT_FORMAT', `a file ${what}`, {
    where: {
      source: input.sourceName,
      part: input.bytes.name,
      ...(field !== undefined && publishable(field) && { field }),
    },
    hints: [
      `the first is ${first.bytes.name}`,
      'if that is meant, set "columns: differ" for the source: each file of the release then has the columns of its own',
    ],
  })
}
