/** What the columns of one table are: images, sounds and vectors are of the person whose key stands beside them. */
import type { ColumnFacts } from './column-facts.ts'
import { verdict } from './column-verdict.ts'
import type { Recogniser } from './recogniser.ts'
import type { Verdict } from './verdict.ts'

/** From this confidence on a field is a finding. */
const FOUND = 0.5

/** Verdicts by path. `besidePerson`: a field that is not among these says who a record is of. */
export function recordVerdicts(
  facts: Iterable<readonly [path: string, facts: ColumnFacts]>,
  own: readonly Recogniser[] = [],
  besidePerson = false,
): Map<string, Verdict> {
  const columns = [...facts]
  const alone = columns.map(([path, f]) => verdict(path, f, own))
  const hasPerson = besidePerson || alone.some(isOfPerson)
  return new Map(
    columns.map(([path, f], i) => [path, hasPerson && isOfSomebody(f) ? verdict(path, f, own, true) : alone[i]!]),
  )
}

/** A customer number is no direct identifier by its name, and says whose the rest is all the same. */
function isOfPerson({ entity, role, confidence }: Verdict): boolean {
  return confidence >= FOUND && (role === 'identifier' || entity === 'person-number')
}

function isOfSomebody({ containers, vectors, lists }: ColumnFacts): boolean {
  return containers.image + containers.audio + vectors.count + lists.vectors.count > 0
}
