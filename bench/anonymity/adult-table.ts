import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '../corpus/random.ts'

/** The nine quasi-identifiers of Adult, as its columns stand. */
export const ADULT_FIELDS = [
  'sex',
  'age',
  'race',
  'marital-status',
  'education',
  'native-country',
  'workclass',
  'occupation',
  'salary-class',
] as const

export interface AdultTable {
  /** the checkout: Adult stands in its test/vectors */
  root: string
  rows: number
  kind: 'csv' | 'jsonl'
  seed?: string
}

/** Values of a row that are another row's, in a hundred. */
const MOVED = 15

/**
 * Writes a table of any size that is like Adult: each row is one of Adult's, with each value, in 15 of 100 draws, from
 * another row instead. So most of what goes together stays together, and new combinations keep coming: 50 thousand in 100,000
 * rows, 0.22 million in a million, 0.59 million in five. Seeded: a smaller table is the beginning of a larger one.
 * @returns bytes written
 */
export function writeAdultTable({ root, rows, kind, seed = 'adult 1' }: AdultTable, path: string): number {
  const lines = readFileSync(join(root, 'test/vectors/anonymity/adult/adult.csv'), 'utf8').trim().split(/\r?\n/)
  const people = lines.slice(1).map((line) => line.split(';'))
  const random = randomStream(seed)
  const file = openSync(path, 'w')
  let written = 0
  const put = (text: string) => {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    written += bytes.length
  }
  try {
    if (kind === 'csv') put(`${ADULT_FIELDS.join(',')}\n`)
    let text = ''
    for (let n = 0; n < rows; n++) {
      const row = people[random.below(people.length)]!
      const values = row.map((value, c) => (random.chance(MOVED) ? people[random.below(people.length)]![c]! : value))
      text += kind === 'csv' ? `${values.join(',')}\n` : `${JSON.stringify(objectOf(values))}\n`
      if (text.length > 1 << 20) {
        put(text)
        text = ''
      }
    }
    put(text)
  } finally {
    closeSync(file)
  }
  return written
}

function objectOf(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(ADULT_FIELDS.map((field, c) => [field, values[c]!]))
}
