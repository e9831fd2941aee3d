import { joinSchemas, type Drift, type Schema } from '../../plan/drift.ts'
import type { Plan } from '../../plan/plan.ts'
import { WITHHELD } from '../../detect/publishable.ts'
import type { Applied } from '../passes/apply-pass.ts'
import type { RunJob } from '../freeze/job.ts'
import type { Input } from '../read/input.ts'
import type { Coverage } from './check-coverage.ts'
import { findDrift, refuseDrift } from './check-drift.ts'
import type { EarlierRelease } from './earlier-release.ts'
import { rulePatch } from './rule-patch.ts'
import { dividedTypes, schemaOf, typesAtBeginning, typesOfPart, type SeenTypes } from './seen-schemas.ts'

/** What was looked at before the run, and what it follows. */
export interface Looked {
  inputs: readonly Input[]
  /** by input */
  seen: readonly Coverage[]
  earlier: EarlierRelease | undefined
  publishable(name: string): boolean
}

/** Before any work is done: what the beginnings of the inputs show. Throws SCHEMA_DRIFT. */
export function checkBeginnings(
  job: Pick<RunJob, 'policy'>,
  plan: Plan,
  { inputs, seen, earlier, publishable }: Looked,
): void {
  if (!earlier) return
  const now = bySource(
    inputs.map((input, i) => [input.sourceName, typesAtBeginning(input, seen[i]!)]),
    plan,
  )
  // Where nothing is declared, what is not at the beginning may come later.
  const drift = findDrift(earlier, now, { plan, policy: job.policy }).filter(
    ({ change, source }) =>
      change !== 'gone' || inputs.every((input, i) => input.sourceName !== source || seen[i]!.declared !== undefined),
  )
  refuseDrift(drift, { policy: job.policy, release: earlier.release, publishable })
}

/**
 * After all records: what the sources look like, those of the releases before with them. Throws SCHEMA_DRIFT; says what came
 * and is left out, and where inputs of one source hold values of other types than the others.
 */
export async function settleSchemas(
  job: RunJob,
  { plan, applied }: { plan: Plan; applied: Applied },
  { inputs, seen, earlier, publishable }: Looked,
): Promise<{ now: Record<string, Schema>; joined: Record<string, Schema> }> {
  const types = applied.parts.map((part, i) => [part.input.sourceName, typesOfPart(part, seen[i]!)] as const)
  const now = bySource(types, plan)
  const drift = earlier ? findDrift(earlier, now, { plan, policy: job.policy }) : []
  if (earlier) refuseDrift(drift, { policy: job.policy, release: earlier.release, publishable })
  const leftOut = job.policy.unlisted === 'quarantine' ? unlistedIn(plan, applied) : drift
  await noticeLeftOut(job, inputs, leftOut, publishable)
  for (const { name } of plan.sources) noticeDivided(job, name, dividedTypes(typesOf(types, name)))
  const joined = Object.fromEntries(
    plan.sources.flatMap(({ name }) => {
      const before = earlier && Object.hasOwn(earlier.kept.schemas, name) ? earlier.kept.schemas[name] : undefined
      const own = Object.hasOwn(now, name) ? joinSchemas(before, now[name]!) : before
      return own ? [[name, own] as const] : []
    }),
  )
  return { now, joined }
}

function bySource(
  types: readonly (readonly [source: string, types: SeenTypes | undefined])[],
  { sources }: Plan,
): Record<string, Schema> {
  return Object.fromEntries(
    sources.flatMap(({ name }) => {
      const own = typesOf(types, name)
      return own.length === 0 ? [] : [[name, schemaOf(own)] as const]
    }),
  )
}

function typesOf(types: readonly (readonly [source: string, types: SeenTypes | undefined])[], name: string) {
  return types.flatMap(([source, own]) => (source === name && own ? [own] : []))
}

/** Fields that no rule names, which `unlisted: quarantine` keeps out of the release. */
function unlistedIn(plan: Plan, { parts }: Applied): Drift[] {
  return plan.sources.flatMap(({ name: source }) => {
    const paths = new Set(
      parts.flatMap(({ input, fields }) =>
        input.sourceName === source ? Object.keys(fields).filter((path) => fields[path]!.field < 0) : [],
      ),
    )
    return [...paths].sort().map((path): Drift => ({ source, path, change: 'added', before: [], now: [] }))
  })
}

async function noticeLeftOut(
  job: RunJob,
  inputs: readonly Input[],
  drift: readonly Drift[],
  publishable: (name: string) => boolean,
): Promise<void> {
  if (drift.length === 0) return
  const names = drift.map(({ source, path }) => `"${publishable(path) ? path : WITHHELD}" of "${source}"`)
  const patch = await rulePatch(job.policy, inputs, drift)
  job.onNotice?.({
    code: 'FIELDS_LEFT_OUT',
    message: `no rule names ${names.join(', ')}: left out of the release, as the policy says with "unlisted: ${job.policy.unlisted}"`,
    hint: 'their values are in the inputs alone; with a rule they are in the next release',
    ...(patch !== '' && { patch }),
  })
}

function noticeDivided(job: RunJob, source: string, paths: readonly string[]): void {
  if (paths.length > 0)
    job.onNotice?.({
      code: 'TYPES_DIFFER',
      message: `inputs of "${source}" hold values of other types than others of it: ${paths.map((path) => `"${path}"`).join(', ')}`,
      hint: 'a reader of all of them has to expect both; is one of the inputs written by another version of its program?',
    })
}
