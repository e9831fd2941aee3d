import { BlockFault } from '../../io/formats/format.ts'
import { PerdeError } from '../../errors.ts'
import { hierarchySpec, leavesOf, makeHierarchy } from '../../plan/anonymity/hierarchies.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import { fieldFor } from '../../plan/resolve-field.ts'
import type { Policy } from '../../policy/policy.ts'
import { Kind, valuesOf, type Column } from '../../record/batch.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { derivePlanKeys, type Roots } from '../freeze/derive-keys.ts'
import { readHierarchies, readSideFiles } from '../freeze/policy-tables.ts'
import { bindField, type BoundField } from '../worker/bound-field.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { PersonRecord } from './person-records.ts'

/** Would the next run read this value at this place of the record? The record as it would then be. */
export type Readable = (record: PersonRecord, field: string, value: string | null) => boolean

/**
 * Tries the rules of a policy on single values, so that what they cannot read is refused while the person is asked, and does
 * not stop a run later. Rules that need all values of a field, as `surrogate` does, are taken to read any. Throws what
 * reading the policy's tables throws.
 */
export function readableBy(policy: Policy, baseDir: string, plan: Plan, roots: Roots): Readable {
  const hierarchies = readHierarchies(policy, baseDir)
  const setup: WorkerSetup = {
    plan,
    keys: derivePlanKeys(plan, roots),
    files: readSideFiles(policy, baseDir),
    tables: {},
    measureKey: new Uint8Array(32),
  }
  const bound = new Map<string, BoundField | undefined>()
  return (record, field, value) => {
    const source = plan.sources.find(({ name }) => name === record.source)!
    const id = JSON.stringify([source.name, field])
    if (!bound.has(id)) bound.set(id, bindAt(setup, source, field))
    const own = bound.get(id)
    try {
      const written = own ? tried(own, record, field, value) : value
      return written === undefined ? false : hasLeaf(source, field, written, hierarchies)
    } catch (e) {
      if (e instanceof BlockFault) return false
      throw e
    }
  }
}

/** Undefined where no rule acts on the field, or none that can be tried alone. */
function bindAt(setup: WorkerSetup, source: SourcePlan, field: string): BoundField | undefined {
  const planned = fieldFor(source.fields, field)
  if (!planned || planned.offsetIn) return undefined
  const steps = [...planned.do, ...(planned.else ?? [])]
  if (steps.some(({ verb }) => verbNamed(verb).profile !== undefined)) return undefined
  return bindField(setup, source.name, source.fields.indexOf(planned), planned, field)
}

/** What the rule makes of the value; undefined: nothing, as it cannot be read. Throws BlockFault for the same. */
function tried(rule: BoundField, record: PersonRecord, path: string, value: string | null): string | null | undefined {
  const column: Column = { path, row: Int32Array.of(0), ...valuesOf([value]) }
  const keep = Uint8Array.of(1)
  // Whose value it is, and which record, changes what a rule writes, not whether it can.
  const rows = { row: column.row, subject: () => 'somebody', bytes: () => Uint8Array.of(0) }
  const { values, faults } = rule.run(column, rows, keep, () => (asked) => cellAt(record, asked, path, value))
  if (faults > 0 || keep[0] === 0) return undefined
  return values.kind[0] === Kind.null || values.kind[0] === Kind.absent ? null : values.text[0]!
}

function cellAt(record: PersonRecord, asked: string, path: string, value: string | null) {
  const cell = record.cells.find((one) => one.path === asked)
  if (asked !== path || !cell) return cell
  return value === null ? { kind: Kind.null, text: '' } : { ...cell, text: value }
}

/** A quasi-identifier is made coarser by levels that the policy may say, and every value has to stand there. */
function hasLeaf(
  { anonymity }: SourcePlan,
  field: string,
  value: string | null,
  files: Record<string, string>,
): boolean {
  if (value === null || !anonymity?.fields.includes(field)) return true
  const spec = hierarchySpec(anonymity.spec, field)
  if (!spec) return true
  try {
    leavesOf(field, makeHierarchy(field, spec, [value], false, files), [value])
    return true
  } catch (e) {
    if (e instanceof PerdeError) return false
    throw e
  }
}
