import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { thawRecoding, type FrozenRecoder } from '../../anonymity/frozen-recoding.ts'
import { PerdeError } from '../../errors.ts'
import { systemFs } from '../../evidence/log/log-fs.ts'
import { seedsIn } from '../../evidence/log/signing-key.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import { secretOf } from '../../evidence/log/vkey.ts'
import { keptPlanFile, readReleaseRecord, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { isUlid } from '../../evidence/ulid.ts'
import { loadKey } from '../../keys/sources.ts'
import { planFileText, type KeptPlan, type PlanFile } from '../../plan/anonymity/plan-file.ts'
import type { Policy } from '../../policy/policy.ts'
import { deriveLedgerKeys, keptPlanKeys, KEPT_PLAN } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { keptPlanBytes, openKeptPlan, readPlanFile, type PlanKeys } from '../ledger/kept-plan.ts'
import { commitOf, otherRecord } from '../seal/logged-release.ts'

export interface ShowPlanJob {
  /** folder or ULID of a release, or a plan file */
  target: string
  /** absolute folder of the log */
  log: string
  cwd: string
  env: NodeJS.ProcessEnv
}

/** A plan as people read it: what stands where which values stood. */
export interface ShownPlan {
  dataset: string
  release: string
  sources: ShownSource[]
  /** of the plan file */
  text: string
}

export interface ShownSource {
  name: string
  model: string
  k: number
  fields: ShownField[]
  /** by class: what stands in each field; null: null */
  classes: (string | null)[][]
}

export interface ShownField {
  name: string
  /** levels of the hierarchy, the values themselves included */
  levels: number
  /** by value and what it became, for the records that the plan was made for; level -1: suppressed */
  uses: { value: string | null; level: number; generalised: string | null; rows: number }[]
}

/**
 * The plan of a release, from what its log keeps, or of a file. What lies beside a log is held against the signed commit
 * before a key is asked for. Throws RELEASE_UNKNOWN, PLAN_MISMATCH, LOG_TAMPERED, KEY_*.
 */
export async function showPlan(job: ShowPlanJob): Promise<ShownPlan> {
  const file = await findPlan(job)
  return {
    dataset: file.dataset,
    release: file.release,
    sources: Object.entries(file.sources).map(([name, kept]) => shownSource(name, kept)),
    text: planFileText(file),
  }
}

async function findPlan({ target, log, cwd, env }: ShowPlanJob): Promise<PlanFile> {
  const path = resolve(cwd, target)
  if (existsSync(path) && statSync(path).isFile()) return readPlanFile(path, target)
  const release = existsSync(path) ? releaseIn(path, target) : target
  const record = isUlid(release) ? readReleaseRecord(log, release) : undefined
  if (!record)
    throw new PerdeError('RELEASE_UNKNOWN', 'the log at hand does not know this release', {
      where: { part: target },
      hints: ['name the log that the run wrote with --log DIR or PERDE_LOG', 'or give a plan file'],
    })
  const commit = verifyLog(log).ok ? commitOf(log, record) : undefined
  if (!commit) throw otherRecord()
  const bytes = keptPlanBytes(log, release)
  if (!bytes || commit.planFileSha256 === undefined)
    throw new PerdeError(
      commit.planFileSha256 === undefined ? 'RELEASE_UNKNOWN' : 'LOG_TAMPERED',
      'the log keeps no plan of anonymity of this release',
      {
        where: { part: keptPlanFile(log, release) },
        hints: [
          commit.planFileSha256 === undefined
            ? 'its policy asked for none: there is no section "anonymity", or no record was read'
            : 'it was there when the release was committed: put the file back',
        ],
      },
    )
  if (createHash('sha256').update(bytes).digest('hex') !== commit.planFileSha256)
    throw new PerdeError('LOG_TAMPERED', 'the kept plan of the release is not the one that the log signed', {
      where: { part: keptPlanFile(log, release) },
      hints: ['put back the file as the run left it'],
    })
  const roots = await loadRoots({ keys: record.keys } as Policy, record.baseDir, env)
  const keys = deriveLedgerKeys(roots)
  return openKeptPlan(bytes, keys ? [keys] : await keysOfLog(log, record, env))
}

/** Of the signing keys that the log has or had. */
async function keysOfLog(log: string, record: ReleaseRecord, env: NodeJS.ProcessEnv): Promise<PlanKeys[]> {
  const { signingKey, baseDir } = record
  const named = signingKey && (await loadKey(signingKey, { baseDir, env })).root
  return [...(named ? [named] : []), ...seedsIn(systemFs, log)].map((seed) => keptPlanKeys(secretOf(seed, KEPT_PLAN)))
}

function releaseIn(folder: string, shown: string): string {
  try {
    const { release } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { release?: unknown }
    if (typeof release === 'string') return release
  } catch {
    // Said below.
  }
  throw new PerdeError('RELEASE_INVALID', 'this folder is no release', { where: { part: shown } })
}

function shownSource(name: string, kept: KeptPlan): ShownSource {
  const recoder = thawRecoding(kept.recoding)
  return {
    name,
    model: kept.model,
    k: kept.k,
    fields: kept.fields.map((field, c) => shownField(field, c, kept, recoder)),
    classes: recoder.classes.map((_, own) => kept.fields.map((_field, c) => recoder.value(own, c))),
  }
}

function shownField(name: string, c: number, { uses }: KeptPlan, { hierarchies }: FrozenRecoder): ShownField {
  const { levels, nullLeaf } = hierarchies[c]!
  const top = levels.length - 1
  const textOf = (level: number, node: number, leaf: number) =>
    leaf === nullLeaf && (level === 0 || level < top) ? null : levels[level]!.values[node]!
  return {
    name,
    levels: levels.length,
    uses: uses[c]!.map(([leaf, level, node, rows]) => ({
      value: textOf(0, leaf, leaf),
      level,
      generalised: level < 0 ? null : textOf(level, node, leaf),
      rows,
    })),
  }
}
