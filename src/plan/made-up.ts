import { ALGORITHMIC_MEDIA } from '../record/digital-source.ts'
import type { Step } from '../policy/policy.ts'
import { propertiesOf } from '../transforms/verb-named.ts'
import type { PlannedField, SourcePlan } from './plan.ts'

/**
 * Does a generator make the values of a field? `part`: values of people stand among them, because only some records are asked
 * for a value, or in them, because only what is found in a text is replaced.
 */
export function madeUp({ do: steps, when, else: otherwise }: PlannedField): 'all' | 'part' | 'none' {
  const branches = [steps, ...(when === undefined ? [] : [otherwise ?? []])]
  const made = branches.map(generates)
  if (made.every((branch) => branch === 'nothing')) return 'none'
  return made.every((branch) => branch === 'every') ? 'all' : 'part'
}

/** Which of the values that these steps are asked for a generator makes. `found`: those in which it found something to replace. */
export function generates(steps: readonly Step[]): 'every' | 'found' | 'nothing' {
  const made = steps.filter((step) => propertiesOf(step).synthetic === true)
  if (made.length === 0) return 'nothing'
  // A text is only replaced where something was found in it.
  return made.some(({ verb }) => verb !== 'scrub') ? 'every' : 'found'
}

/**
 * The mark that a file with metadata carries itself (`perde.marking`), as JSON: which of its fields are made up, and which of
 * them in part. Undefined: none is. The same for every file of the source, whatever is in it.
 */
export function fileMark({ fields }: SourcePlan): string | undefined {
  const made = fields.filter((field) => madeUp(field) !== 'none')
  if (made.length === 0) return undefined
  const paths = (of: readonly PlannedField[]) => of.map(({ path }) => path).sort()
  return JSON.stringify({
    digitalSourceType: ALGORITHMIC_MEDIA,
    fields: paths(made),
    mixed: paths(made.filter((field) => madeUp(field) === 'part')),
  })
}
