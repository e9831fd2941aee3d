import { createRecoder, type Recoder, type SharedRecoding } from '../../anonymity/recoder.ts'
import { attachIndex } from '../../consent/consent-index.ts'
import { createDecider, type Decider } from '../../consent/decide.ts'
import { Reason } from '../../consent/reasons.ts'
import type { Correction } from '../../consent/requests/request-state.ts'
import { withMarks } from '../../consent/requests/marked.ts'
import { createSubjectKeyer, type SubjectKeyer } from '../../consent/subject-ref.ts'
import { fieldTree, type FieldTree, type Wanted } from '../../plan/field-tree.ts'
import { isErased, type Plan, type SourcePlan } from '../../plan/plan.ts'
import { conditionPaths, parseCondition } from '../../policy/condition.ts'
import { bindField, type BoundField } from './bound-field.ts'
import { createCorrector, type Corrector } from './corrector.ts'
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
  /** undefined: nobody is left out. Decisions are kept where they rest on consents */
  consent: { keyer: SubjectKeyer; decide: Decider; keeps: 'decisions' | 'nothing' } | undefined
  /** of hashes of values, random per run */
  seed: number
  /** undefined: nobody had anything corrected */
  corrector: Corrector | undefined
  /** undefined: the column is only read, or leaves with its field */
  bound(column: number): BoundField | undefined
}

export function openSource(setup: WorkerSetup, number: number): SourceWorker {
  const plan = setup.plan.sources[number]!
  const measured = plan.fields.some((f) => f.role === 'quasi-identifier' && !isErased(f))
  const tree = fieldTree(plan, wantedOf(plan, measured, setup.plan.copies, correctionsOf(setup, plan)))
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
    seed: Buffer.from(setup.measureKey).readUInt32LE(0),
    corrector:
      plan.subject &&
      setup.asked &&
      createCorrector(createSubjectKeyer(...setup.asked.subjectKeys, plan.subject.entity), correctionsOf(setup, plan)),
    bound: (column) => {
      const { path, field } = tree.columns[column]!
      if (field === undefined || tree.removed.has(column)) return undefined
      return (bound[column] ??= bindField(setup, plan.name, field, plan.fields[field]!, path))
    },
  }
}

function openConsent({ consent, asked }: WorkerSetup, plan: SourcePlan): SourceWorker['consent'] {
  if (!plan.subject) return undefined
  const marks = asked?.marks ?? new Map<string, number>()
  const keys = consent?.subjectKeys ?? (marks.size > 0 ? asked?.subjectKeys : undefined)
  if (!keys) return undefined
  const decide: Decider = consent
    ? createDecider(attachIndex(consent.bytes, consent.table), consent.request)
    : (_, flags) => new Uint8Array(flags.length).fill(Reason.BASIS_OTHER_THAN_CONSENT)
  return {
    keyer: createSubjectKeyer(...keys, plan.subject.entity),
    decide: withMarks(decide, marks),
    keeps: consent ? 'decisions' : 'nothing',
  }
}

function correctionsOf({ asked }: WorkerSetup, { name }: SourcePlan): readonly Correction[] {
  return asked?.corrections.filter(({ source }) => source === name) ?? []
}

/**
 * The subject, what conditions look at and what people had corrected; where classes are counted, the quasi-identifiers and sensitive fields too;
 * where copies of identifiers are looked for, everything.
 */
function wantedOf(
  plan: SourcePlan,
  measured: boolean,
  copies: Plan['copies'],
  corrections: readonly Correction[],
): Wanted {
  if (copies) return { at: () => true, below: () => true }
  const reads = new Set<string>(plan.subject ? [plan.subject.path] : [])
  for (const { field } of corrections) reads.add(field)
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
