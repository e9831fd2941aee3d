import { isHeld, isSameField, type KnownBy, type RequestState } from '../../consent/requests/request-state.ts'
import { PerdeError } from '../../errors.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import type { Policy } from '../../policy/policy.ts'

/** By what a policy knows the people of its sources. */
export function knownBy(plan: Plan): KnownBy[] {
  return plan.sources.flatMap(({ name, subject }) => {
    if (!subject) return []
    const { path, entity } = subject
    return [{ source: name, field: path, ...(entity !== undefined && { entity }) }]
  })
}

/**
 * Whoever asked to be left out, or had something corrected, has to be found in every source that may hold them: a policy that
 * does not say whom a source is about, or knows its people by something else than those who asked, would release them without
 * a word. Sources all of whose fields are listed and insensitive are about nobody.
 * @throws PerdeError SUBJECT_NOT_STATED, SUBJECT_MISMATCH
 */
export function checkPeopleKnown(state: RequestState, plan: Plan, unlisted: Policy['unlisted']): void {
  if (!isHeld(state)) return
  const own = knownBy(plan)
  for (const source of plan.sources)
    if (!source.subject && (own.length === 0 || mayHoldPeople(source, unlisted))) throw notStated(source.name)
  const { knownBy: known } = state
  if (!known) return
  const other = own.find((field) => !known.some((one) => isFound(one, field, known)))
  if (other) throw mismatch(other, known)
}

function mayHoldPeople({ fields }: SourcePlan, unlisted: Policy['unlisted']): boolean {
  return unlisted === 'keep' || unlisted === 'detect' || fields.some(({ role }) => role !== 'insensitive')
}

/** Whether who is known by `one` is found by `field`. In a source that nobody asked about yet the kind of identifier says it. */
function isFound(one: KnownBy, field: KnownBy, all: readonly KnownBy[]): boolean {
  if (isSameField(one, field)) return true
  if (all.some(({ source }) => source === field.source)) return false
  return one.entity === field.entity && (one.entity !== undefined || one.field === field.field)
}

function notStated(source: string): PerdeError {
  return new PerdeError(
    'SUBJECT_NOT_STATED',
    'people asked something about these data, and the policy does not say whom the records of the source are about: they would not be found there',
    {
      where: { source },
      hints: [
        `add dataset.subject: { ${source}: FIELD }`,
        'a source about nobody has only fields that are listed, and all of them are insensitive',
      ],
    },
  )
}

function mismatch(field: KnownBy, known: readonly KnownBy[]): PerdeError {
  const named = ({ field, entity }: KnownBy) => `"${field}" (${entity === undefined ? 'of no type' : `type ${entity}`})`
  return new PerdeError(
    'SUBJECT_MISMATCH',
    `the people who asked something about these data are known by ${[...new Set(known.map(named))].join(', ')}, and the policy knows those of the source by ${named(field)}: they would not be found there`,
    {
      where: { source: field.source, field: field.field },
      hints: [
        'name the same field under dataset.subject, and give its rule the same type',
        'are they the same people under another field? then ask again with this policy for each who asked: perde subject block',
      ],
    },
  )
}
