import type { PerdeError, Where } from '../errors.ts'

/** An error for people: what is wrong, what to do, where; never a value of the data. */
export function errorText(e: PerdeError): string {
  const where = whereText(e.where)
  const lines = [
    `perde: error: ${e.message}`,
    ...e.hints.map((h) => `perde: hint: ${h}`),
    `perde: where: ${where || '-'}   [${e.code}]`,
  ]
  return `${lines.join('\n')}\n`
}

function whereText({ source, part, record, field, offset, line, column }: Where): string {
  const parts = [
    part,
    source !== undefined && `source ${source}`,
    record !== undefined && `record ${record}`,
    field !== undefined && `field ${field}`,
    offset !== undefined && `byte ${offset}`,
    line !== undefined && `line ${line}${column === undefined ? '' : `:${column}`}`,
  ]
  return parts.filter((p) => p !== undefined && p !== false && p !== '').join(', ')
}
