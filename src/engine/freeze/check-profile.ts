import { PerdeError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { parsePath } from '../../record/path.ts'
import type { Profiled } from '../passes/profile-pass.ts'

/** Classes of people, and releases before this one, ask whom a record is about: a misspelt subject makes all of them nobody. */
export function refuseNobody(plan: Plan, { met, records }: Profiled): void {
  plan.sources.forEach(({ name, subject, anonymity }, s) => {
    if (!anonymity || !subject || records === 0 || met[s]!.size === 0 || met[s]!.has(subject.path)) return
    throw new PerdeError('PLAN_MISMATCH', 'no record of the source names its subject', {
      where: { source: name, field: subject.path },
      hints: [`correct dataset.subject.${name}: it names "${subject.path}", which no record has`],
    })
  })
}

/**
 * At the top of a record a missing field and a null one are written alike, without the field. Inside an object the object
 * around it may be missing too, and a reader would see which.
 */
export function refuseGaps(plan: Plan, { combinations }: Profiled): void {
  plan.sources.forEach(({ name, anonymity }, s) => {
    const gap = anonymity?.fields.findIndex(
      (path, q) => parsePath(path).length > 1 && combinations[s]?.quasi[q]?.absent,
    )
    if (gap === undefined || gap < 0) return
    const field = anonymity!.fields[gap]!
    throw new PerdeError('INPUT_VALUE', `"${field}" is missing in some records, which would tell them apart`, {
      where: { source: name, field },
      hints: ['give every record the object and the field, as null where there is no value, or drop the object'],
    })
  })
}
