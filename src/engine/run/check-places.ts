import { sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { releaseFolder } from '../../evidence/release/release-record.ts'
import { realPath } from '../read/real-path.ts'

/** Absolute; `ledger`: folder of the ledger of releases, where there is one. */
export interface Places {
  target: string
  log: string
  baseDir: string
  ledger?: string | undefined
  /** files that lead back from a release to people */
  secrets?: readonly Secret[]
}

/** `what`: as it stands in a message. */
export interface Secret {
  what: string
  path: string
}

/**
 * A release is replaced as a whole, so nothing that must outlive it may lie in it: not the log, not the policy. And a
 * release inside the log's folder would be swept with it, but for the log's own `releases/`. Throws OUTPUT_INVALID.
 */
export function checkPlaces({ target, log, baseDir, ledger, secrets = [] }: Places): void {
  const [out, logPlace, policy] = [realPath(target), realPath(log), realPath(baseDir)]
  if (holds(out, logPlace))
    throw refused('the log lies inside the output path, and would go with the release that is replaced', target)
  if (ledger !== undefined && holds(out, realPath(ledger)))
    throw refused('the ledger of releases lies inside the output path', target)
  if (ledger !== undefined && holds(realPath(ledger), out))
    throw refused('the output path lies inside the ledger of releases', target)
  if (holds(out, policy)) throw refused('the policy lies inside the output path', target)
  if (holds(logPlace, out) && !holds(realPath(releaseFolder(log)), out))
    throw refused('the output path lies inside the log', target)
  for (const { what, path } of secrets) {
    const place = realPath(path)
    // R26: with it beside them, pseudonyms are the people themselves.
    if (holds(out, place)) throw refused(`${what} lies inside the output path, where it leads back to people`, target)
    if (holds(logPlace, place)) throw refused(`${what} lies inside the log, which auditors read`, path)
  }
}

function refused(message: string, target: string): PerdeError {
  return new PerdeError('OUTPUT_INVALID', message, {
    where: { part: target },
    hints: ['choose places beside each other'],
  })
}

function holds(folder: string, place: string): boolean {
  return place === folder || place.startsWith(folder + sep)
}
