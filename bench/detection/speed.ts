import { parse } from 'csv-parse/sync'
import { createTextDetector, type TextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { CORPUS_COLUMNS, corpus } from '../corpus/table.ts'
import { race, type Loop, type Subject } from '../micro/loop.ts'
import type { LabelledText } from './marked-texts.ts'

const ROUNDS = 3

/**
 * Bytes a second of CPU of one thread, by detection of everything: the cells of the table of people with their
 * column's name, its notes, and the own set. Every round has cells and notes of its own, because detectors remember
 * words; the own set is one and repeats.
 */
export function speed(texts: readonly LabelledText[], bytes: number): Loop[] {
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, i) => table(`perde bench detection ${i}`, bytes))
  const own = texts.map(({ text }) => text)
  const ownSize = own.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const repeats = Math.max(1, Math.round(bytes / 4 / ownSize))
  const noteSizes = rounds.map(({ notes }) => notes.reduce((sum, text) => sum + Buffer.byteLength(text), 0))
  const all = createTextDetector({ find: recognisers.map((r) => r.entity), locales: [], confidence: 0.5 })
  const usual = createTextDetector({ find: [], locales: [], confidence: 0.5 })
  const subjects = [
    ['all', 'every entity', all],
    ['default', 'what `scrub` finds by default', usual],
  ].flatMap(([id, title, detector]) => {
    const detect = detector as TextDetector
    return [
      subject(`cells-${id as string}`, `cells of the table, ${title as string}`, rounds[0]!.size, (round) => {
        for (const row of rounds[round]!.rows)
          for (let i = 0; i < row.length; i++) if (row[i] !== '') detect(row[i]!, CORPUS_COLUMNS[i]!)
      }),
      subject(`notes-${id as string}`, `notes of the table, ${title as string}`, mean(noteSizes), (round) => {
        for (const note of rounds[round]!.notes) detect(note)
      }),
      subject(`own-${id as string}`, `own set, ${title as string}`, ownSize * repeats, () => {
        for (let i = 0; i < repeats; i++) for (const text of own) detect(text)
      }),
    ]
  })
  return race(subjects, ROUNDS)
}

function subject(id: string, title: string, bytes: number, run: (round: number) => void): Subject {
  let round = 0
  return { id, title, unit: 'bytes', items: bytes, run: () => run(round++) }
}

interface Table {
  rows: string[][]
  notes: string[]
  /** bytes of the CSV file */
  size: number
}

function table(seed: string, bytes: number): Table {
  const file = Buffer.concat([...corpus({ kind: 'csv', bytes, seed })])
  const rows = parse(file, { from: 2 }) as string[][]
  const notes = rows.map((row) => row[CORPUS_COLUMNS.indexOf('note')]!).filter((note) => note !== '')
  return { rows, notes, size: file.length }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
