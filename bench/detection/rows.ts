import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A value of a table, or a sentence with one. */
export interface CellRow {
  text: string
  /** what it is, or looks like; `NONE`: nothing personal */
  entity: string
  valid: boolean
  /** where it comes from: `presidio`, `synthetic`, … */
  set: string
}

/** A text with named entities; offsets are code points. */
export interface TextRow {
  text: string
  spans: { start: number; end: number; type: string }[]
  lang: string
}

/** A column; `pii: null` is a quasi-identifier. */
export interface ColumnRow {
  name: string
  values: unknown[]
  pii: boolean | null
  type?: string
}

/** A value of a column; `biometric: null` depends on the policy and is not scored. */
export interface BiometricRow {
  column: string
  value?: unknown
  values?: unknown[]
  biometric: boolean | null
  type?: string
  encoding?: string
}

export interface Rows {
  cells: CellRow[]
  texts: TextRow[]
  columns: ColumnRow[]
  biometrics: BiometricRow[]
}

/** Labelled rows of a folder with `cells.<split>.jsonl` and so on; a file that is not there has no rows. */
export function readRows(dir: string, split: string): Rows {
  const read = <T>(name: string): T[] => {
    const file = join(dir, `${name}.${split}.jsonl`)
    if (!existsSync(file)) return []
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line) as T)
  }
  return { cells: read('cells'), texts: read('texts'), columns: read('columns'), biometrics: read('biometrics') }
}
