import { join, resolve } from 'node:path'
import { openLog, type LogWriter } from '../../evidence/log/log-writer.ts'
import { releaseFolder } from '../../evidence/release/release-record.ts'
import { refuseFreshLog } from '../policy-files/named-log.ts'
import { ulid } from '../../evidence/ulid.ts'
import { loadKey } from '../../keys/sources.ts'
import { stepsOf } from '../../policy/build-policy.ts'
import { VERSION } from '../../version.ts'
import type { Roots } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import type { RunJob } from '../freeze/job.ts'
import { checkLogOutside } from '../read/check-distinct.ts'
import { checkOverrides, placesRead } from '../read/inputs.ts'
import { checkPlaces, type Secret } from './check-places.ts'

/** What a run has in hand before anything is asked: its name, its places, its keys and the log, which it alone writes. */
export interface Opened {
  /** ULID of the run, and of the release if there will be one */
  release: string
  target: string
  roots: Roots
  log: LogWriter
  /** absolute; undefined: no ledger of releases is kept */
  ledgerDir: string | undefined
}

/** Opens the log for a job. Throws where its places or its keys cannot be; whoever opens closes the log. */
export async function openRun(job: RunJob, release = ulid()): Promise<Opened> {
  const target = job.target ?? join(releaseFolder(job.log), release)
  const ledgerDir = ledgerFolder(job)
  checkPlaces({ target, log: job.log, baseDir: job.baseDir, ledger: ledgerDir, secrets: secretsOf(job) })
  checkOverrides(job.policy, job.overrides)
  checkLogOutside(job.keptAt ?? job.log, placesRead(job.policy, job), job.target === undefined ? release : undefined)
  const roots = await loadRoots(job.policy, job.baseDir, job.env)
  const signingKey =
    job.policy.audit.key && (await loadKey(job.policy.audit.key, { baseDir: job.baseDir, env: job.env })).root
  refuseFreshLog(job.policy, job.log)
  const log = openLog(job.log, {
    tool: `perde/${VERSION}`,
    run: release,
    dataset: job.policy.dataset.id,
    ...(job.policy.audit.origin !== undefined && { origin: job.policy.audit.origin }),
    ...(signingKey && { signingKey }),
  })
  return { release, target, roots, log, ledgerDir }
}

/** Files that lead back from the release to people: keys, and tables of replacements. */
function secretsOf({ policy, baseDir }: RunJob): Secret[] {
  const keys = Object.entries(policy.keys).flatMap(([name, source]) =>
    'file' in source ? [{ what: `the key "${name}"`, path: resolve(baseDir, source.file) }] : [],
  )
  const tables = Object.values(policy.fields).flatMap((rules) =>
    Object.values(rules)
      .flatMap(stepsOf)
      .flatMap(({ verb, options }) =>
        verb === 'lookup' ? [{ what: 'a table of "lookup"', path: resolve(baseDir, options['file'] as string) }] : [],
      ),
  )
  return [...keys, ...tables]
}

function ledgerFolder({ policy, baseDir }: RunJob): string | undefined {
  const { releases } = policy.anonymity ?? {}
  return releases === undefined ? undefined : resolve(baseDir, releases)
}
