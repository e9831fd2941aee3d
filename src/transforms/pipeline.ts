import type { Step } from '../policy/policy.ts'
import { Kind, withinOf } from '../record/batch.ts'
import type { Values } from '../record/batch.ts'
import { ValueFault } from './verb.ts'
import type { BindContext, Rows, Transform, VerbProperties } from './verb.ts'
import { propertiesOf, verbNamed } from './verb-named.ts'

/**
 * The steps of a rule as one transform; `contexts[i]` belongs to `steps[i]`. What a step made null or took away is out of
 * reach of the steps after it. A fault names the cell in the values that came in.
 */
export function bindSteps(steps: readonly Step[], contexts: readonly BindContext[]): Transform {
  const transforms = steps.map(({ verb, options }, i) => verbNamed(verb).bind(options, contexts[i]!) as Transform)
  const [only] = transforms
  if (transforms.length === 1) return only!
  return (values, rows) => {
    let current = values
    let moves: Values['moves']
    for (const transform of transforms) {
      const { moves: own, ...after } = step(current, rows, transform)
      if (own || moves)
        moves = combined(
          moves ?? current.text.map((t, i) => (t === values.text[i] ? [] : undefined)),
          own,
          current,
          after,
        )
      current = values.within ? { ...after, within: values.within } : after
    }
    return moves ? { ...current, moves } : current
  }
}

/** What one step moved is known as long as the other steps leave the text alone. */
function combined(
  moves: NonNullable<Values['moves']>,
  own: Values['moves'],
  before: Values,
  after: Values,
): NonNullable<Values['moves']> {
  return moves.map((moved, i) => {
    if (after.text[i] === before.text[i]) return moved
    return moved?.length === 0 ? own?.[i] : undefined
  })
}

/** What a list of steps does to a field, for the manifest and the label of a release. */
export interface OutputProperties extends VerbProperties {
  /** the classes of all steps, in their order, each once; [] for none */
  classes: VerbProperties['iso20889'][]
}

/**
 * The properties of the steps together. The class is the one that leaves the most behind (a list with `pseudonym` in it is
 * pseudonymisation, whatever else is done); reversible and synthetic where any step is; unique where all are.
 */
export function outputProperties(steps: readonly Step[]): OutputProperties {
  const each = steps.map(propertiesOf)
  const classes: VerbProperties['iso20889'][] = [...new Set(each.map((p) => p.iso20889))].filter(
    (name) => name !== 'none',
  )
  return {
    iso20889: BY_REMAINDER.find((name) => classes.includes(name)) ?? 'none',
    classes,
    joins: BY_JOIN.find((name) => each.some((p) => p.joins === name)) ?? 'yes',
    unique: each.every((p) => p.unique),
    reversible: each.some((p) => p.reversible),
    synthetic: each.some((p) => p.synthetic === true),
  }
}

/** From what leaves most of a person to what leaves least. */
const BY_REMAINDER: VerbProperties['iso20889'][] = [
  'cryptographic',
  'pseudonymisation',
  'synthetic',
  'randomisation',
  'generalisation',
  'masking',
  'suppression',
]
/** A value joins as far as its narrowest step lets it. */
const BY_JOIN: VerbProperties['joins'][] = ['no', 'run', 'domain', 'yes']

function step(values: Values, rows: Rows, transform: Transform): Values {
  const present = indexOfPresent(values.kind)
  if (present === undefined) return transform(values, rows)
  const some: Values = {
    text: Array.from(present, (i) => values.text[i]!),
    kind: Uint8Array.from(present, (i) => values.kind[i]!),
    ...withinOf(values, present),
  }
  const changed = atOriginalIndex(present, () =>
    transform(some, { ...rows, row: Int32Array.from(present, (i) => rows.row[i]!) }),
  )
  const out: Values = { text: values.text.slice(), kind: values.kind.slice() }
  if (changed.moves) out.moves = new Array<undefined>(out.text.length).fill(undefined)
  present.forEach((i, n) => {
    out.text[i] = changed.text[n]!
    out.kind[i] = changed.kind[n]!
    if (out.moves) out.moves[i] = changed.moves![n]
  })
  return out
}

/** Indexes of the cells with a value; undefined where all have one. */
function indexOfPresent(kind: Uint8Array): Int32Array | undefined {
  if (!kind.includes(Kind.null) && !kind.includes(Kind.absent)) return undefined
  const present: number[] = []
  for (let i = 0; i < kind.length; i++) if (kind[i] !== Kind.null && kind[i] !== Kind.absent) present.push(i)
  return Int32Array.from(present)
}

function atOriginalIndex<T>(present: Int32Array, run: () => T): T {
  try {
    return run()
  } catch (fault) {
    throw fault instanceof ValueFault ? new ValueFault(present[fault.index]!, fault.reason) : fault
  }
}
