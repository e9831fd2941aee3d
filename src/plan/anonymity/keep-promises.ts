import { knowsAny } from '../../anonymity/known-people.ts'
import { PerdeError } from '../../errors.ts'
import type { SourcePlan } from '../plan.ts'
import type { PeopleProfile, ReleasedSource } from './join-releases.ts'
import { promisesLess, type Promised } from './promise.ts'

/** All that a ledger knows, and the sources that the policy has now. */
export interface LedgerView {
  before: Record<string, ReleasedSource>
  sources: readonly string[]
}

/**
 * Refuses a release by which the ledger would be gone round: one that promises less than a release before it, one whose
 * people are known by another field, so that everybody looks new, and one of people whom the ledger has under another
 * name. Throws LEDGER_PROMISE, LEDGER_MISMATCH.
 */
export function keepPromises(source: SourcePlan, people: PeopleProfile, { before, sources }: LedgerView): void {
  const own = Object.hasOwn(before, source.name) ? before[source.name]! : undefined
  checkPromises(source, own?.promises ?? [])
  if (own) return
  const other = Object.entries(before).find(
    ([name, { plans, history }]) =>
      (!sources.includes(name) || plans.at(-1)?.fields.join('\n') === source.anonymity!.fields.join('\n')) &&
      knowsAny(history.members.refs, people),
  )
  if (other)
    throw new PerdeError('LEDGER_MISMATCH', `people of this source are in the ledger of releases as "${other[0]}"`, {
      hints: [`give the source the name that it had: ${other[0]}`],
    })
}

/** What of it the policy alone says. Throws LEDGER_PROMISE, LEDGER_MISMATCH. */
export function checkPromises(source: SourcePlan, promises: readonly Promised[]): void {
  for (const promised of promises) {
    const less = promisesLess(promised, source.anonymity!)
    if (less !== undefined)
      throw new PerdeError(
        'LEDGER_PROMISE',
        `an earlier release of these data promised ${less}, and this one promises less`,
        {
          hints: [
            'the people in it would get less than they were promised: ask for at least as much',
            'what needs less is released of other people, under another data set id and with a ledger of its own',
          ],
        },
      )
    if (subjectName(promised.subject) !== subjectName(source.subject))
      throw new PerdeError(
        'LEDGER_MISMATCH',
        'the people of these data are known by another field than in the releases before',
        {
          hints: [
            `they were known by ${subjectName(promised.subject)}, and the policy says ${subjectName(source.subject)}: everybody would look new`,
          ],
        },
      )
  }
}

function subjectName(subject: SourcePlan['subject']): string {
  if (!subject) return 'their whole records'
  return subject.entity === undefined ? `"${subject.path}"` : `"${subject.path}" (${subject.entity})`
}
