import type { SourceRisk } from '../evidence/release/risk.ts'
import { counted, thousands } from './numbers.ts'
import {
  attackLines,
  histogramRows,
  minimalUniqueLines,
  percent,
  populationLines,
  undeclaredLines,
} from './risk-lines.ts'
import { table } from './table.ts'

/** The measured risk of one table, for people: what it means, then how many records are in classes of which size. */
export function riskText(source: SourceRisk, width: number): string {
  const { quasiIdentifiers, records, k, l, t, classes, risk, suppressedLooking = 0 } = source
  if (!classes || !risk) return `${counted(records, 'record')}: nothing to measure\n`
  const together = `${counted(records, 'record')} in ${classes.count === 1 ? '1 class' : `${thousands(classes.count)} classes`} by ${quasiIdentifiers.join(', ')}`
  const facts = [
    `k = ${k}: ${k === 1 ? 'some records are alone' : `every record equals at least ${k! - 1} other${k === 2 ? '' : 's'}`}`,
    ...Object.entries(l).map(([field, n]) => `l = ${n} for ${field}: ${diversityText(n, source)}`),
    ...Object.entries(t).map(([field, distance]) => `t = ${distance.toFixed(3)} for ${field}`),
    `risk of the worst record ${percent(risk.prosecutor)}, of an average one ${percent(risk.marketer)}; alone are ${percent(risk.unique)} of the records`,
    ...populationLines(source),
    ...minimalUniqueLines(source),
    ...attackLines(source),
    ...[
      ...undeclaredLines(source),
      ...(suppressedLooking > 0
        ? [
            `${counted(suppressedLooking, 'record')} with * in every quasi-identifier ${suppressedLooking === 1 ? 'counts' : 'count'} as a class like any other: leave suppressed records out to see the risk of the rest`,
          ]
        : []),
    ].map((line) => `warning: ${line}`),
  ]
  const rows = histogramRows(source, BAR)
  return `${together}\n${facts.map((fact) => `${fact}\n`).join('')}\n${table(['class of', 'classes', 'records', ''], rows, width)}`
}

const BAR = 30

function diversityText(n: number, { classes }: SourceRisk): string {
  if (n > 1) return `every class has ${n} values or more`
  return classes!.count === 1 ? 'all records have the same value' : 'some class has a single value'
}
