import type { AnyVerb } from '../transforms/any-verb.ts'
import type { WrittenRule } from './build-policy.ts'
import type { EntityNames } from './entity-names.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { Report } from './finding.ts'
import type { Policy } from './policy.ts'

/** What the checks of a policy look at, and where they say what they find. */
export interface CheckContext {
  policy: Policy
  rules: readonly WrittenRule[]
  report: Report
  verbs: ReadonlyMap<string, AnyVerb>
  /** undefined: entity ids are not checked */
  entities: EntityNames | undefined
  /** undefined: nothing is in the past */
  asOf: Date | undefined
  /** what stands at this path, above it or below it was wrong already: say nothing about what follows from that */
  wrong(path: DocumentPath): boolean
}
