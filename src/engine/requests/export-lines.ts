import type { SubjectAnswer } from './subject-request.ts'
import type { PersonRecord } from './person-records.ts'
import { Kind } from '../../record/batch.ts'
import { VERSION } from '../../version.ts'

/**
 * The records of a person as JSON lines. The first line says how many follow, so that a file cut short shows it. A field is
 * a path with its value as written, or with a list where it has several in the record; null: it has none. What the person had
 * corrected is in the first line: it stands in the releases and not in the inputs.
 */
export function exportLines(dataset: string, { records, found, corrections }: SubjectAnswer): string {
  const held = corrections.length > 0 && { corrections }
  const head = { perde: VERSION, dataset, records: records.length, sources: found.sources, ...held }
  return [head, ...records.map(recordOf)].map((line) => `${JSON.stringify(line)}\n`).join('')
}

function recordOf({ source, input, record, cells }: PersonRecord) {
  const values = new Map<string, (string | null)[]>()
  for (const { path, kind, text } of cells) {
    const own = values.get(path) ?? []
    values.set(path, own)
    own.push(kind === Kind.null ? null : text)
  }
  const fields = [...values].map(([path, own]) => [path, own.length === 1 && !path.includes('[]') ? own[0]! : own])
  return { source, input, record, values: Object.fromEntries(fields) as Record<string, unknown> }
}
