import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { createDecisionReader, splitEntries } from '../consent/decision-file.ts'
import { deniedNow } from '../consent/last-look.ts'
import { foldSmall } from '../consent/summary.ts'
import { reasonName } from '../consent/reasons.ts'
import { PerdeError, type ErrorCode } from '../errors.ts'
import type { NewEntry } from '../evidence/log/entry-schemas.ts'
import { openLog } from '../evidence/log/log-writer.ts'
import type { Manifest } from '../evidence/release/manifest.ts'
import { decisionFile, readReleaseRecord, type ReleaseRecord } from '../evidence/release/release-record.ts'
import { loadKey } from '../keys/sources.ts'
import type { Policy } from '../policy/policy.ts'
import { resolveTerm } from '../policy/vocabulary.ts'
import { VERSION } from '../version.ts'
import { finishPublishes } from './commit.ts'
import { readRegister, type ReadRegister } from './consent-step.ts'
import { deriveSubjectKeys, loadRoots } from './derive-keys.ts'
import { moment } from './entries.ts'
import { verifyRelease } from './verify.ts'

export interface UseJob {
  release: string
  log: string
  purpose: string
  processing: string
  /** who uses it: a name of a job or a team, not a person's */
  by: string
  env: NodeJS.ProcessEnv
  now: Date
}

export interface UseDecision {
  decision: 'permit' | 'deny'
  manifest: Manifest
  /** data files, absolute */
  paths: string[]
  denials: { code: ErrorCode; message: string; hint?: string }[]
  /** index of the use.check entry */
  index: number
}

/**
 * The gate before training: verifies the release, compares purpose and processing, asks the register as of now, and
 * writes the answer into the log, durably, before it is given. Deny by default.
 */
export async function useRelease(job: UseJob): Promise<UseDecision> {
  const verification = verifyRelease({ release: job.release, log: job.log })
  const { manifest, manifestSha256 } = verification
  const record = readReleaseRecord(job.log, manifest.release)
  if (!record || verification.against === 'itself')
    throw new PerdeError('DENIED', 'the log at hand does not know this release', {
      hints: [
        'name the log that the run wrote with --log DIR or PERDE_LOG',
        'a release without its log cannot be held against the register',
      ],
    })
  const denials: UseDecision['denials'] = []
  if (!verification.ok)
    denials.push({
      code: 'RELEASE_TAMPERED',
      message: `the release does not verify: ${verification.problems[0]!.message}`,
      hint: `see all of it with: perde verify ${job.release} --log ${job.log}`,
    })
  denials.push(...checkTerms(job, manifest))
  if (manifest.mode === 'log')
    denials.push({
      code: 'DENIED',
      message: 'the release was made with --mode log, when a gate had only reported',
      hint: 'run again without --mode log',
    })
  const until = manifest.retainUntil
  if (until !== undefined && job.now >= new Date(`${until}T00:00:00Z`))
    denials.push({ code: 'DENIED_RETENTION', message: `the release may be kept until ${until} only` })
  const consent = verification.ok ? await checkConsents(job, record, manifest) : undefined
  if (consent && consent.withdrawn > 0)
    denials.push({
      code: 'DENIED_WITHDRAWN',
      message: `${consent.withdrawn} records of the release have no consent any more (${Object.entries(consent.reasons)
        .map(([reason, n]) => `${reason} ${n}`)
        .join(', ')})`,
      hint: 'run the policy again with --replace: the new release leaves them out',
    })
  if (consent?.unknown) denials.push({ code: 'DENIED_CONSENT', message: consent.unknown, hint: 'run the policy again' })
  const signingKey =
    record.signingKey && (await loadKey(record.signingKey, { baseDir: record.baseDir, env: job.env })).root
  const index = logUse(job, manifest, manifestSha256, denials, consent, signingKey)
  return {
    decision: denials.length === 0 ? 'permit' : 'deny',
    manifest,
    paths: manifest.outputs.map((o) => join(job.release, o.path)),
    denials,
    index,
  }
}

/** Asked and granted must be the same terms; both are resolved, so an alias is no way round. */
function checkTerms(job: UseJob, manifest: Manifest): UseDecision['denials'] {
  const denials: UseDecision['denials'] = []
  for (const kind of ['purpose', 'processing'] as const) {
    const asked = resolveTerm(kind, job[kind])
    const granted = resolveTerm(kind, manifest[kind])
    if (!asked)
      denials.push({
        code: 'DENIED_PURPOSE',
        message: `the ${kind} asked for is not in the vocabulary`,
        hint: `name a DPV term, such as ${manifest[kind]}`,
      })
    else if (asked.id !== granted?.id)
      denials.push({
        code: 'DENIED_PURPOSE',
        message: `the release was made for ${manifest[kind]}, not for ${asked.id}`,
        hint: 'a release serves the purpose and processing it was made for; make another one for this use',
      })
  }
  return denials
}

interface ConsentNow {
  register: ReadRegister
  withdrawn: number
  reasons: Record<string, number>
  /** the register cannot be asked: why */
  unknown?: string
}

/** Everyone whose record was used, asked again as of now. undefined: the release does not rest on a register. */
async function checkConsents(job: UseJob, record: ReleaseRecord, manifest: Manifest): Promise<ConsentNow | undefined> {
  if (!record.register) return undefined
  const roots = await loadRoots({ keys: record.keys } as Policy, record.baseDir, job.env)
  const { keys } = deriveSubjectKeys(roots)
  const asOf = Math.floor(job.now.getTime() / 1000)
  const { spec, entity, controller, subsume, categories, keyedSha256 } = record.register
  const register = await readRegister(spec, record.baseDir, keys, entity, asOf)
  if (record.subjectKeyEphemeral) {
    const same = register.keyedSha256 === keyedSha256
    return {
      register,
      withdrawn: 0,
      reasons: {},
      ...(!same && {
        unknown: 'the keys of the run were ephemeral, so nobody in the release can be looked up in the register again',
      }),
    }
  }
  const request = { purpose: manifest.purpose, processing: manifest.processing, categories, controller, asOf, subsume }
  const counts: Record<string, number> = {}
  let withdrawn = 0
  for (let part = 0; part < record.decisions; part++)
    for (const frame of readFrames(decisionFile(job.log, record.release, part), keys.decisions, record.release, part)) {
      const { refs, reasons } = splitEntries(frame)
      const changed = deniedNow(reasons, { index: register.index, request }, refs)
      withdrawn += changed.positions.length
      for (const reason of changed.reasons)
        counts[reasonName(reason) ?? 'OTHER'] = (counts[reasonName(reason) ?? 'OTHER'] ?? 0) + 1
    }
  return { register, withdrawn, reasons: foldSmall(counts) }
}

function* readFrames(file: string, key: Uint8Array, release: string, part: number): Generator<Uint8Array> {
  const reader = createDecisionReader(key, { release, part })
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (cause) {
    throw new PerdeError(
      'DENIED_CONSENT',
      'the decisions of the run are not there any more, so its subjects cannot be asked about',
      { cause, hints: ['run the policy again'] },
    )
  }
  try {
    const buffer = Buffer.alloc(1 << 20)
    for (let n = readSync(fd, buffer); n > 0; n = readSync(fd, buffer)) yield* reader.push(buffer.subarray(0, n))
    reader.end()
  } finally {
    closeSync(fd)
  }
}

function logUse(
  job: UseJob,
  manifest: Manifest,
  manifestSha256: string,
  denials: UseDecision['denials'],
  consent: ConsentNow | undefined,
  signingKey: Uint8Array | undefined,
): number {
  const log = openLog(job.log, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    finishPublishes(log)
    const entry: Extract<NewEntry, { type: 'use.check' }> = {
      type: 'use.check',
      decision: denials.length === 0 ? 'permit' : 'deny',
      release: manifest.release,
      manifestSha256,
      purpose: resolveTerm('purpose', job.purpose)?.id ?? 'unknown',
      processing: resolveTerm('processing', job.processing)?.id ?? 'unknown',
      by: job.by,
      asOf: moment(job.now),
      ...(consent && { registerSha256: consent.register.keyedSha256, withdrawn: consent.withdrawn }),
      reasons: [...new Set(denials.map((d) => d.code))],
    }
    const [index] = log.append([entry])
    log.checkpoint()
    return index!
  } finally {
    log.close()
  }
}
