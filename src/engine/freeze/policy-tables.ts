import type { Plan } from '../../plan/plan.ts'
import { hierarchyOfFile } from '../../plan/anonymity/hierarchies.ts'
import type { Policy } from '../../policy/policy.ts'
import { propertiesOf, verbNamed } from '../../transforms/verb-named.ts'
import { keyedSideFileDigests, readSideFile, sideFileDigests } from '../policy-files/side-file.ts'
import { stepTables } from '../policy-files/step-tables.ts'
import { deriveSubjectKeys, type Roots } from './derive-keys.ts'

/** Tables that the rules of the fields name, by their path in the policy. */
export function readSideFiles(policy: Policy, baseDir: string): Record<string, string> {
  return Object.fromEntries([...stepTables(policy).keys()].map((file) => [file, readSideFile(file, baseDir)]))
}

/**
 * Tables of the policy's hierarchies by their path in it: the solver reads them, the workers get what it made of them. One
 * that is not in order is refused before a record is read. `read`: tables that were read already, and are not read twice.
 */
export function readHierarchies(
  { anonymity }: Policy,
  baseDir: string,
  read: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const files: Record<string, string> = {}
  for (const spec of Object.values(anonymity?.hierarchies ?? {}))
    if ('file' in spec && !Object.hasOwn(files, spec.file)) {
      const text = Object.hasOwn(read, spec.file) ? read[spec.file]! : readSideFile(spec.file, baseDir)
      hierarchyOfFile(spec.file, text)
      files[spec.file] = text
    }
  return files
}

/**
 * What the plan says of the tables that the policy names, so that its digest changes with them. Tables of `lookup` are secret,
 * and a plan is published: the digest of a short one would let people guess it, so it is keyed, and left out without a key.
 */
export function namedTables(
  policy: Policy,
  files: Record<string, string>,
  roots: Roots,
): Pick<Plan, 'hierarchies' | 'tables'> {
  const ofLevels = Object.values(policy.anonymity?.hierarchies ?? {}).flatMap((spec) =>
    'file' in spec ? [spec.file] : [],
  )
  const open = new Set(ofLevels)
  for (const rules of Object.values(policy.fields))
    for (const rule of Object.values(rules))
      for (const step of [...rule.do, ...(rule.else ?? [])])
        if (propertiesOf(step).iso20889 === 'generalisation')
          for (const path of verbNamed(step.verb).files?.(step.options) ?? []) open.add(path)
  const some = (wanted: (path: string) => boolean) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => wanted(path)))
  const hierarchies = sideFileDigests(some((path) => open.has(path)))
  const { keys, ephemeral } = deriveSubjectKeys(roots)
  const tables = ephemeral
    ? {}
    : keyedSideFileDigests(
        some((path) => !open.has(path)),
        keys.digest,
      )
  return {
    ...(Object.keys(hierarchies).length > 0 && { hierarchies }),
    ...(Object.keys(tables).length > 0 && { tables }),
  }
}
