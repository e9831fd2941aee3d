import type { PerdeError, Where } from '../errors.ts'
import type { Finding } from '../policy/policy.ts'
import { findingText } from './finding-text.ts'
import { visibleText } from './visible.ts'

/** An error for people: what is wrong, what to do, where, and the findings it is made of; never a value of the data. */
export function errorText(e: PerdeError): string {
  // Names of files are somebody's own.
  const where = visibleText(whereText(e.where))
  const code = `   [${e.code}]`
  const lines = [
    `perde: error: ${visibleText(e.message)}${where === '' ? code : ''}`,
    ...e.hints.map((h) => `perde: hint: ${h}`),
    ...(where === '' ? [] : [`perde: where: ${where}${code}`]),
  ]
  const { findings, patch } = e.facts
  const listed = Array.isArray(findings) ? (findings as Finding[]).map(findingText).join('') : ''
  return `${lines.join('\n')}\n${listed}${patchText(patch)}`
}

/** Lines to paste into a policy, apart from what is said to a person. */
export function patchText(patch: unknown): string {
  return typeof patch === 'string' ? `perde: for the policy:\n\n${patch}\n` : ''
}

function whereText({ source, part, record, field, offset, line, column }: Where): string {
  const parts = [
    part,
    source !== undefined && source !== '' && `source ${source}`,
    record !== undefined && `record ${record}`,
    field !== undefined && `field ${field}`,
    offset !== undefined && `byte ${offset}`,
    line !== undefined && `line ${line}${column === undefined ? '' : `:${column}`}`,
  ]
  return parts.filter((p) => p !== undefined && p !== false && p !== '').join(', ')
}
