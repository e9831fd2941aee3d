import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { logPaths } from '../../evidence/log/log-fs.ts'
import { openSignedLog } from '../../evidence/log/log-reader.ts'
import { releaseAt } from '../../io/lake/release-form.ts'
import { checkPromises } from '../../plan/anonymity/keep-promises.ts'
import type { Plan } from '../../plan/plan.ts'
import { inForce } from '../freeze/decide-classes.ts'
import { deriveLedgerKeys } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import type { DryRun, RunJob } from '../freeze/job.ts'
import type { LedgerKeys } from '../ledger/ledger-file.ts'
import { ledgerCommits, releasesBefore } from '../ledger/release-ledger.ts'
import { refuseLeftOut } from './run-checks.ts'

/**
 * What a run would be held to by the releases before it, as far as it hangs on the policy and not on who is in the data.
 * Undefined: the log knows of none with a ledger. Throws LEDGER_LEFT_OUT, LEDGER_PROMISE, LEDGER_MISMATCH, LOG_TAMPERED.
 */
export async function tryLedger(job: Omit<RunJob, 'pool'>, plan: Plan): Promise<DryRun['ledger']> {
  const { policy, baseDir, target, existing } = job
  if (!existsSync(logPaths(job.log).checkpoint)) return undefined
  const log = openSignedLog(job.log)
  const releases = ledgerCommits(log, policy.dataset.id).length
  refuseLeftOut(policy, releases)
  const folder = policy.anonymity?.releases
  if (releases === 0 || folder === undefined) return undefined
  const keys = await keysAtHand(job)
  if (!keys) return { releases, asked: false }
  const { before } = releasesBefore({
    dir: resolve(baseDir, folder),
    dataset: policy.dataset.id,
    log,
    keys,
    replaces: target !== undefined && existing === 'replace' ? releaseAt(target) : undefined,
  })
  for (const source of plan.sources) {
    const own = Object.hasOwn(before, source.name) ? before[source.name] : undefined
    if (!source.anonymity || !own) continue
    checkPromises(source, own.promises)
    if (policy.anonymity?.plan === undefined) inForce(own, source.anonymity)
  }
  return { releases, asked: true }
}

/** A policy may be tried where its keys are not. */
async function keysAtHand({ policy, baseDir, env }: Omit<RunJob, 'pool'>): Promise<LedgerKeys | undefined> {
  try {
    return deriveLedgerKeys(await loadRoots(policy, baseDir, env))
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'KEY_MISSING') return undefined
    throw e
  }
}
