import { explainLevels, type ExplainedLevels } from '../../plan/anonymity/explain-levels.ts'
import { explainPolicy, type ExplainedField } from '../../policy/explain.ts'
import { PerdeError } from '../../errors.ts'
import type { OpenPolicy } from './open-policy.ts'
import { readSideFile } from './side-file.ts'

/** What happens to a field, and what a quasi-identifier becomes if the section `anonymity` has to make it coarser. */
export interface Explained extends ExplainedField {
  generalised?: ExplainedLevels
}

/** `explainPolicy` with the tables beside the policy, which it does without where they cannot be read. */
export function explain({ policy, baseDir }: Pick<OpenPolicy, 'policy' | 'baseDir'>): Explained[] {
  const file = (path: string) => sideFile(path, baseDir)
  const fields = explainPolicy(policy, { file })
  const levels = explainLevels(policy, fields, file)
  return fields.map((field, i) => ({ ...field, ...(levels[i] && { generalised: levels[i] }) }))
}

function sideFile(path: string, baseDir: string): string | undefined {
  try {
    return readSideFile(path, baseDir)
  } catch (e) {
    if (e instanceof PerdeError) return undefined
    throw e
  }
}
