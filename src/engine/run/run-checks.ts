import { Reason } from '../../consent/reasons.ts'
import { PerdeError } from '../../errors.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Applied } from '../passes/apply-pass.ts'
import type { Pass } from '../read/block.ts'
import type { Input } from '../read/input.ts'
import type { RunJob } from '../freeze/job.ts'
import { valuesInClear } from '../seal/seal.ts'

/** The plan was frozen from what the profile saw: the same bytes have to be transformed. */
export function checkSameBytes(profiled: readonly Pass[] | undefined, applied: Applied): void {
  const changed = applied.parts.find((part, i) => profiled && profiled[i]?.sha256 !== part.read.sha256)
  if (changed)
    throw new PerdeError('INPUT_CHANGED', 'an input changed between the two passes of the run', {
      where: { source: changed.input.sourceName, part: changed.input.bytes.name },
      retryable: true,
      hints: ['run again when nobody writes to it, or run on a snapshot; nothing was published'],
    })
}

/** Stops where a source has no record with a subject, which no register makes so, and where the policy wants everybody. */
export function failIfExcluded(job: RunJob, applied: Applied): void {
  for (const [source, path] of Object.entries(job.policy.dataset.subject)) {
    const parts = applied.parts.filter((part) => part.input.sourceName === source)
    const records = parts.reduce((n, part) => n + part.reasons.reduce((sum, count) => sum + count, 0), 0)
    const without = parts.reduce((n, part) => n + part.reasons[Reason.SUBJECT_ID_MISSING]!, 0)
    if (records > 0 && without === records)
      throw new PerdeError(
        'PLAN_MISMATCH',
        'no record of the source names its subject, so all of it would be left out',
        {
          where: { source, field: path },
          hints: [`correct dataset.subject.${source}: it names "${path}", which is empty or missing in every record`],
        },
      )
  }
  // Who asked to be left out lacks no consent.
  const asked = applied.parts.reduce((n, { reasons }) => n + reasons[Reason.BLOCKED]! + reasons[Reason.DESTROYED]!, 0)
  const excluded = applied.records.excluded - asked
  if (job.policy.consent?.otherwise === 'fail' && excluded > 0)
    throw new PerdeError(
      'DENIED_CONSENT',
      `${excluded} of ${applied.records.in} records have no consent for this use, and the policy says "otherwise: fail"`,
      {
        hints: ['leave them out with "otherwise: drop-record", or mend the register'],
      },
    )
}

/** "Not personal" has to be true of what was written, not of what the rules are called (R62). */
export function failIfInClear(job: RunJob, applied: Applied): void {
  const n = valuesInClear(applied)
  if (job.policy.purpose.basis === 'not-personal' && n > 0) throw valuesStandInClear(n)
}

export function valuesStandInClear(n: number): PerdeError {
  return new PerdeError(
    'DENIED_RULE_SET',
    `R62: the basis says not personal, and ${n} identifying values would stand in the release as they came`,
    {
      hints: ['drop, pseudonymise or redact these fields, or state the basis on which personal data may be used'],
    },
  )
}

/** Standard output takes one part: two tables in a row are neither. */
export function checkSingle(inputs: readonly Input[]): void {
  if (inputs.length !== 1)
    throw new PerdeError(
      'USAGE',
      `only one output fits on standard output, and the policy has ${inputs.length} inputs`,
      {
        hints: ['run with --out DIR, or keep one source in the policy'],
      },
    )
}

/** Classes beside those of a ledger may tell apart by both who is in it. `releases`: how many the log knows of. */
export function refuseLeftOut({ anonymity }: Policy, releases: number): void {
  if (!anonymity || releases === 0 || anonymity.releases !== undefined || anonymity['no-ledger'] !== undefined) return
  throw new PerdeError(
    'LEDGER_LEFT_OUT',
    `the log has ${releases} ${releases === 1 ? 'release' : 'releases'} of these data with a ledger, and the policy leaves it out`,
    {
      hints: [
        'name the same folder as before: anonymity.releases: DIR',
        'or say why this release need not be held against them: anonymity.releases: { none: WHY }',
      ],
    },
  )
}
