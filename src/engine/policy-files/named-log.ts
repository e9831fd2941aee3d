import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { linesOf } from '../../evidence/log/lines.ts'
import { logPaths, systemFs } from '../../evidence/log/log-fs.ts'
import type { Policy } from '../../policy/policy.ts'
import { isObjects } from '../read/address.ts'

/**
 * Where a policy has to be approved, the log that it names is a part of what is approved: another one knows neither what was
 * taken back nor what the consents were. `log`: folder or address that was given. Throws USAGE.
 */
export function refuseOtherLog({ approval, audit }: Policy, baseDir: string, log: string): void {
  if (!approval || audit.log === undefined || placeOf(audit.log, baseDir) === log) return
  throw new PerdeError('USAGE', 'the policy asks for an approval and names its log, and another log was given', {
    where: { part: audit.log },
    hints: ['leave --log and PERDE_LOG out, or have a policy approved that names the other one under audit.log'],
  })
}

/**
 * The log that a policy names, where the run writes that one: whoever uses the release asks no other. Where the policy has to
 * be approved, a run writes no other.
 */
export function logOfPolicy(job: { policy: Policy; baseDir: string; log: string }): string | undefined {
  const { approval, audit } = job.policy
  if (audit.log === undefined) return undefined
  const place = placeOf(audit.log, job.baseDir)
  return approval || place === job.log ? place : undefined
}

/** An older copy of the log of a release knows neither who withdrew since nor what was taken back. Throws USAGE. */
export function refuseLogBut(named: string | undefined, log: string, moved = MOVED): void {
  if (named === undefined || named === log) return
  throw new PerdeError('USAGE', 'the policy of the release names its log, and another log was given', {
    where: { part: named },
    hints: [`name that one with --log or PERDE_LOG; ${moved}`],
  })
}

const MOVED = 'where it was moved, run the policy again with the log where it is now'

/** Absolute path, or address of a folder of objects. */
function placeOf(log: string, baseDir: string): string {
  return isObjects(log) ? log : resolve(baseDir, log)
}

/**
 * A log that somebody began anew knows no withdrawal and no revocation of the one before, wherever it stands; a policy can say
 * how its log begins. `dir`: folder of the log, or of the copy of one in a store. Throws LOG_INVALID.
 */
export function refuseFreshLog({ audit: { begins } }: Policy, dir: string): void {
  if (begins === undefined || firstLineSha256(dir) === begins) return
  throw new PerdeError('LOG_INVALID', 'the log is not the one that the policy names by its first entry', {
    where: { part: dir },
    hints: [
      'put the log back that the policy was run with; audit.begins is what this gives of it: head -n 1 LOG/entries.jsonl | sha256sum',
    ],
  })
}

/** Of the line and the newline behind it, as a shell has it; undefined: there is none. */
function firstLineSha256(dir: string): string | undefined {
  for (const { bytes, complete } of linesOf(systemFs, logPaths(dir).entries))
    return complete ? createHash('sha256').update(bytes).update('\n').digest('hex') : undefined
  return undefined
}
