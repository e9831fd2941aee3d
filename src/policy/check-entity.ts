import type { EntityNames } from './entity-names.ts'
import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { Report } from './finding.ts'

/** The canonical id of an entity, or the name itself with a finding. */
export function checkEntity(
  entities: EntityNames | undefined,
  report: Report,
  name: string,
  path: DocumentPath,
): string {
  const id = entities ? entities.resolve(name) : name
  if (id === undefined)
    report.add('POLICY_UNKNOWN_ENTITY', path, `unknown entity ${quoted(name)}`, {
      hint: didYouMean(entities!.suggest(name)) ?? 'perde entities lists them',
    })
  return id ?? name
}
