import { PerdeError } from '../errors.ts'
import type { RegisterSpec, Finding } from '../policy/policy.ts'
import { ALWAYS, buildIndex, STATE_BITS, type ConsentIndex } from './consent-index.ts'
import {
  registerColumns,
  uncheckedAxes,
  unmappedColumns,
  type RegisterColumn,
  type RegisterColumns,
} from './register-columns.ts'
import { saysNo } from './denials.ts'
import { instantOf, lastInstantOf, NEVER } from './register-dates.ts'
import { RegisterFindings, type RegisterFindingCode } from './register-findings.ts'
import { RecordTable, RECORD_WORDS } from './record-sort.ts'
import { readScope } from './scope.ts'
import { ConsentState, isGrant, stateOf } from './states.ts'
import { createSubjectKeyer, keyCheckValue, REF_BYTES, type SubjectKeyer } from './subject-ref.ts'
import { sameKey } from './subject-table.ts'

export interface RegisterOptions {
  /** the mapping of the policy: which column is what */
  spec: RegisterSpec
  /** the first row of the register */
  header: readonly string[]
  /** two derived keys of 32 bytes, the same as for the records */
  keyA: Uint8Array
  keyB: Uint8Array
  /** entity of the subject's field (`iin`, `phone`, …): chooses the normaliser */
  entity?: string | undefined
  /** seconds since 1970: denials dated later are found */
  asOf?: number
  /** what a place is counted in: lines of a file of text, records of any other table */
  unit?: 'line' | 'record'
}

export interface CompiledRegister {
  index: ConsentIndex
  /** the first findings of each code, in the order of the rows */
  findings: Finding[]
  findingCounts: Partial<Record<RegisterFindingCode, number>>
  /** rows given, blank lines apart */
  rows: number
  unit: 'line' | 'record'
}

/**
 * Compiles a plain table of consents. Every row is an event that acts on its (purpose, processing, categories,
 * controller). Rows are events in the file's order unless a time column is named. What cannot be read excludes: an
 * unknown status is the state unknown, a grant with an unknown term grants nothing, a denial with one denies all,
 * and an unreadable date or a ragged row excludes its subject whatever else the register says. Where a denial may have
 * been lost (no valid subject, a ragged row, a line break in a cell) a finding of severity error says so.
 *
 * @throws PerdeError REGISTER_INVALID from the constructor when the header cannot be understood
 */
export class RegisterBuilder {
  rows = 0
  readonly #columns: RegisterColumns
  readonly #width: number
  readonly #keyer: SubjectKeyer
  readonly #keyCheck: Uint8Array
  readonly #asOf: number
  readonly #unit: 'line' | 'record'
  readonly #records = new RecordTable()
  readonly #findings = new RegisterFindings()
  readonly #scopes = new Map<string, number>()
  readonly #states = new Cache<ConsentState | undefined>()
  readonly #instants = { start: new Cache<number | undefined>(), end: new Cache<number | undefined>() }
  readonly #scopeNumbers = new Cache<{ scope: number; unknown: readonly string[] }>()
  /** rows whose subjects are not keyed yet: keying is cheap only in batches */
  #subjects: string[] = []
  readonly #pending = new Float64Array(BATCH * PENDING_FIELDS)

  constructor({ spec, header, keyA, keyB, entity, asOf = NEVER, unit = 'line' }: RegisterOptions) {
    this.#unit = unit
    this.#columns = registerColumns(header, spec)
    this.#width = header.length
    this.#keyer = createSubjectKeyer(keyA, keyB, entity)
    this.#keyCheck = keyCheckValue(keyA, keyB)
    this.#asOf = asOf
    this.addUnmapped(unmappedColumns(header, spec))
  }

  /** Columns of the table that look as if they decided, and that the policy does not name. */
  addUnmapped(columns: readonly RegisterColumn[]): void {
    for (const column of columns) this.#findings.add('REGISTER_COLUMN_UNMAPPED', 1, column)
  }

  /** One row of the register; `line` is where it starts in the file, from 1. */
  add(row: readonly string[], line: number): void {
    if (row.every((cell) => cell.trim() === '')) return
    const event = row.length === this.#width ? this.#event(row, line) : undefined
    if (row.length !== this.#width) this.#findings.add('REGISTER_ROW_RAGGED', line)
    for (const column of ['subject', 'status'] as const)
      if (LINE_BREAK.test(row[this.#columns[column]] ?? '')) this.#findings.add('REGISTER_LINE_BREAK', line, column)
    const at = this.#subjects.length * PENDING_FIELDS
    const { meta, order, from, until } = event ?? this.#unreadable()
    this.#pending.set([meta, order, from, until, line], at)
    this.#subjects.push(row[this.#columns.subject] ?? '')
    this.rows++
    if (this.#subjects.length === BATCH) this.#flush()
  }

  /** Builds the index; `asOf` (seconds since 1970) is the instant at which the register was read. */
  finish(asOf: number): CompiledRegister {
    this.#flush()
    const index = buildIndex(this.#records, {
      asOf,
      timed: this.#columns.at >= 0,
      keyCheck: this.#keyCheck,
      unchecked: uncheckedAxes(this.#columns),
      scopes: [...this.#scopes.keys()],
    })
    const alone = withdrawnAlone(index)
    if (alone > 0) this.#findings.add('REGISTER_DENIAL_ALONE', undefined, 'subject', alone)
    return {
      index,
      findings: this.#findings.list,
      findingCounts: this.#findings.counts,
      rows: this.rows,
      unit: this.#unit,
    }
  }

  /** What a row of the right width says, or undefined when a date cannot be read. */
  #event(row: readonly string[], line: number): PendingEvent | undefined {
    const state = this.#state(row, line)
    const grant = isGrant(state)
    // A denial's validity is not asked for: registers repeat there the dates of the consent that it ends.
    const from = grant ? this.#instant(row, 'from', 0) : 0
    const until = grant ? this.#instant(row, 'until', NEVER) : NEVER
    const at = this.#columns.at < 0 ? undefined : this.#instant(row, 'at', undefined)
    // What denies by a date alone does so to the end of its day.
    const order = this.#columns.at < 0 ? this.rows : saysNo(state) ? this.#instant(row, 'at', undefined, 'end') : at
    if (from === undefined) this.#findings.add('REGISTER_DATE_UNREADABLE', line, 'from')
    if (until === undefined) this.#findings.add('REGISTER_DATE_UNREADABLE', line, 'until')
    if (order === undefined) this.#findings.add('REGISTER_DATE_UNREADABLE', line, 'at')
    if (from === undefined || until === undefined || order === undefined) return undefined
    if (!grant && at !== undefined && at > this.#asOf) this.#findings.add('REGISTER_DATE_LATER', line, 'at')
    return { meta: (state | (this.#scope(row, grant, line) << 8)) >>> 0, order, from, until }
  }

  /** A row that cannot be trusted: the state unknown for every purpose, and after every other event. */
  #unreadable(): PendingEvent {
    const { scope } = this.#numberScope(readScope(ALL, false))
    return { meta: (ConsentState.unknown | ALWAYS | (scope << 8)) >>> 0, order: NEVER, from: 0, until: NEVER }
  }

  #state(row: readonly string[], line: number): ConsentState {
    const word = this.#cell(row, 'status')
    if (word === undefined) return ConsentState.given
    const state = this.#states.get(word, stateOf)
    if (state === undefined) this.#findings.add('REGISTER_STATE_UNKNOWN', line, 'status')
    return state ?? ConsentState.unknown
  }

  /** The instant in a cell; `blank` for a blank cell or a column that is not there. */
  #instant(
    row: readonly string[],
    column: RegisterColumn,
    blank: number | undefined,
    ofDay: 'start' | 'end' = 'start',
  ): number | undefined {
    const cell = this.#cell(row, column)
    if (cell === undefined || cell.trim() === '') return blank
    return this.#instants[ofDay].get(cell, ofDay === 'end' ? lastInstantOf : instantOf)
  }

  #scope(row: readonly string[], grant: boolean, line: number): number {
    const purpose = this.#cell(row, 'purpose')
    const processing = this.#cell(row, 'processing')
    const categories = this.#cell(row, 'categories')
    const controller = this.#cell(row, 'controller')
    const key = `${grant ? 1 : 0}\0${purpose ?? ''}\0${processing ?? ''}\0${categories ?? ''}\0${controller ?? ''}`
    const { scope, unknown } = this.#scopeNumbers.get(key, () =>
      this.#numberScope(readScope({ purpose, processing, categories, controller }, grant)),
    )
    for (const column of unknown) this.#findings.add('REGISTER_TERM_UNKNOWN', line, column)
    return scope
  }

  #numberScope({ text, unknown }: ReturnType<typeof readScope>): { scope: number; unknown: readonly string[] } {
    let scope = this.#scopes.get(text)
    if (scope === undefined) this.#scopes.set(text, (scope = this.#scopes.size))
    if (scope > MAX_SCOPE)
      throw new PerdeError('REGISTER_INVALID', 'the register has too many different combinations of terms')
    return { scope, unknown }
  }

  #cell(row: readonly string[], column: RegisterColumn): string | undefined {
    const position = this.#columns[column]
    return position < 0 ? undefined : row[position]!
  }

  #flush(): void {
    const { refs, flags } = this.#keyer(this.#subjects)
    const keys = new Uint32Array(refs.buffer, refs.byteOffset, (this.#subjects.length * REF_BYTES) / 4)
    for (let i = 0; i < this.#subjects.length; i++) {
      const at = i * PENDING_FIELDS
      const [meta, order, from, until] = [
        this.#pending[at]!,
        this.#pending[at + 1]!,
        this.#pending[at + 2]!,
        this.#pending[at + 3]!,
      ]
      if (flags[i] === 0) this.#records.push(keys, 4 * i, meta, order, from, until)
      else this.#reportSubject(this.#subjects[i]!, meta, this.#pending[at + 4]!)
    }
    this.#subjects = []
  }

  #reportSubject(subject: string, meta: number, line: number): void {
    const missing = subject.trim() === ''
    this.#findings.add(missing ? 'REGISTER_SUBJECT_MISSING' : 'REGISTER_SUBJECT_INVALID', line, 'subject')
    if (!isGrant(meta & 0x0f)) this.#findings.add('REGISTER_DENIAL_LOST', line, 'subject')
  }
}

interface PendingEvent {
  meta: number
  order: number
  from: number
  until: number
}

/**
 * Subjects whose only row ends a consent. A register of one row a subject says states and no history: there it is the
 * rule and tells nothing.
 */
function withdrawnAlone({ words, count, subjects }: ConsentIndex): number {
  if (count === subjects) return 0
  let alone = 0
  for (let start = 0, end = 1; start < count; start = end++) {
    while (end < count && sameKey(words, end * RECORD_WORDS, words, start * RECORD_WORDS)) end++
    const state = words[start * RECORD_WORDS + 4]! & STATE_BITS
    if (end - start === 1 && (state === ConsentState.withdrawn || state === ConsentState.revoked)) alone++
  }
  return alone
}

const LINE_BREAK = /[\r\n]/

const BATCH = 4096
const PENDING_FIELDS = 5
/** Scopes are numbered in 24 bits of a record. */
const MAX_SCOPE = 0xffffff
const ALL = { purpose: undefined, processing: undefined, categories: undefined, controller: undefined }

/** Answers for the texts of cells, which repeat; forgets everything when it grows large. */
class Cache<T> {
  readonly #known = new Map<string, T>()

  get(text: string, compute: (text: string) => T): T {
    const known = this.#known.get(text)
    if (known !== undefined || this.#known.has(text)) return known as T
    const value = compute(text)
    if (this.#known.size >= 1 << 16) this.#known.clear()
    this.#known.set(text, value)
    return value
  }
}
