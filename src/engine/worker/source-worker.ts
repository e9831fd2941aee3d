import { createRecoder, type Recoder, type SharedRecoding } from '../../anonymity/recoder.ts'
import { attachIndex } from '../../consent/consent-index.ts'
import { createDecider, type Decider } from '../../consent/decide.ts'
import { createSubjectKeyer, type SubjectKeyer } from '../../consent/subject-ref.ts'
import { fieldTree, type FieldTree, type Wanted } from '../../plan/field-tree.ts'
import { isErased, type Plan, type SourcePlan } from '../../plan/plan.ts'
import { conditionPaths, parseCondition } from '../../policy/condition.ts'
import { bindField, type BoundField } from './bound-field.ts'
import { createLinker, type Linker } from './link-sample.ts'
import { createMeasure, type Measure } from './measure.ts'
import { createRecordEnds } from './record-ends.ts'
import { createPeopleKeyer, type PeopleKeyer } from './people-refs.ts'
import { createWatch, UNWATCHED, type Watch } from './watch.ts'
import type { WorkerSetup } from '../wire/setup.ts'

/**
 * What a worker keeps of one source between blocks: the tree of its fields, bound transforms, ciphers. Caches only:
 * nothing in it depends on a record, so any block may come next.
 */
export interface SourceWorker {
  setup: WorkerSetup
  plan: SourcePlan
  tree: FieldTree
  watch: Watch
  /** undefined: the source declares no quasi-identifier */
  measure: Measure | undefined
  /** undefined: nothing is measured, or not by an attack */
  linker: Linker | undefined
  /** undefined: no section `anonymity` is about the source, or this is the pass that counts */
  recoder: Recoder | undefined
  /** undefined: records stay in their order */
  ends: ReturnType<typeof createRecordEnds> | undefined
  /** records that wait for a later release; undefined: none */
  held: SharedRecoding['held']
  /** undefined: nobody asks who was in earlier releases */
  people: PeopleKeyer | undefined
  consent: { keyer: SubjectKeyer; decide: Decider } | undefined
  /** undefined: the column is only read, or leaves with its field */
  bound(column: number): BoundField | undefined
}

export function openSource(setup: WorkerSetup, number: number): SourceWorker {
  const plan = setup.plan.sources[number]!
  const measured = plan.fields.some((f) => f.role === 'quasi-identifier' && !isErased(f))
  const tree = fieldTree(plan, wantedOf(plan, measured, setup.plan.copies))
  const bound: BoundField[] = []
  const recoding = setup.recodings?.[number]
  return {
    setup,
    plan,
    tree,
    watch: setup.unwatched ? UNWATCHED : createWatch(setup.plan, plan),
    measure: measured ? createMeasure(setup.measureKey) : undefined,
    linker: measured && setup.linkBits !== undefined ? createLinker(plan, tree, setup.linkBits) : undefined,
    recoder: recoding && createRecoder(recoding),
    ends: setup.plan.order === 'shuffle' ? createRecordEnds(plan, tree) : undefined,
    held: recoding?.held,
    people: setup.peopleKey && plan.anonymity ? createPeopleKeyer(setup.peopleKey) : undefined,
    consent: openConsent(setup, plan),
    bound: (column) => {
      const { path, field } = tree.columns[column]!
      if (field === undefined || tree.removed.has(column)) return undefined
      return (bound[column] ??= bindField(setup, plan.name, field, plan.fields[field]!, path))
    },
  }
}

function openConsent(setup: WorkerSetup, plan: SourcePlan): SourceWorker['consent'] {
  if (!setup.consent || !plan.subject) return undefined
  const { bytes, table, request, subjectKeys } = setup.consent
  return {
    keyer: createSubjectKeyer(subjectKeys[0], subjectKeys[1], plan.subject.entity),
    decide: createDecider(attachIndex(bytes, table), request),
  }
}

/**
 * The subject and what conditions look at; where classes are counted, the quasi-identifiers and sensitive fields too;
 * where copies of identifiers are looked for, everything.
 */
function wantedOf(plan: SourcePlan, measured: boolean, copies: Plan['copies']): Wanted {
  if (copies) return { at: () => true, below: () => true }
  const reads = new Set<string>(plan.subject ? [plan.subject.path] : [])
  for (const f of plan.fields)
    if (f.when !== undefined) for (const path of conditionPaths(parseCondition(f.when))) reads.add(path)
  return {
    at: (path, field) => {
      const role = typeof field === 'number' ? plan.fields[field]!.role : undefined
      return reads.has(path) || (measured && (role === 'quasi-identifier' || role === 'sensitive'))
    },
    below: (path) => [...reads].some((read) => read.startsWith(`${path}.`) || read.startsWith(`${path}[`)),
  }
}
