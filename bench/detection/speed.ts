import { parse } from 'csv-parse/sync'
import { createTextDetector, type TextDetectorOptions } from '../../src/detect/detect-text.ts'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { CORPUS_COLUMNS, corpus } from '../corpus/table.ts'
import { race, type Loop, type Subject } from '../micro/loop.ts'
import type { LabelledText } from './marked-texts.ts'

export const ROUNDS = 5
/** As many as it takes until nothing more is compiled: a job on a data lake goes on for hours. */
export const WARM_UPS = 5
const EVERYTHING: TextDetectorOptions = { find: recognisers.map((r) => r.entity), locales: [], confidence: 0.5 }
const USUAL: TextDetectorOptions = { find: [], locales: [], confidence: 0.5 }
/** times as many bytes: a table of which people, addresses and notes come again, as in the other benches */
const LONG = 6
/** about a megabyte of the table */
const BLOCK_ROWS = 2700

/**
 * Bytes a second of CPU of one thread: the cells of the table of people with their column's name, its notes and the own
 * set, read as texts, many at a time as `scrub` has them; and its columns, counted for a verdict. Every round has cells and
 * notes of its own, because detectors remember words; the own set is one and repeats. A longer table, of which a fresh
 * detector goes through all, has people, addresses and notes that come again.
 */
export function speed(texts: readonly LabelledText[], bytes: number): Loop[] {
  const rounds = Array.from({ length: WARM_UPS + ROUNDS }, (_, i) => table(`perde bench detection ${i}`, bytes))
  const own = texts.map(({ text }) => text)
  const ownSize = own.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const repeats = Math.max(1, Math.round(bytes / 4 / ownSize))
  const long = table('perde bench detection', LONG * bytes)
  const noteSizes = rounds.map(({ notes }) => notes.reduce((sum, text) => sum + Buffer.byteLength(text), 0))
  const longer = `a table of ${long.size / 1e6} MB`.replace(/\.\d+/, '')
  let times = 0
  const ofTexts = (id: string, title: string, options: TextDetectorOptions) => {
    const detect = createTextDetector(options)
    return [
      subject(`cells-${id}`, `cells of the table, ${title}`, rounds[0]!.size, (round) => {
        for (const block of rounds[round]!.blocks) block.forEach((cells, i) => detect.ofEach(cells, CORPUS_COLUMNS[i]!))
      }),
      subject(`long-${id}`, `cells of ${longer}, ${title}`, long.size, () => {
        const fresh = createTextDetector(options)
        for (const block of long.blocks) block.forEach((cells, i) => fresh.ofEach(cells, CORPUS_COLUMNS[i]!))
      }),
      subject(`notes-${id}`, `notes of the table, ${title}`, mean(noteSizes), (round) => {
        detect.ofEach(rounds[round]!.notes)
      }),
      subject(`own-${id}`, `own set, ${title}`, ownSize * repeats, () => {
        // Under the name of another field each time, so that none is remembered.
        for (let i = 0; i < repeats; i++) detect.ofEach(own, `own ${times++}`)
      }),
    ]
  }
  const count = createValueCounter()
  const ofColumns = subject('columns', 'columns of the table: facts of every cell', rounds[0]!.size, (round) => {
    for (const block of rounds[round]!.blocks)
      block.forEach((cells, i) => count(emptyFacts(), cells, CORPUS_COLUMNS[i]!))
  })
  const ofLongColumns = subject('columns-long', `columns of ${longer}: facts of every cell`, long.size, () => {
    const fresh = createValueCounter()
    for (const block of long.blocks) block.forEach((cells, i) => fresh(emptyFacts(), cells, CORPUS_COLUMNS[i]!))
  })
  const subjects = [
    ...ofTexts('all', 'every entity', EVERYTHING),
    ...ofTexts('default', 'what `scrub` finds by default', USUAL),
    ofColumns,
    ofLongColumns,
  ]
  return race(subjects, ROUNDS, WARM_UPS)
}

function subject(id: string, title: string, bytes: number, run: (round: number) => void): Subject {
  let round = 0
  return { id, title, unit: 'bytes', items: bytes, run: () => run(round++) }
}

interface Table {
  /** for every so many rows the cells of each column, as the engine has them */
  blocks: string[][][]
  /** each once */
  notes: string[]
  /** bytes of the CSV file */
  size: number
}

function table(seed: string, bytes: number): Table {
  const file = Buffer.concat([...corpus({ kind: 'csv', bytes, seed })])
  const rows = parse(file, { from: 2 }) as string[][]
  const blocks: string[][][] = []
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    const part = rows.slice(from, from + BLOCK_ROWS)
    blocks.push(CORPUS_COLUMNS.map((_, i) => part.map((row) => row[i]!)))
  }
  const notes = new Set(rows.map((row) => row[CORPUS_COLUMNS.indexOf('note')]!).filter((note) => note !== ''))
  return { blocks, notes: [...notes], size: file.length }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
