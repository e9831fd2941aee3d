import type { ShownField, ShownSource } from '../engine/release/show-plan.ts'
import { thousands } from './numbers.ts'
import { table } from './table.ts'
import { visibleText } from './visible.ts'

/** The plan of a source, for people: by field, at which levels its values stand, in how many records, and which they are. */
export function anonymityText({ name, model, k, fields, classes }: ShownSource, width: number): string {
  const rows = fields.flatMap((field) => levelRows(field))
  return `${name}: ${model}, made for k = ${k}, ${classes.length === 1 ? '1 class' : `${thousands(classes.length)} classes`} over ${fields.map((f) => f.name).join(', ')}\n\n${table(['field', 'level', 'records', 'values'], rows, width)}`
}

function levelRows({ name, levels, uses }: ShownField): string[][] {
  const used = [...new Set(uses.map(({ level }) => level))].sort((a, b) => a - b)
  return used.map((level) => {
    const own = uses.filter((use) => use.level === level)
    const records = thousands(own.reduce((n, { rows }) => n + rows, 0))
    if (level < 0) return [name, '–', records, 'suppressed']
    const values = [...new Set(own.map(({ generalised }) => generalised))]
    return [name, `${level} of ${levels - 1}`, records, listed(values)]
  })
}

/** A reader wants to see of what kind they are, not all of them. */
const MOST_SHOWN = 6

function listed(values: readonly (string | null)[]): string {
  const shown = values.slice(0, MOST_SHOWN).map((text) => (text === null ? '(null)' : visibleText(text)))
  const more = values.length - shown.length
  return `${shown.join(', ')}${more > 0 ? `, and ${thousands(more)} more` : ''}`
}
