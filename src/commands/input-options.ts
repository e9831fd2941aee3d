import { PerdeError, type ErrorCode } from '../errors.ts'
import { CHARSETS, isCharset } from '../policy/policy.ts'
import { formatNames } from '../record/format-facts.ts'

/** How a file is written, as the commands say it that read one without a policy. */
export interface InputOptions {
  format?: string
  delimiter?: string
  header: boolean
  record?: string
  encoding?: string
  /** `field=json`, each a cell that holds documents */
  document?: string[]
}

export function formatOptions({ delimiter, header, record, encoding, document }: InputOptions) {
  if (encoding !== undefined && !isCharset(encoding))
    throw new PerdeError('USAGE', `"${encoding}" is no encoding that perde reads`, {
      hints: [`it reads ${CHARSETS.join(', ')}`],
    })
  return {
    ...(delimiter !== undefined && { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(header ? {} : { header: false }),
    ...(record !== undefined && { record }),
    ...(encoding !== undefined && { encoding }),
    ...(document !== undefined && { documents: documentsOf(document) }),
  }
}

function documentsOf(given: readonly string[]): Record<string, 'json' | 'xml'> {
  return Object.fromEntries(
    given.map((text) => {
      const [, field, kind] = /^(.+)=(json|xml)$/.exec(text) ?? []
      if (field === undefined)
        throw new PerdeError('USAGE', '--document is a field and what its cells are written in, such as payload=json')
      return [field, kind as 'json' | 'xml'] as const
    }),
  )
}

/** Whoever reads a file without a policy is told the options of the command. */
export function withoutPolicy(e: PerdeError): PerdeError {
  return e.withHints(hintsOf(e))
}

function hintsOf({ code, hints, facts: { delimiter, looksLike } }: PerdeError): string[] {
  if (typeof delimiter === 'string')
    return [`name the delimiter: --delimiter ${delimiter === '\t' ? "'\\t'" : `'${delimiter}'`}`]
  if (looksLike === 'json') return ['the file begins like JSON: --format json, or --format jsonl for one object a line']
  return HINTS[code] ?? hints
}

const HINTS: Partial<Record<ErrorCode, string[]>> = {
  INPUT_NOT_FOUND: ['is the path right? Names that begin with "_" or "." are left out'],
  INPUT_EMPTY_FIELD_NAME: ['name every column, or say --no-header if the first line is a record'],
  INPUT_NO_HEADER: ['say --no-header if the first line is a record: its fields are then column1, column2, …'],
  INPUT_ENCODING: ['say how it is written: --encoding windows-1251, kz-1048 or utf-16; UTF-8 needs none'],
  INPUT_FORMAT: [
    `name the format: --format ${formatNames('or')}`,
    'where the records of a document are is said with --record: /data/items in JSON, /export/visit in XML',
  ],
}
