import { lstatSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Entry } from '../../evidence/log/entry-schemas.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import { sha256Hex } from '../../evidence/release/manifest.ts'
import { isUlid } from '../../evidence/ulid.ts'
import { keyCheckValue } from '../../keys/derive.ts'
import { canonicalText } from '../../plan/canonical-text.ts'
import { fieldFor } from '../../plan/resolve-field.ts'
import type { Plan, PlannedField, SourcePlan } from '../../plan/plan.ts'
import type { Policy } from '../../policy/policy.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { deriveLedgerKeys, type Roots } from '../freeze/derive-keys.ts'
import type { Surprises } from '../freeze/rules-only.ts'
import { unsolved } from '../freeze/lighter-plan.ts'
import type { Followed, RunJob } from '../freeze/job.ts'
import { openKeptInputs, type KeptInputs } from '../ledger/kept-inputs.ts'
import { keptPlanBytes, openKeptPlan, type PlanKeys } from '../ledger/kept-plan.ts'
import { isTable } from '../read/table-input.ts'

/** A release that a run follows: the same decisions, on the inputs that came since. */
export interface EarlierRelease {
  release: string
  manifestSha256: string
  kept: KeptInputs
  follows: Followed
  /** fields that it found personal although its policy calls them insensitive */
  surprises: Surprises
}

type FollowJob = Pick<RunJob, 'since' | 'log' | 'cwd' | 'policy'>

type Commit = Extract<Entry, { type: 'run.commit' }>

/** Instead of a release: the last that the log has of these data. */
export const LATEST = 'latest'

/**
 * What the log keeps of a release that is named by its folder, its ULID or as `latest`, held against the signed commit.
 * `secret`: keys what is kept of a policy without keys. Throws RELEASE_UNKNOWN, RELEASE_TAMPERED, LOG_TAMPERED, KEY_*,
 * PLAN_MISMATCH.
 */
export function openEarlier(job: FollowJob, roots: Roots, secret: () => PlanKeys): EarlierRelease {
  if ([...roots.values()].some(({ ephemeral }) => ephemeral))
    throw new PerdeError('KEY_MISSING', 'a release can only follow another under keys that stay', {
      hints: ['with "ephemeral: true" nothing of this release would join with the one before: name a key that stays'],
    })
  const commit = namedCommit(job)
  const keys = deriveLedgerKeys(roots) ?? secret()
  const kept = openKeptInputs(job.log, commit.release, commit.inputsFileSha256!, keys)
  for (const [name, { root }] of roots)
    if (Object.hasOwn(kept.keys, name) && kept.keys[name] !== keyCheckValue(root))
      throw new PerdeError('KEY_INVALID', `the earlier release was made with another key "${name}"`, {
        hints: ['give the key that it was made with: its pseudonyms and those of this release have to join'],
      })
  const bytes = commit.planFileSha256 === undefined ? undefined : keptPlanBytes(job.log, commit.release)
  if (bytes && sha256Hex(bytes) !== commit.planFileSha256)
    throw new PerdeError('LOG_TAMPERED', 'the kept plan of the release is not the one that the log signed', {
      hints: ['put back the file as the run left it'],
    })
  const of = (origin: PlannedField['origin']) =>
    kept.plan.sources.map(({ name, fields }) => [name, fields.filter((field) => field.origin === origin)] as const)
  return {
    release: commit.release,
    manifestSha256: commit.manifestSha256,
    kept,
    follows: { detected: Object.fromEntries(of('detected')), plan: bytes && openKeptPlan(bytes, [keys]) },
    surprises: new Map(
      of('surprise').flatMap(([name, fields]) =>
        fields.length === 0 ? [] : [[name, new Set(fields.map(({ path }) => path))] as const],
      ),
    ),
  }
}

/** The commit of a release that is named by its folder, its ULID or as `latest`. Throws RELEASE_UNKNOWN, RELEASE_TAMPERED, USAGE. */
export function namedCommit({ since, log, cwd, policy }: FollowJob): Commit {
  const wanted = since!
  if (isTable(wanted))
    throw new PerdeError('USAGE', 'a release in a database is named by its number here', {
      hints: ['give its ULID, which "perde log show --type run.commit" lists, or "latest"'],
    })
  const folder = resolve(cwd, wanted)
  const dir = wanted !== LATEST && lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  const release = dir ? manifestIn(folder, wanted).release : wanted
  const commit = lastCommit(log, policy.dataset.id, release === LATEST ? undefined : release)
  if (!commit)
    throw new PerdeError(
      'RELEASE_UNKNOWN',
      release === LATEST
        ? 'the log at hand has no release of these data that another could follow'
        : 'the log at hand does not know this release, or it is of other data',
      {
        where: { part: wanted },
        hints: [
          release === LATEST
            ? 'make the first without --since; under keys that die with their run there is none'
            : isUlid(release)
              ? 'name the log that the run wrote with --log DIR or PERDE_LOG'
              : 'give the folder of a release, its ULID, or "latest"',
        ],
      },
    )
  if (dir && manifestIn(folder, wanted).sha256 !== commit.manifestSha256)
    throw new PerdeError('RELEASE_TAMPERED', 'the manifest of the earlier release is not the one that was committed', {
      where: { part: wanted },
      hints: [`see what else is wrong with: perde verify ${wanted} --log ${log}`],
    })
  if (commit.inputsFileSha256 === undefined)
    throw new PerdeError('RELEASE_UNKNOWN', 'nothing is kept of what the release was made of', {
      where: { part: wanted },
      hints: ['its keys died with its run, or an older version made it: make one without --since first'],
    })
  return commit
}

/** `release` undefined: the last that can be followed and used, so neither purged nor of a run that only reported. */
function lastCommit(log: string, dataset: string, release: string | undefined): Commit | undefined {
  const runs = new Set<string>()
  const commits: Commit[] = []
  const unusable = new Set<string>()
  for (const entry of readEntries(log)) {
    if (entry.type === 'run.start' && entry.dataset === dataset) {
      runs.add(entry.run)
      if (entry.mode === 'log') unusable.add(entry.run)
    } else if (entry.type === 'run.commit' && runs.has(entry.run)) {
      // One that was made anew stands where it stood: what came after it has been released since.
      const at = commits.findIndex(({ release }) => release === entry.rebuilds)
      if (at < 0) commits.push(entry)
      else commits.splice(at + 1, 0, entry)
    } else if (entry.type === 'release.purge') unusable.add(entry.release)
  }
  if (release !== undefined && unusable.has(release))
    throw new PerdeError('RELEASE_UNKNOWN', 'nobody may use this release, so what it read would never be released', {
      where: { part: release },
      hints: ['it was purged, or its run only reported; follow another, or "latest", which is none of these'],
    })
  return commits.findLast((commit) =>
    release === undefined
      ? commit.inputsFileSha256 !== undefined && !unusable.has(commit.release)
      : commit.release === release,
  )
}

function manifestIn(folder: string, shown: string): { release: string; sha256: string } {
  try {
    const bytes = readFileSync(join(folder, 'manifest.json'))
    const { release } = JSON.parse(bytes.toString()) as { release?: unknown }
    if (typeof release === 'string') return { release, sha256: sha256Hex(bytes) }
  } catch {
    // Said below.
  }
  throw new PerdeError('RELEASE_INVALID', 'this folder is no release', { where: { part: shown } })
}

/**
 * The rules decide as those of the earlier release about every field that was there; rules for fields that came may be added,
 * and what the policy says has changed may be decided anew. Throws PLAN_MISMATCH.
 */
export function checkSameDecisions({ kept }: EarlierRelease, plan: Plan, policy: Policy): void {
  const before = kept.plan
  compareSections(before, plan, SECTIONS)
  for (const source of unsolved(plan).sources) {
    const earlier = before.sources.find(({ name }) => name === source.name)
    const ranked = source.fields.find(({ do: steps, else: others = [] }) =>
      [...steps, ...others].some(({ verb }) => verbNamed(verb).profile !== undefined),
    )
    if (ranked)
      throw new PerdeError('PLAN_MISMATCH', 'a transform numbers the values of one run, and those of two do not join', {
        where: { source: source.name, field: ranked.path },
        hints: ['use pseudonym for it, or make the release anew without --since'],
      })
    if (!earlier) continue
    for (const [what, of] of SOURCE_SECTIONS)
      if (canonicalText(of(earlier) ?? null) !== canonicalText(of(source) ?? null))
        throw otherwise(`has another ${what}`, { source: source.name })
    const accepted = Object.hasOwn(policy.drift, source.name) ? policy.drift[source.name]! : {}
    for (const path of Object.keys(kept.schemas[source.name] ?? {}))
      if (!Object.hasOwn(accepted, path) && decided(earlier, path) !== decided(source, path))
        throw otherwise('has another rule for a field', { source: source.name, field: path })
  }
}

const SECTIONS: [what: string, of: (plan: Plan) => unknown][] = [
  ['purpose', ({ purpose }) => purpose],
  ['processing', ({ processing }) => processing],
  ['order of records', ({ order }) => order],
  ['way with formulas', ({ formula }) => formula],
]

/** The tables that the policy names are those of the earlier release. Throws PLAN_MISMATCH. */
export function checkSameTables({ kept }: EarlierRelease, plan: Plan): void {
  compareSections(kept.plan, plan, [
    ['table of a hierarchy', ({ hierarchies }) => hierarchies],
    ['table of a transform', ({ tables }) => tables],
  ])
}

function compareSections(before: Plan, plan: Plan, sections: typeof SECTIONS): void {
  for (const [what, of] of sections)
    if (canonicalText(of(before) ?? null) !== canonicalText(of(plan) ?? null))
      throw otherwise(`has another ${what}`, {})
}

const SOURCE_SECTIONS: [what: string, of: (source: SourcePlan) => unknown][] = [
  ['subject', ({ subject }) => subject],
  ['set of documents in cells', ({ documents }) => documents],
  ['section "anonymity"', ({ anonymity }) => anonymity],
]

/** What rules at a concrete path, wherever it is written. */
function decided({ fields }: SourcePlan, path: string): string {
  const field = fieldFor(fields, path)
  if (!field) return ''
  const { path: _path, origin: _origin, ...decision } = field
  return canonicalText(decision)
}

function otherwise(what: string, where: { source?: string; field?: string }): PerdeError {
  return new PerdeError('PLAN_MISMATCH', `the policy ${what} than the earlier release`, {
    where,
    hints: ['put it back as it was, or make the release anew without --since: then all of it is decided alike'],
  })
}
