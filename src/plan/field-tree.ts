import { createKeyCheck, createPublishable, WITHHELD } from '../detect/publishable.ts'
import { PerdeError } from '../errors.ts'
import { conditionPaths, parseCondition } from '../policy/condition.ts'
import type { FieldNode } from '../record/field-node.ts'
import { formatName, parsePath, type Part, type Step } from '../record/path.ts'
import { isErased, isKept, isRemoved, type SourcePlan } from './plan.ts'
import { writtenType } from './written-type.ts'
import {
  createResolver,
  fieldAt,
  goesDeeper,
  namesElements,
  namesText,
  stepDown,
  type Reached,
} from './resolve-field.ts'

/** More different fields than this in one source: keys are data there, and each would become a column. */
export const MOST_FIELDS = 10_000

/** A column that the plan wants decoded. `field`: number of the planned field; undefined: none, or read only. */
export interface TreeColumn {
  path: string
  field: number | undefined
}

/**
 * The plan of one source as a tree of places, made on the way: a place is resolved once, whatever the number of
 * records. `columns` grows as places are met; its numbers are those of the batches.
 */
export interface FieldTree {
  root: FieldNode
  columns: TreeColumn[]
  /** columns whose field leaves the records */
  removed: Set<number>
  /** field paths met with a value → number of the planned field, -1: unlisted */
  met: Map<string, number>
  /** what stood at the places that were met since this was last asked: a bit `1 << Kind` for each kind of value */
  takeKinds(): Map<string, number>
}

/** Number of the planned field that covers a place; `erased`: it is in a container that leaves; undefined: none does. */
export type Cover = number | 'erased' | undefined

/** What is decoded although nothing is done to it: conditions, the subject, measures, the watch. */
export interface Wanted {
  at(path: string, field: Cover): boolean
  /** something below this place is wanted */
  below(path: string, field: Cover): boolean
}

/** `keys`: what a key that is somebody's identifier is: refused, since it would be written as it stands, or (for a scan, which writes nothing) passed. */
export function fieldTree(source: SourcePlan, wanted: Wanted, keys: 'refuse' | 'pass' = 'refuse'): FieldTree {
  const { resolver, start } = createResolver(source)
  const columns: TreeColumn[] = []
  const removed = new Set<number>()
  const met = new Map<string, number>()
  let kinds = new Map<string, number>()
  let taken = 0
  let places = 0

  const spelt = new Set(
    source.fields.flatMap((f) => (f.origin === 'rule' || f.origin === 'shared-rule' ? [f.path] : [])),
  )
  const names = new Set([...spelt].flatMap((path) => parsePath(path).map((s) => ('name' in s ? s.name : ''))))
  const single = singlePaths(source)
  let isData: ((key: string) => boolean) | undefined

  /** Keys cannot be masked: one that is an identifier would be released as it stands. */
  function refuseData(name: string, path: string): void {
    if (names.has(name)) return
    isData ??= createKeyCheck()
    if (isData(name)) throw keyIsData(source.name, path)
  }

  function place(path: string, reached: Reached, cover: Cover): FieldNode {
    if (++places > MOST_FIELDS) throw tooMany(source.name)
    if (cover === 'erased') return insideErased(path, reached)
    const own = path === '' ? undefined : fieldAt(resolver, reached)
    const field = own ?? cover
    const planned = field === undefined ? undefined : resolver.fields[field]!
    const unlisted = planned === undefined && path !== ''
    const acts = planned !== undefined && !isKept(planned)
    // A cell with a document is no field of its own: what is in it leaves field by field.
    const holds = own === undefined && source.documents?.includes(path) === true
    const leaves = unlisted && source.unlisted === 'drop' && !holds
    const column = path !== '' && (acts || leaves || wanted.at(path, field)) ? columns.push({ path, field }) - 1 : -1
    if (column >= 0 && (leaves || (planned && isRemoved(planned)))) removed.add(column)
    const deeper = goesDeeper(resolver, reached)
    // What is erased goes whole, keys and all, since keys may be data; other verbs on a container are faults of the
    // cell. A kept container covers what is in it.
    const erased = own !== undefined && acts && isErased(planned)
    // A class needs one value: an object there would be written with its keys, so it is met as a cell, and refused.
    const quasi = source.anonymity?.fields.includes(path) === true
    const whole = quasi || (leaves ? !deeper : own !== undefined && acts && (erased || !deeper))
    const written = quasi ? 'text' : acts ? writtenType(planned) : undefined
    const kept = own !== undefined && !acts ? own : cover
    const below: Cover = whole ? 'erased' : kept
    // Below a kept container without rules of its own every place is alike: one node serves them all.
    const uniform = typeof below === 'number' && !deeper && !wanted.below(path, below)
    // Called for every value there is: what was noted of a place is not looked up again.
    let noted = 0
    let notedIn = taken
    return node({
      path,
      column,
      whole: whole ? (wanted.below(path, 'erased') ? 'open' : 'closed') : 'no',
      written,
      // A value that is only written anew keeps its attributes, which need rules of their own.
      bare: erased || (leaves && whole),
      reached,
      below,
      beside: erased || (leaves && whole) ? 'erased' : kept,
      uniform,
      meet: (kind) => {
        if (unlisted && source.unlisted === 'fail') throw uncovered(source.name, path)
        if (notedIn !== taken) {
          noted = 0
          notedIn = taken
        }
        const bit = 1 << kind
        if ((noted & bit) !== 0) return
        noted |= bit
        if (!met.has(path)) met.set(path, field ?? -1)
        kinds.set(path, (kinds.get(path) ?? 0) | bit)
      },
    })
  }

  /** A place in a container that is one cell: read where it is wanted, never edited. */
  function insideErased(path: string, reached: Reached): FieldNode {
    const column = wanted.at(path, 'erased') ? columns.push({ path, field: undefined }) - 1 : -1
    const whole = 'no'
    const meet = () => undefined
    const written = undefined
    return node({
      ...{ path, column, whole, written, bare: true, reached, below: 'erased', beside: 'erased', uniform: false, meet },
    })
  }

  function node({ path, column, whole, written, bare, reached, below, beside, uniform, meet }: Place): FieldNode {
    const children = new Map<string, FieldNode>()
    const next = (step: Step, childPath: string, cover: Cover): FieldNode => {
      // What leaves whole takes its keys with it; elsewhere they are written as they stand.
      if (keys === 'refuse' && cover !== 'erased' && 'name' in step && !spelt.has(childPath))
        refuseData(step.name, path)
      if (uniform) return self
      let child = children.get(childPath)
      if (!child) children.set(childPath, (child = place(childPath, stepDown(resolver, reached, step), cover)))
      return child
    }
    const under = (name: string) => (path === '' ? name : `${path}.${name}`)
    const self: FieldNode = {
      path,
      column,
      whole,
      written,
      bare,
      repeats: namesElements(resolver, reached) ? 'each' : single.some((s) => isAtOrAbove(path, s)) ? 'one' : 'any',
      textApart: namesText(resolver, reached),
      deeper: goesDeeper(resolver, reached),
      child: (name) => next({ kind: 'name', name }, under(formatName(name)), below),
      element: () => next({ kind: 'each' }, `${path}[]`, below),
      attribute: (name) => next({ kind: 'attribute', name }, under(`@${formatName(name)}`), beside),
      part: (part: Part) => next({ kind: part }, under(`#${part}`), below),
      meet,
    }
    return self
  }

  function takeKinds(): Map<string, number> {
    const found = kinds
    kinds = new Map()
    taken++
    return found
  }

  return { root: place('', start, undefined), columns, removed, met, takeKinds }
}

/** Everything about a place; `beside`: what covers its attributes. */
interface Place extends Pick<FieldNode, 'path' | 'column' | 'whole' | 'written' | 'bare' | 'meet'> {
  reached: Reached
  below: Cover
  beside: Cover
  /** every place below is like this one */
  uniform: boolean
}

/** Fields of which a record, or an element of a list, has one value: a second one would go by unseen. */
function singlePaths({ subject, fields, anonymity }: SourcePlan): string[] {
  const asked = fields.flatMap(({ path, when, offsetIn }) => [
    ...(when === undefined ? [] : conditionPaths(parseCondition(when))),
    ...(offsetIn ? [path, offsetIn.field] : []),
  ])
  return [...(subject ? [subject.path] : []), ...asked, ...(anonymity?.fields ?? []), ...(anonymity?.sensitive ?? [])]
}

function isAtOrAbove(path: string, other: string): boolean {
  return other === path || other.startsWith(`${path}.`)
}

function keyIsData(source: string, path: string): PerdeError {
  const where = path === '' ? 'a record' : createPublishable()(path) ? `"${path}"` : WITHHELD
  return new PerdeError(
    'POLICY_UNCOVERED_FIELD',
    `a key in ${where} of "${source}" is personal data, and keys are written as they stand`,
    {
      hints: ['drop, null or redact the object that holds such keys, or turn it into an array of objects first'],
      where: { source },
    },
  )
}

function tooMany(source: string): PerdeError {
  return new PerdeError('PLAN_LIMIT', `a source has more than ${MOST_FIELDS} different fields`, {
    hints: [
      'keys that are data (ids, dates) cannot be columns: set a rule for the object that holds them, such as drop',
    ],
    where: { source },
  })
}

/** The name of the field is shown only if it does not look like data: keys of an object may be people. */
function uncovered(source: string, path: string): PerdeError {
  const name = createPublishable()(path) ? path : WITHHELD
  return new PerdeError('POLICY_UNCOVERED_FIELD', `field "${name}" of "${source}" has no rule in the policy`, {
    hints: ['add a rule for it, or set "unlisted: drop"'],
    where: { source, field: name },
  })
}
