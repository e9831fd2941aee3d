import type { LinkedSources, SourceRisk } from '../evidence/release/risk.ts'
import { counted, thousands } from './numbers.ts'

/** What a linkage attack on the release found; none: it was not attacked. */
export function attackLines({ attack }: SourceRisk): string[] {
  if (!attack) return []
  const { exact, noisy, quasiIdentifiers, sample, columns, notMeasured } = attack
  const noisyText = noisy
    ? `, ${percent(noisy.share)} by who has ${noisy.wrong} of the ${columns.length} values wrong`
    : ''
  const bounds = [
    ...(sample.records < sample.of
      ? [`at most, since ${thousands(sample.records)} of ${counted(sample.of, 'record')} were drawn`]
      : []),
    ...(notMeasured.length > 0 ? [`${counted(notMeasured.length, 'more column')} not measured`] : []),
  ]
  return [
    `found again are ${percent(exact)} of the records by who knows every value${noisyText}, ${percent(quasiIdentifiers)} by who knows the quasi-identifiers${bounds.length > 0 ? ` (${bounds.join('; ')})` : ''}`,
  ]
}

/** Combinations of fields by which records stand out, though nobody declared them. */
export function undeclaredLines({ undeclared }: SourceRisk): string[] {
  const { worst = [], columns = [] } = undeclared ?? {}
  if (worst.length === 0) return []
  const list = worst.map(({ fields, unique }) => `${percent(unique)} by ${fields.join(' + ')}`)
  return [
    `records stand alone by fields that are no quasi-identifiers (${columns.length} tried): ${list.join(', ')}; drop or coarsen them, or declare them`,
  ]
}

export function populationLines({ population }: SourceRisk): string[] {
  if (!population) return []
  const { size, unique, model } = population
  return [
    model === 'none'
      ? `among ${thousands(size)} people nobody is taken to be alone, since nobody is alone here`
      : `among ${thousands(size)} people ${percent(unique)} are alone, as estimated (${MODELS[model]})`,
  ]
}

const MODELS = { pitman: 'Pitman', zayatz: 'Zayatz', snb: 'slide negative binomial' }

export function minimalUniqueLines({ minimalUniques }: SourceRisk): string[] {
  if (!minimalUniques || minimalUniques.records === 0) return []
  const { records, columns, largest } = minimalUniques
  const most = Object.entries(columns).sort(([, a], [, b]) => b - a)
  const shown = most.slice(0, 3).map(([field, share]) => `${field} ${percent(share)}`)
  return [
    `special uniques: ${percent(records)} of the records are alone by ${largest === 1 ? 'one field' : `${largest} fields or fewer`}; through ${shown.join(', ')} of the score`,
  ]
}

export function linkLine({ sources, fields, by }: LinkedSources): string {
  const [a, b] = sources
  const how = { pseudonym: 'equal pseudonyms', identifier: 'an identifier', value: 'a field that tells records apart' }
  return `${a} and ${b} can be joined by ${how[by]} (${a}.${fields[0]}, ${b}.${fields[1]}); what is joined was not measured`
}

/** Classes by their size: `5–9`, how many, their records, a bar of at most `width`. */
export function histogramRows({ classes }: SourceRisk, width: number): string[][] {
  const bins = classes?.histogram ?? []
  const most = Math.max(...bins.map((bin) => bin.records))
  return bins.map((bin) => [
    bin.from === bin.to ? String(bin.from) : `${thousands(bin.from)}–${thousands(bin.to)}`,
    thousands(bin.classes),
    thousands(bin.records),
    '█'.repeat(Math.max(1, Math.round((width * bin.records) / most))),
  ])
}

export function percent(share: number): string {
  if (share > 0 && share < 0.0001) return 'under 0.01 %'
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : share < 0.1 && share > 0 ? 1 : 0)} %`
}
