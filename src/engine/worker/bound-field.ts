import { BlockFault } from '../../io/formats/format.ts'
import { hkdf, lengthPrefixed } from '../../crypto/hkdf.ts'
import { isPattern, parsePath } from '../../record/path.ts'
import { Kind, withinOf, type Column, type Values } from '../../record/batch.ts'
import { conditionPaths, compileCondition, parseCondition, type Lookup } from '../../policy/condition.ts'
import type { Step } from '../../policy/policy.ts'
import { generates, madeUp } from '../../plan/made-up.ts'
import { erases, type PlannedField } from '../../plan/plan.ts'
import { bindSteps } from '../../transforms/pipeline.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import type { BindContext, Rows, Transform } from '../../transforms/verb.ts'
import { pastFaults, put } from './past-faults.ts'
import { keyId, tableId, type WorkerSetup } from '../wire/setup.ts'

/** A planned field bound to one concrete path on this worker: keys derived, files read, ready for batches. */
export interface BoundField {
  planned: PlannedField
  /** paths of the original values that the condition looks at */
  reads: string[]
  /**
   * New values for all cells of the column; cells of records with keep 0 stay as they are. Sets keep to 0 where the
   * rule says drop-record on a fault. Throws BlockFault INPUT_VALUE.
   */
  run(column: Column, rows: Rows, keep: Uint8Array, lookup: (row: number) => Lookup): FieldRun
}

export interface FieldRun {
  values: Values
  /** cells that the rule acted on */
  changed: number
  /** cells of those that are null now because their value could not be transformed */
  faults: number
  /** cells that a generator made, where it makes some of the field only */
  made: number[]
}

export function bindField(
  setup: WorkerSetup,
  source: string,
  field: number,
  planned: PlannedField,
  path: string,
): BoundField {
  const condition = planned.when === undefined ? undefined : parseCondition(planned.when)
  const test = condition && compileCondition(condition)
  const onTrue = bindBranch(setup, source, field, planned, 'do', planned.do, path)
  const onFalse = bindBranch(setup, source, field, planned, 'else', planned.else ?? [], path)
  const keyed = [...planned.do, ...(planned.else ?? [])].some(
    (s) => (verbNamed(s.verb).keys?.(s.options) ?? []).length > 0,
  )

  function run(column: Column, rows: Rows, keep: Uint8Array, lookup: (row: number) => Lookup) {
    const n = column.text.length
    const values: Values = { text: column.text.slice(), kind: column.kind.slice() }
    const chosen: [number[], number[]] = [[], []]
    let nulled = 0
    for (let i = 0; i < n; i++) {
      const row = column.row[i]!
      if (keep[row] === 0) continue
      const kind = column.kind[i]! as Kind
      const branch = test && !test(lookup(row)) ? 1 : 0
      // Where values are erased nobody is to see who had none.
      const erased = branch === 0 ? onTrue?.erases : onFalse?.erases
      if (kind === Kind.null) {
        if (planned.nulls === 'fail') throw faultAt(row, path, 'a value is null')
        // One token would stand for every null: the pseudonym of null never exists.
        if ((planned.nulls === 'keep' || keyed) && !erased) continue
      } else if (kind === Kind.string && isBlank(column.text[i]!)) {
        if (planned.empty === 'fail') throw faultAt(row, path, 'a value is empty')
        if (planned.empty === 'null') {
          values.kind[i] = Kind.null
          nulled++
        }
        if (planned.empty !== 'transform' && !erased) continue
      }
      chosen[branch].push(i)
    }
    const tally: Tally = { changed: nulled, faults: 0, made: [] }
    runBranch(onTrue, column, values, chosen[0], rows, keep, planned, path, tally)
    runBranch(onFalse, column, values, chosen[1], rows, keep, planned, path, tally)
    return { values, ...tally }
  }
  return { planned, reads: condition ? conditionPaths(condition) : [], run }
}

/** A branch of a rule: one fixed kind for all cells, or a transform; undefined keeps the cells. */
type Branch = ({ write: Kind } | { transform: Transform; made: ReturnType<typeof generates> }) & { erases: boolean }

function bindBranch(
  setup: WorkerSetup,
  source: string,
  field: number,
  planned: PlannedField,
  branch: 'do' | 'else',
  steps: Step[],
  path: string,
): Branch | undefined {
  const acting = steps.filter((s) => s.verb !== 'keep')
  if (acting.length === 0) return undefined
  if (acting.some((s) => s.verb === 'drop')) return { write: Kind.absent, erases: true }
  if (acting.at(-1)!.verb === 'null') return { write: Kind.null, erases: true }
  return {
    transform: bindSteps(steps, contextsOf(setup, source, field, planned, branch, steps, path)),
    // Of a field that is made up as a whole nobody has to be told which cells are.
    made: madeUp(planned) === 'part' ? generates(steps) : 'nothing',
    erases: erases(steps),
  }
}

/** Keys, side files and tables of each step of a branch. */
export function contextsOf(
  setup: WorkerSetup,
  source: string,
  field: number,
  planned: PlannedField,
  branch: 'do' | 'else',
  steps: Step[],
  path: string,
): BindContext[] {
  return steps.map((step, s) => {
    const verb = verbNamed(step.verb)
    const keys = (verb.keys?.(step.options) ?? []).map((request, n) => {
      const key = setup.keys[keyId(source, field, branch, s, n)]!
      // A pattern names several fields; without a domain each is its own, so that nothing joins by accident.
      return request.domain === undefined && isPattern(parsePath(planned.path))
        ? hkdf(key, lengthPrefixed(['field', path]), request.bytes)
        : key
    })
    const table = verb.profile && setup.tables[tableId(keys)]
    return {
      keys,
      entity: planned.entity,
      files: (verb.files?.(step.options) ?? []).map((file) => setup.files[file]!),
      ...(table !== undefined && { profile: table }),
    }
  })
}

type Tally = Pick<FieldRun, 'changed' | 'faults' | 'made'>

function runBranch(
  branch: Branch | undefined,
  column: Column,
  values: Values,
  chosen: number[],
  rows: Rows,
  keep: Uint8Array,
  planned: PlannedField,
  path: string,
  tally: Tally,
): void {
  if (!branch || chosen.length === 0) return
  if ('write' in branch) {
    for (const i of chosen) {
      values.kind[i] = branch.write
      values.text[i] = ''
    }
    tally.changed += chosen.length
    return
  }
  const all = chosen.length === column.text.length
  const input: Values = all ? allOf(column) : pick(column, chosen)
  const row = all ? column.row : Int32Array.from(chosen, (i) => column.row[i]!)
  const ready = { ...input, kind: readyKinds(input.kind, column.typed, branch.erases) }
  const tried = pastFaults(branch.transform, ready, { ...rows, row }, (fault) => {
    if (planned.onError === 'fail') throw faultAt(row[fault.index]!, path, fault.reason)
  })
  put(values, tried.values, chosen)
  if (planned.onError === 'drop-record') for (const n of tried.faulty) keep[row[n]!] = 0
  tally.changed += chosen.length
  tally.faults += tried.faulty.length
  if (branch.made === 'nothing') return
  const faulty = new Set(tried.faulty)
  chosen.forEach((i, n) => {
    if (!faulty.has(n) && (branch.made === 'every' || values.text[i] !== column.text[i])) tally.made.push(i)
  })
}

/**
 * A null that the rule wants transformed counts as an empty text. What is erased comes out alike in the whole column,
 * whoever had a value and of what kind: as its type has it, where it has one, else as a text.
 */
function readyKinds(kind: Uint8Array, typed: Kind | undefined, erased: boolean): Uint8Array {
  if (erased) return new Uint8Array(kind.length).fill(typed ?? Kind.string)
  return kind.includes(Kind.null) ? kind.map((k) => (k === Kind.null ? Kind.string : k)) : kind
}

/** Cells of kept records whose value is written as it came: `prefix 99`, a mask that leaves everything readable, … */
export function countInClear(column: Column, values: Values, keep: Uint8Array): number {
  let n = 0
  for (let i = 0; i < values.text.length; i++)
    if (
      keep[column.row[i]!] === 1 &&
      values.kind[i] === column.kind[i] &&
      values.text[i] === column.text[i] &&
      !isBlank(column.text[i]!)
    )
      n++
  return n
}

function allOf({ text, kind, within }: Values): Values {
  return { text, kind, ...(within && { within }) }
}

function pick(values: Values, chosen: number[]): Values {
  const { text, kind } = values
  return {
    text: chosen.map((i) => text[i]!),
    kind: Uint8Array.from(chosen, (i) => kind[i]!),
    ...withinOf(values, chosen),
  }
}

function isBlank(text: string): boolean {
  return text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '')
}

export function faultAt(row: number, path: string, reason: string): BlockFault {
  return new BlockFault(
    'INPUT_VALUE',
    `a value does not fit its transform: ${reason}`,
    row,
    0,
    ['mend the value, or say what to do with such values: "on-error: null" or "on-error: drop-record"'],
    path,
  )
}
