import { PerdeError } from '../../errors.ts'
import type { Input } from './inputs.ts'

/**
 * Files of one source have the same columns in the same order, unless the policy says that they differ: a reader of all of
 * them would shift values into other columns, and a field that one of them lacks would go unnoticed. `headers`: by input,
 * undefined where it has none. Throws INPUT_FORMAT with the file and the column.
 */
export function checkColumns(
  inputs: readonly Input[],
  headers: readonly (readonly string[] | undefined)[],
  publishable: (name: string) => boolean,
): void {
  const first = new Map<number, number>()
  for (const [i, input] of inputs.entries()) {
    const header = headers[i]
    if (!header || input.columns === 'differ') continue
    const other = first.get(input.source)
    if (other === undefined) first.set(input.source, i)
    else compare(headers[other]!, header, { input, first: inputs[other]!, publishable })
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
  if (what === undefined) return
  const field = missing ?? added
  throw new PerdeError('INPUT_FORMAT', `a file ${what}`, {
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
