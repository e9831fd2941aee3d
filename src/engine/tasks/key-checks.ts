import { PerdeError } from '../../errors.ts'
import { keyFacts, type Roots } from '../freeze/derive-keys.ts'

/** Check values of keys, by their names in the policy. */
export function keyChecks(roots: Roots): Record<string, string> {
  return Object.fromEntries(Object.entries(keyFacts(roots)).map(([name, { check }]) => [name, check]))
}

/**
 * Throws KEY_INVALID where a key is another than the run was begun with: what is sealed shows that of one of them only, and two
 * tasks with two keys would give one person two pseudonyms. `begun`: check values of the run. A key that is not given is missed
 * by whoever uses it.
 */
export function refuseOtherKeys(begun: Readonly<Record<string, string>>, roots: Roots): void {
  const other = Object.entries(keyChecks(roots)).find(([name, check]) => begun[name] !== check)
  if (!other) return
  const [name] = other
  // A host may give any name, which nobody vouches for: only one of the policy's is told.
  const message = Object.hasOwn(begun, name)
    ? `the key "${name}" is another than the run was begun with`
    : 'a key was given by a name that the policy does not have'
  throw new PerdeError('KEY_INVALID', message, {
    hints: [
      'give every task the keys that the run was begun with, by their names in the policy; nothing was published',
    ],
  })
}
