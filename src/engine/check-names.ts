import { PerdeError } from '../errors.ts'
import type { Input } from './inputs.ts'

/**
 * A header whose names are data means that there is no header: the first person's record would be published as
 * column names and written into manifest and log. Throws INPUT_NO_HEADER without saying which name it is.
 */
export function checkNames(
  fields: readonly string[],
  input: Pick<Input, 'sourceName' | 'bytes'>,
  publishable: (name: string) => boolean,
): void {
  const bad = fields.findIndex((name) => !publishable(name))
  if (bad >= 0)
    throw new PerdeError(
      'INPUT_NO_HEADER',
      `the header looks like a record: name ${bad + 1} of ${fields.length} is personal data, not the name of a field`,
      {
        where: { source: input.sourceName, part: input.bytes.name },
        hints: [
          'if the file has no header row, set "header: false" for the source; its fields are then column1, column2, …',
        ],
      },
    )
}
