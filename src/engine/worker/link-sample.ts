import { survives } from '../../anonymity/linkage/thin.ts'
import { hash53, hash53OfBytes } from '../../detect/sketch.ts'
import type { Format, Layout, ReadBlock } from '../../io/formats/format.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import { isErased, isKept, type SourcePlan } from '../../plan/plan.ts'
import { Kind, type Batch, type Column, type Edit, type Values } from '../../record/batch.ts'
import { daysFromCivil } from '../../record/civil-days.ts'
import { parseDate } from '../../transforms/dates.ts'
import { comparisonOf } from './link-fields.ts'
import { writtenTokens } from './measure.ts'
import { drawnCells } from './drawn-cells.ts'
import { originalClasses } from './original-classes.ts'
import { writtenLayout } from './record-ends.ts'
import { recordValues } from './record-values.ts'
import type { Comparison, LinkSample, SampledColumn } from '../wire/link-sample.ts'

export interface Linker {
  /** what the rules made of the fields that are recoded next */
  before(edits: readonly Edit[]): ReadonlyMap<number, Values>
  look(
    format: Format,
    layout: Layout,
    read: ReadBlock,
    edits: readonly Edit[],
    before: ReadonlyMap<number, Values>,
    keep: Uint8Array,
  ): LinkSample | undefined
}

/** All records of an input of up to 32 MiB are decoded for the attack on the release; of a larger one up to 8 MiB are drawn. */
export function linkBits(bytes: number | undefined): number {
  return bytes === undefined || bytes <= WHOLE_BYTES ? 0 : Math.ceil(Math.log2(bytes / DRAWN_BYTES))
}

const WHOLE_BYTES = 32 * 1024 * 1024
const DRAWN_BYTES = 8 * 1024 * 1024

/** `tree`: that of the pass, whose columns the edits number. `bits`: one record in 2^bits is drawn. */
export function createLinker(source: SourcePlan, tree: FieldTree, bits: number): Linker {
  const comparisons = source.fields.map((field, f) => comparisonOf(source, field.path, f))
  const compared = (path: string, field: number | undefined) =>
    field === undefined ? comparisonOf(source, path, undefined) : comparisons[field]
  const open = (wanted: (field: number | undefined) => boolean) =>
    fieldTree(
      source,
      {
        at: (path, field) => field !== 'erased' && compared(path, field) !== undefined && wanted(field),
        below: () => false,
      },
      'pass',
    )
  const quasi = source.fields.filter((f) => f.role === 'quasi-identifier' && !isErased(f)).map(({ path }) => path)
  // What a rule or the plan works on is known from the pass itself.
  const kept = (field: number | undefined) =>
    field === undefined || (comparisons[field]?.kind === 'computed' && isKept(source.fields[field]!))
  const trees = { original: open(kept), written: open(() => true) }

  return {
    before(edits) {
      const copies = new Map<number, Values>()
      for (const { column, values } of edits)
        if (source.anonymity?.fields.includes(tree.columns[column]!.path))
          copies.set(column, { text: values.text.slice(), kind: values.kind.slice() })
      return copies
    },
    look(format, layout, read, edits, before, keep) {
      const drawn = new Uint8Array(keep.length)
      const rows: number[] = []
      const seeds: number[] = []
      for (let row = 0; row < keep.length; row++) {
        if (keep[row] === 0) continue
        const seed = hash53OfBytes(read.record(row))
        if (!survives(seed, bits)) continue
        drawn[row] = 1
        rows.push(row)
        seeds.push(seed)
      }
      if (rows.length === 0) return undefined
      const original = format.read(read.splice([], drawn, new Set()), layout, trees.original.root).batch
      const spliced = read.splice(edits, drawn, tree.removed)
      const written = format.read(spliced, writtenLayout(layout, tree), trees.written.root).batch
      if (original.records !== rows.length || written.records !== rows.length) return undefined
      const ruled = new Map(edits.map((edit) => [tree.columns[edit.column]!.path, edit]))
      const drawnColumns = new Map<number, { column: Column; cells: readonly number[] }>()
      const columns: SampledColumn[] = []
      for (const [c, { path, field }] of trees.written.columns.entries()) {
        const comparison = compared(path, field)
        if (!comparison || trees.written.removed.has(c)) continue
        const published = written.columns[c]
        const edit = ruled.get(path)
        const own = edit && drawnColumn(edit.column)
        const before = own && edit && valuesBefore(edit)
        const known = own
          ? codesOf(comparison, own.column, before && valuesAt(before, own.cells), rows.length)
          : codesOf(comparison, columnAt(original, trees.original, path), undefined, rows.length)
        const codes = codesOf(comparison, published, undefined, rows.length)
        columns.push({ path, field: field ?? -1, comparison, known, written: equal(known, codes) ? undefined : codes })
      }
      return { seeds: Float64Array.from(seeds), original: originalOf(), columns }

      /** Of a column of the pass: what the records that were drawn have. */
      function drawnColumn(number: number): { column: Column; cells: readonly number[] } | undefined {
        const column = read.batch.columns[number]
        if (!column) return undefined
        const known = drawnColumns.get(number)
        if (known) return known
        const { cells, of } = drawnCells(column.row, rows)
        const found = { column: { ...valuesAt(column, cells), path: column.path, row: Int32Array.from(of) }, cells }
        drawnColumns.set(number, found)
        return found
      }

      /** By the quasi-identifiers that are not erased: those that the classes of what is written go by. */
      function originalOf(): Float64Array | undefined {
        if (quasi.length === 0) return undefined
        const fields = quasi.flatMap((path) => {
          const edit = ruled.get(path)
          const column = (edit && drawnColumn(edit.column)?.column) ?? columnAt(original, trees.original, path)
          return column ? [{ path, tokens: writtenTokens(column, column, rows.length) }] : []
        })
        return originalClasses(fields, rows.length)
      }

      /** Before it is recoded; of a moved value, the original one. */
      function valuesBefore({ column, values }: Edit): Values | undefined {
        if (compared(tree.columns[column]!.path, tree.columns[column]!.field)?.kind === 'near') return undefined
        const solved = source.anonymity?.fields.includes(tree.columns[column]!.path)
        return solved ? before.get(column) : values
      }
    },
  }
}

function columnAt(batch: Batch, tree: FieldTree, path: string): Column | undefined {
  return batch.columns[tree.columns.findIndex((column) => column.path === path)]
}

/** Any fixed one: the codes never leave the process. */
const SEED = 0x7e1de

function codesOf(
  comparison: Comparison,
  column: Column | undefined,
  values: Values | undefined,
  records: number,
): Float64Array {
  if (!column) return new Float64Array(records).fill(comparison.kind === 'near' ? NaN : 0)
  if (comparison.kind === 'near') return numbersOf(comparison, column, records)
  if (comparison.kind === 'covered') {
    const { texts, numbers } = recordValues(column, values, records, new Uint8Array(records).fill(1))
    return codesBy(numbers, [0, ...texts.map(codeOfText)], 0)
  }
  const { distinct, numbers } = writtenTokens(column, alikeNumbers(values ?? column), records)
  return codesBy(numbers, [0, ...distinct.map((token) => hash53(token, SEED))], 1)
}

/** Numbers as they are, however a format writes them: who knows 14000 finds 14000.00, and 44 where the type is of 44.0. */
function alikeNumbers({ text, kind }: Values): Values {
  const alike: Values = { text: text.slice(), kind: kind.slice() }
  for (let i = 0; i < text.length; i++) {
    const parts = NUMBER.exec(text[i]!)
    if (!parts) continue
    const fraction = (parts[3] ?? '').replace(/0+$/, '')
    const whole = parts[2]!.replace(/^0+(?=[0-9])/, '')
    const isZero = whole === '0' && fraction === ''
    alike.text[i] = `${isZero ? '' : parts[1]!}${whole}${fraction === '' ? '' : `.${fraction}`}`
    alike.kind[i] = Kind.number
  }
  return alike
}

const NUMBER = /^(-?)([0-9]+)(?:\.([0-9]*))?$/

/** The code of each number, which the codes begin to count at −`first`. */
function codesBy(numbers: ArrayLike<number>, codes: readonly number[], first: number): Float64Array {
  const own = new Float64Array(numbers.length)
  for (let i = 0; i < own.length; i++) own[i] = codes[numbers[i]! + first]!
  return own
}

/** Of a value of a quasi-identifier whose hierarchy is known: its text alone. */
export function codeOfText(text: string): number {
  return text.trim() === '' ? 0 : hash53(text, SEED)
}

function numbersOf(comparison: Comparison & { kind: 'near' }, { text, row }: Column, records: number): Float64Array {
  const numbers = new Float64Array(records).fill(NaN)
  for (let i = 0; i < text.length; i++) {
    if (text[i]!.trim() === '') continue
    if (comparison.as === 'number') numbers[row[i]!] = Number(text[i])
    else {
      const date = parseDate(text[i]!.trim(), comparison.slash)
      if (date) numbers[row[i]!] = daysFromCivil(date.year, date.month, date.day)
    }
  }
  return numbers
}

/** The cells of some records, which are numbered from 0. `rows`: theirs, rising. */
function valuesAt({ text, kind, coded }: Values, cells: readonly number[]): Values {
  const own: Values = { text: new Array<string>(cells.length), kind: new Uint8Array(cells.length) }
  for (let n = 0; n < cells.length; n++) {
    own.text[n] = text[cells[n]!]!
    own.kind[n] = kind[cells[n]!]!
  }
  if (!coded) return own
  const numbers = new Uint32Array(cells.length)
  for (let n = 0; n < cells.length; n++) numbers[n] = coded.numbers[cells[n]!]!
  return { ...own, coded: { distinct: coded.distinct, numbers } }
}

function equal(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
