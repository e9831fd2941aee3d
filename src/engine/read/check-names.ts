import { PerdeError } from '../../errors.ts'
import { formatName } from '../../record/path.ts'
import type { Input } from './input.ts'

/**
 * A header whose names are data means that there is no header: the first person's record would be published as
 * column names and written into manifest and log. A name that the policy itself names is a name, whatever it looks
 * like (`mark`, `rose`). Throws INPUT_NO_HEADER without saying which name it is.
 */
export function checkNames(
  fields: readonly string[],
  input: Pick<Input, 'sourceName' | 'bytes'>,
  publishable: (name: string) => boolean,
  named: ReadonlySet<string>,
): void {
  const bad = fields.findIndex((name) => !named.has(formatName(name)) && !isFieldName(name, publishable))
  if (bad >= 0) throw noHeader(bad, fields.length, input)
}

/**
 * The same without a policy to ask: one name with the digits or the `@` of an identifier, or a third of all names,
 * make a record. A table may have one column called like a person.
 */
export function checkUnknownNames(
  fields: readonly string[],
  input: Pick<Input, 'sourceName' | 'bytes'>,
  publishable: (name: string) => boolean,
): void {
  const bad = [...fields.keys()].filter((i) => !isFieldName(fields[i]!, publishable))
  const proof = bad.find((i) => /(\d[\s().-]*){6}|@/.test(fields[i]!))
  if (proof !== undefined || (bad.length > 0 && bad.length * 3 >= fields.length))
    throw noHeader(proof ?? bad[0]!, fields.length, input)
}

/** `"Рост,\nсм"`: the name of a column may be written in lines, as spreadsheets do. */
export function isFieldName(name: string, publishable: (name: string) => boolean): boolean {
  return publishable(name.replace(/[\r\n\t]/g, ' '))
}

function noHeader(bad: number, of: number, input: Pick<Input, 'sourceName' | 'bytes'>): PerdeError {
  return new PerdeError(
    'INPUT_NO_HEADER',
    `the header looks like a record: name ${bad + 1} of ${of} is personal data, not the name of a field`,
    {
      where: { ...(input.sourceName !== '' && { source: input.sourceName }), part: input.bytes.name },
      hints: [
        'if the file has no header row, set "header: false" for the source (scan: --no-header); its fields are then column1, column2, …',
        'if it is the name of a field all the same, rename it, or give it its rule: a run takes every name that its policy has',
      ],
    },
  )
}
