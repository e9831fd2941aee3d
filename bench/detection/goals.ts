import { createHasChecksum } from './entity-names.ts'
import { ratio } from './measures.ts'
import type { RowScores, TypeCount } from './score-rows.ts'

/** A figure that is to be reached, and how it is taken from the scores of a tool. */
export interface Goal {
  title: string
  target: { atLeast: number } | { atMost: number }
  /** what it is counted over */
  of: (scores: RowScores) => number
  value: (scores: RowScores) => number | null
}

/** The figures to reach on the labelled rows. */
export function goals(): Goal[] {
  const hasChecksum = createHasChecksum()
  const checked = (scores: RowScores) => sum(types(scores).filter(([, name]) => hasChecksum(name)))
  return [
    goal('cells with a checksum: found', { atLeast: 0.99 }, checked, 'typed', 'valid'),
    goal('cells with a checksum: invalid ones accepted', { atMost: 0.01 }, checked, 'wrong', 'invalid'),
    {
      title: 'lowest share found of a type that Presidio tests',
      target: { atLeast: 0.85 },
      of: (s) => presidioTypes(s).length,
      value: (s) => Math.min(...presidioTypes(s).map(({ share }) => share)),
    },
    goal('ordinary values flagged', { atMost: 0.005 }, (s) => s.cells.ordinary, 'flagged', 'rows'),
    goal('columns: personal ones found', { atLeast: 0.95 }, (s) => s.columns, 'found', 'pii'),
    goal('columns: false alarms', { atMost: 0.02 }, (s) => s.columns, 'alarms', 'clean'),
    text('English texts: F2 by characters', 0.9, 'en', 'charF2'),
    text('Russian texts: PERSON F1', 0.93, 'ru', 'personF1'),
    text('Kazakh texts: PERSON F1', 0.9, 'kk', 'personF1'),
    goal('biometrics: found', { atLeast: 0.97 }, (s) => s.biometrics, 'found', 'yes'),
    goal('biometrics: false alarms', { atMost: 0.01 }, (s) => s.biometrics, 'alarms', 'no'),
  ]
}

export function reached({ target }: Pick<Goal, 'target'>, value: number): boolean {
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

/** The types of Presidio's own tests, worst first. */
export function presidioTypes(scores: RowScores): { name: string; valid: number; typed: number; share: number }[] {
  const set = scores.cells.sets['presidio']
  return Object.entries(set?.byType ?? {})
    .filter(([, { valid }]) => valid > 0)
    .map(([name, { valid, typed }]) => ({ name, valid, typed, share: ratio(typed, valid)! }))
    .sort((a, b) => a.share - b.share)
}

/** The types with a checksum of which something is missed or an invalid one accepted, most first. */
export function checksumFaults(scores: RowScores): { name: string; count: TypeCount }[] {
  const hasChecksum = createHasChecksum()
  const merged = new Map<string, [TypeCount, string][]>()
  for (const one of types(scores)) if (hasChecksum(one[1])) merged.set(one[1], [...(merged.get(one[1]) ?? []), one])
  const faults = ({ valid, typed, wrong }: TypeCount) => valid - typed + wrong
  return [...merged]
    .map(([name, counts]) => ({ name, count: sum(counts) }))
    .filter(({ count }) => faults(count) > 0)
    .sort((a, b) => faults(b.count) - faults(a.count))
}

function goal<K extends string>(
  title: string,
  target: Goal['target'],
  part: (scores: RowScores) => Record<K, number>,
  a: K,
  b: K,
): Goal {
  return { title, target, of: (s) => part(s)[b], value: (s) => ratio(part(s)[a], part(s)[b]) }
}

function text(title: string, atLeast: number, lang: string, figure: 'charF2' | 'personF1'): Goal {
  return {
    title,
    target: { atLeast },
    of: (s) => s.texts[lang]?.persons ?? 0,
    value: (s) => s.texts[lang]?.[figure] ?? null,
  }
}

const types = ({ cells }: RowScores): [TypeCount, string][] =>
  Object.values(cells.sets).flatMap(({ byType }) =>
    Object.entries(byType).map(([name, c]) => [c, name] as [TypeCount, string]),
  )

function sum(counts: readonly [TypeCount, string][]): TypeCount {
  const all: TypeCount = { valid: 0, typed: 0, invalid: 0, wrong: 0 }
  for (const [count] of counts)
    for (const key of ['valid', 'typed', 'invalid', 'wrong'] as const) all[key] += count[key]
  return all
}
