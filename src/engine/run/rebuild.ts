import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDecider } from '../../consent/decide.ts'
import { splitEntries } from '../../consent/decision-file.ts'
import type { Look } from '../../consent/last-look.ts'
import { withMarks } from '../../consent/requests/marked.ts'
import { Reason } from '../../consent/reasons.ts'
import { PerdeError, systemCode } from '../../errors.ts'
import { isManifest } from '../../evidence/release/manifest-schema.ts'
import { sha256Hex, type Manifest } from '../../evidence/release/manifest.ts'
import { readReleaseRecord, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import { canonicalText } from '../../plan/canonical-text.ts'
import type { Plan } from '../../plan/plan.ts'
import { VERSION } from '../../version.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import type { RunJob } from '../freeze/job.ts'
import type { Asked } from '../subjects/asked.ts'
import { unsolved } from '../freeze/lighter-plan.ts'
import type { StagedPart } from '../passes/apply-pass.ts'
import { readKeptReceipts, type KeptReceipts } from '../passes/kept-receipts.ts'
import { openDecisionFiles } from '../passes/read-decisions.ts'
import type { Input } from '../read/input.ts'
import { commitOf, loggedDecisions, otherDecisions, otherRecord } from '../seal/logged-release.ts'
import { namedCommit, type EarlierRelease } from './earlier-release.ts'
import { keptName, unchanged, type NewInputs } from './new-inputs.ts'
import { ASKED } from './resume.ts'
import { textsOf } from './staged-texts.ts'

/** A release that is made anew: its files, and what the log keeps of how they were made. */
export interface Rebuilt {
  release: string
  manifestSha256: string
  manifest: Manifest
  /** folder of its files */
  dir: string
  kept: KeptReceipts
  /** entries of the decisions of an input, frame by frame */
  decisions(part: number): Iterable<Uint8Array>
  /** digests of them, as the log has them */
  logged: readonly string[]
  /** the plan that its records were made by, without what was solved for classes */
  plan: Plan
}

/** The folder of a release that is to be made anew in its place. Throws RELEASE_UNKNOWN. */
export function placeOfRebuilt(job: Parameters<typeof namedCommit>[0]): string {
  const record = readReleaseRecord(job.log, namedCommit(job).release)
  if (!record || record.tables || record.store) throw notKept()
  return record.target
}

/**
 * Opens what a rebuild goes by, held against the signed commit. Throws RELEASE_UNKNOWN, RELEASE_TAMPERED, LOG_TAMPERED,
 * KEY_INVALID, DENIED_CONSENT, PLAN_MISMATCH.
 */
export function openRebuilt(
  job: Pick<RunJob, 'log' | 'policySha256'>,
  { release, manifestSha256, kept: { plan } }: EarlierRelease,
  keys: SubjectKeys,
): Rebuilt {
  const record = readReleaseRecord(job.log, release)
  if (!record?.receipts || record.tables || record.store) throw notKept()
  const commit = commitOf(job.log, record)
  if (!commit || commit.manifestSha256 !== manifestSha256) throw otherRecord()
  const manifest = manifestAt(record, manifestSha256)
  if (manifest.policySha256 !== job.policySha256)
    throw new PerdeError('PLAN_MISMATCH', 'the policy is not the one that the release was made by', {
      hints: ['put it back as it was, or make all of the release anew: run without --rebuild'],
    })
  const inputs = manifest.inputs.length
  const kept = readKeptReceipts(job.log, release, { sealing: keys.decisions, inputs })
  const outputs = kept.parts.flatMap((part) => part.outputs)
  const logged = loggedDecisions(job.log, manifest)
  const named = (n: number) => manifest.outputs[n]
  if (
    logged.length !== inputs ||
    outputs.length !== manifest.outputs.length ||
    outputs.some(({ path, sha256 }, n) => named(n)?.path !== path || named(n)?.sha256 !== sha256)
  )
    throw otherDecisions()
  return {
    release,
    manifestSha256,
    manifest,
    dir: record.target,
    kept,
    decisions: openDecisionFiles({ log: job.log, release, parts: inputs, keys }),
    logged,
    plan,
  }
}

function manifestAt({ target }: ReleaseRecord, sha256: string): Manifest {
  let bytes: Buffer | undefined
  try {
    bytes = readFileSync(join(target, 'manifest.json'))
  } catch (e) {
    if (systemCode(e) !== 'ENOENT') throw e
  }
  if (bytes && sha256Hex(bytes) === sha256) {
    const manifest: unknown = JSON.parse(bytes.toString())
    if (isManifest(manifest)) return manifest
  }
  throw notAsReleased(target)
}

/** `part`: of the release, or where it is. */
export function notAsReleased(part: string): PerdeError {
  return new PerdeError('RELEASE_TAMPERED', 'what stands in the place of the release is not what was released', {
    where: { part },
    hints: ['see what is wrong with: perde verify', 'or make all of the release anew: run without --rebuild'],
  })
}

function notKept(): PerdeError {
  return new PerdeError('RELEASE_UNKNOWN', 'nothing is kept that this release could be made anew from, part by part', {
    hints: [
      'write consent: { on-withdrawal: rebuild } into the policy before a release is made, under keys that stay and into a folder',
      'make all of it anew: run without --rebuild, with --replace',
    ],
  })
}

/**
 * The inputs of the release as they are now, in its order; what came since is not for it. Throws INPUT_CHANGED where one is
 * gone or another.
 */
export async function sameInputs(
  job: Omit<RunJob, 'pool'>,
  { kept, release }: EarlierRelease,
  { parts }: KeptReceipts,
  found: readonly Input[],
): Promise<NewInputs> {
  const own = kept.inputs.filter((input) => input.release === release)
  const inputs: Input[] = []
  for (const [n, before] of own.entries()) {
    const input = found.find((now) => now.sourceName === before.source && keptName(job, now) === before.name)
    if (!input || !(await isAsItWas(input, before)))
      throw new PerdeError('INPUT_CHANGED', 'an input of the release went away since, or has changed', {
        where: { source: before.source, ...(input && { part: input.bytes.name }) },
        hints: ['put it back as it was, or make all of the release anew: run without --rebuild, with --replace'],
      })
    const ordinal = parts[n]!.ordinal
    inputs.push({ ...input, output: { ...input.output, ordinal } })
  }
  return { came: inputs, known: kept.inputs.filter((input) => input.release !== release), gone: [] }
}

async function isAsItWas(input: Input, before: Parameters<typeof unchanged>[1]): Promise<boolean> {
  // Nobody can tell whether the rows of a table are those that were read.
  if (input.table) return false
  try {
    await unchanged(input, before)
    return true
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'INPUT_CHANGED') return false
    throw e
  }
}

/**
 * The parts of a release that a run by this plan and these consents would write just as they are: every record of theirs is
 * decided about as it was. Throws DENIED_CONSENT, LOG_TAMPERED where the decisions are gone, or not those of the run.
 */
export function unchangedParts(
  { kept: { parts, receipts }, decisions, dir, logged }: Rebuilt,
  inputs: readonly Input[],
  { index, request, marks = new Map() }: Look,
): StagedPart[] {
  const decide = withMarks(createDecider(index, request), marks)
  return parts
    .filter(({ part }) => {
      let same = true
      const hash = createHash('sha256')
      for (const entries of decisions(part)) {
        hash.update(entries)
        const { refs, reasons } = splitEntries(entries)
        const flags = reasons.map((reason) => (FLAGS.has(reason) ? reason : 0))
        const now = decide(refs, flags)
        same = same && Buffer.compare(now, reasons) === 0
      }
      if (hash.digest('hex') !== logged[part]) throw otherDecisions()
      return same
    })
    .map((part) => ({
      ...part,
      receipts: () => receipts(part),
      texts: textsOf(dir, inputs[part.part]!.compression, unpackMembers),
      decisions: () => decisions(part.part),
    }))
}

/** Said by the record itself, whatever the consents are. */
const FLAGS: ReadonlySet<number> = new Set([Reason.SUBJECT_ID_MISSING, Reason.SUBJECT_ID_INVALID])

/**
 * May parts be taken over at all? Not where they are sealed or another version of perde wrote them, or where the plan hangs on values of all
 * records: numbers by rank, or an order that hangs on the classes. Cells that people had corrected since may stand in any.
 */
export function takesOver({ kept, manifest, plan: before }: Rebuilt, plan: Plan, asked: Asked | undefined): boolean {
  const classes = plan.sources.some(({ anonymity }) => anonymity)
  return (
    // Files are bound to their release and its key, so sealed ones are written again.
    !manifest.outputs.some((output) => output.plain) &&
    kept.header.identity['version'] === VERSION &&
    (kept.header.identity[ASKED] === asked?.sha256 || asked?.setup.corrections.length === 0) &&
    canonicalText(unsolved(plan)) === canonicalText(before) &&
    !(classes && plan.order === 'shuffle')
  )
}

/** A rebuild follows its release as a run with --since does, and fails as one; what to do is said in its own words. */
export function ofRebuild(e: PerdeError): PerdeError {
  return e.withHints(e.hints.map((hint) => hint.replaceAll('without --since', 'without --rebuild')))
}
