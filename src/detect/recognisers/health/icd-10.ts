// Diagnoses by the tenth International Classification of Diseases: a letter, two digits, and a finer one behind a dot
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

/** Blocks of categories by letter, first and last; what lies between them is no category. */
const BLOCKS: Readonly<Record<string, string>> = {
  A: '00-09 15-28 30-99',
  B: '00-09 15-83 85-99',
  C: '00-26 30-34 37-41 43-58 60-97',
  D: '00-48 50-53 55-77 80-89',
  E: '00-07 10-16 20-35 40-46 50-68 70-90',
  F: '00-48 50-99',
  G: '00-14 20-26 30-32 35-37 40-47 50-64 70-73 80-83 90-99',
  H: '00-06 10-13 15-22 25-28 30-36 40-62 65-75 80-83 90-95',
  I: '00-02 05-15 20-28 30-52 60-89 95-99',
  J: '00-06 09-18 20-22 30-47 60-70 80-86 90-99',
  K: '00-14 20-31 35-38 40-46 50-52 55-67 70-77 80-87 90-93',
  L: '00-08 10-14 20-30 40-45 50-75 80-99',
  M: '00-25 30-36 40-54 60-99',
  N: '00-08 10-23 25-51 60-64 70-77 80-99',
  O: '00-08 10-16 20-48 60-75 80-92 94-99',
  P: '00-15 20-29 35-39 50-61 70-78 80-83 90-96',
  Q: '00-07 10-18 20-28 30-45 50-56 60-99',
  R: '00-23 25-99',
  S: '00-99',
  T: '00-98',
  U: '04-07 09-10 50-52 54-59 80-89',
  V: '01-99',
  W: '00-60 64-70 73-94 99-99',
  X: '00-06 08-54 57-99',
  Y: '00-36 40-66 69-91 95-98',
  Z: '00-13 20-65 70-99',
}

const CATEGORIES: ReadonlySet<string> = new Set(
  Object.entries(BLOCKS).flatMap(([letter, blocks]) =>
    blocks.split(' ').flatMap((block) => {
      const [first, last] = block.split('-').map(Number) as [number, number]
      return Array.from({ length: last - first + 1 }, (_, i) => letter + String(first + i).padStart(2, '0'))
    }),
  ),
)

/** Letters of Cyrillic keyboards that look like those of the classification. */
const LATIN: Readonly<Record<string, string>> = { А: 'A', В: 'B', С: 'C', Е: 'E', Н: 'H', К: 'K', М: 'M', О: 'O', Р: 'P', Т: 'T', Х: 'X', І: 'I', Ј: 'J', Ѕ: 'S' } // prettier-ignore
const LETTER = String.raw`[A-ZАВСЕНКМОРТХІЈЅ]`

export const recogniser = {
  entity: 'icd-10',
  aliases: ['ICD10_CODE', 'MEDICAL_DIAGNOSIS_CODE'],
  family: 'health',
  role: 'sensitive',
  checksum: false,
  patterns: [
    // Numbers of parts, rooms and seats look like these: in a text they count beside a word only.
    { expression: number(String.raw`${LETTER}\d{2}\.\d{1,2}`), score: 0.6, name: 'icd-10 with its finer digit', needsContext: true }, // prettier-ignore
    { expression: number(String.raw`${LETTER}\d{2}`), score: 0.4, name: 'icd-10', needsContext: true },
  ],
  prefilter: { digits: 2, capital: true },
  // A category that there is proves nothing: most numbers behind a letter are one.
  validate: (match) => (CATEGORIES.has((LATIN[match[0]!] ?? match[0]!) + match.slice(1, 3)) ? undefined : false),
  chance: CATEGORIES.size / 2600,
  context: ['диагноз*', 'мкб', 'мкб 10', 'ахж', 'icd', 'icd 10', 'diagnos*', 'код диагноза', 'ауру коды'],
  offByDefault: true,
  examples: {
    match: ['диагноз J06.9', 'МКБ-10: I10', 'ICD E11.65', 'диагноз Е11.9'],
    reject: ['J06.9', 'диагноз A12.1', 'row B07', 'диагноз J06.951', 'icd j06'],
  },
  source: 'WHO, ICD-10, version of 2019: blocks of each chapter',
} satisfies Recogniser
