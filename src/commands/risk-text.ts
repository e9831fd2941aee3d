import type { SourceRisk } from '../evidence/release/risk.ts'
import { counted, thousands } from './numbers.ts'
import { table } from './table.ts'

/** The measured risk of one table, for people: what it means, then how many records are in classes of which size. */
export function riskText({ quasiIdentifiers, records, k, l, classes, risk }: SourceRisk, width: number): string {
  if (!classes || !risk) return `${counted(records, 'record')}: nothing to measure\n`
  const together = `${counted(records, 'record')} in ${classes.count === 1 ? '1 class' : `${thousands(classes.count)} classes`} by ${quasiIdentifiers.join(', ')}`
  const facts = [
    `k = ${k}: ${k === 1 ? 'some records are alone' : `every record equals at least ${k! - 1} other${k === 2 ? '' : 's'}`}`,
    ...Object.entries(l).map(
      ([field, n]) =>
        `l = ${n} for ${field}: ${n === 1 ? 'some class has a single value' : `every class has ${n} values or more`}`,
    ),
    `risk of the worst record ${percent(risk.prosecutor)}, of an average one ${percent(risk.marketer)}; alone are ${percent(risk.unique)} of the records`,
  ]
  const most = Math.max(...classes.histogram.map((bin) => bin.records))
  const rows = classes.histogram.map((bin) => [
    bin.from === bin.to ? String(bin.from) : `${thousands(bin.from)}–${thousands(bin.to)}`,
    thousands(bin.classes),
    thousands(bin.records),
    '█'.repeat(Math.max(1, Math.round((BAR * bin.records) / most))),
  ])
  return `${together}\n${facts.map((fact) => `${fact}\n`).join('')}\n${table(['class of', 'classes', 'records', ''], rows, width)}`
}

const BAR = 30

function percent(share: number): string {
  if (share > 0 && share < 0.0001) return 'under 0.01 %'
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : share < 0.1 && share > 0 ? 1 : 0)} %`
}
